"""What the register of reminders and the acts say of people, worked out a second time."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from calendar_recomputed import as_day
from column_values import local
from sqlalchemy import Engine, text

_TOLD = text("""
    SELECT n.id, n.checkpoint_id, n.kind, n.audience, n.firmness, m.run_on, t.at,
           l.audience AS told, m.id AS letter, a.unit_id AS unit
    FROM nudge n
    JOIN checkpoint c ON c.id = n.checkpoint_id
    JOIN assignment a ON a.id = c.assignment_id
    JOIN message_line l ON l.nudge_id = n.id
    JOIN message m ON m.id = l.message_id
    JOIN attempt t ON t.message_id = m.id
    WHERE l.dropped = '' AND t.status = 'delivered'
    ORDER BY m.run_on, n.id
""")
_TAKEN = text("""
    SELECT actor_id, on_behalf_of_id, recorded_at FROM submission
    WHERE state <> 'refused' AND act IN ('acknowledge', 'update', 'report', 'ask_extension')
""")
_FIRMNESS = ("remind", "urge", "demand", "escalate")
Urged = tuple[int, str | None, date | None]
"""How often whoever answers was told, how firmly at most, and since when more than reminded."""


def told_by(engine: Engine, day: date) -> list[Any]:
    """The lines of letters that had gone out when a day was over."""
    with engine.connect() as connection:
        return [row for row in connection.execute(_TOLD) if local(row.at).date() <= day]


def register(engine: Engine, day: date) -> dict[int, Urged]:
    """By checkpoint; a nudge that two people read is one, and so are those of one day's letter."""
    asking = {
        row.id: row
        for row in reversed(told_by(engine, day))
        if row.kind in ("deadline", "not_acknowledged", "by_hand")
    }
    by_checkpoint: dict[int, list[Any]] = defaultdict(list)
    for row in asking.values():
        by_checkpoint[row.checkpoint_id].append(row)
    return {key: _urged(rows) for key, rows in by_checkpoint.items()}


def _urged(rows: list[Any]) -> Urged:
    own = [row for row in rows if row.kind == "by_hand" or row.audience == "lead"]
    above = any(row not in own and row.audience != "coordinating" for row in rows)
    firmnesses = ["urge" if row.kind == "by_hand" else row.firmness for row in own]
    firmest = max(firmnesses, key=_FIRMNESS.index, default=None)
    about_work = (row for row in rows if row.kind != "not_acknowledged")  # nor that it is taken on
    days = (as_day(row.run_on) for row in about_work if row.firmness != "remind")
    by_hand = sum(row.kind == "by_hand" for row in own)
    days_told = {row.run_on for row in own if row.kind != "by_hand"}
    return by_hand + len(days_told), "escalate" if above else firmest, min(days, default=None)


def committees_told(engine: Engine, span: tuple[date, date], day: date) -> Counter[int]:
    """By unit, items in letters of a period to its committee."""
    told = {
        (row.unit, row.checkpoint_id, row.letter)
        for row in told_by(engine, day)
        if row.told in ("committee_secretary", "committee_head")
        and span[0] <= as_day(row.run_on) <= min(span[1], day)
    }
    return Counter(unit for unit, _, _ in told)


def takers(engine: Engine, day: date) -> set[int]:
    """Who ever took anything on, by themselves or through others."""
    with engine.connect() as connection:
        rows = [row for row in connection.execute(_TAKEN) if local(row.recorded_at).date() <= day]
    return {key for row in rows for key in (row.actor_id, row.on_behalf_of_id)}
