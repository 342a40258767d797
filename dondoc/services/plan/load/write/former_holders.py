"""Whom a plan takes days in a position from, or the heading of a unit: history keeps it."""

from collections.abc import Iterator, Mapping
from typing import Any

from dondoc.services.history.events import append
from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.work.answering.former_holders import (
    DaysTaken,
    former_head_events,
    former_holder_events,
)
from models.person import Position
from models.rules.checkpoints import local_date
from models.rules.holding_dates import Days


def write_former_holders(writer: Writer) -> None:
    """Before anything of it is written: what they answered for is read as it stood until then."""
    signed = (writer.actor_id, local_date(writer.now))
    rows: list[dict[str, Any]] = []
    for entry in writer.entries(ThingKind.HOLDING, ChangeKind.REMOVED, ChangeKind.CHANGED):
        taken = _taken(writer, entry.key, entry.new)
        rows += former_holder_events(writer.session, taken, *signed)
    for entry in writer.entries(ThingKind.POSITION, ChangeKind.CHANGED):
        for taken in _headed(writer, entry):
            rows += former_head_events(writer.session, taken, *signed)
    append(writer.session, writer.now, rows)


def _taken(writer: Writer, key: Key, new: Mapping[str, Any] | None) -> DaysTaken:
    thing = writer.stored.holdings[key]
    post = writer.session.get_one(Position, writer.stored.positions[key[0]].id)
    after = None if new is None else _days(thing.id, new)
    return DaysTaken(post, writer.people[key[1]], _days(thing.id, thing.row), after)


def _days(key: int, row: Mapping[str, Any]) -> Days:
    return Days(key, row["held_from"], row["held_to"])


def _headed(writer: Writer, entry: PlanChange) -> Iterator[DaysTaken]:
    """Everybody who held a position that headed a unit and does so no more, or another one."""
    old, new = entry.old or {}, entry.new or {}
    if not old["heads_unit"] or (new["heads_unit"] and new["unit"] == old["unit"]):
        return
    for key in writer.stored.holdings:
        if key[0] == entry.ref:
            yield _taken(writer, key, None)
