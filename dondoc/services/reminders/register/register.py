"""The register of reminders (sổ đôn đốc): who was reminded of what, how, and what came of it."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.history.events import day_of
from dondoc.services.organisation.directory import find_person, names_of_people
from dondoc.services.organisation.units import UnitNames
from dondoc.services.reach.masked_addresses import masked
from dondoc.services.reach.reachability import addresses_of
from dondoc.services.reminders.register.filters import Filters, conditions
from dondoc.services.reminders.register.query import every_row, firsts_of, of_rows
from dondoc.store.bulk import among
from models.message import Attempt, AttemptStatus
from models.nudge import NudgeKind
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.ladder import Firmness
from models.rules.roles import Audience


@dataclass(frozen=True)
class AttemptRow:
    """One attempt to deliver, with the provider's answer."""

    number: int
    at: datetime
    status: AttemptStatus
    answer: str
    channel: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """One item told to one person (or to nobody: `person` is None).

    `unit` and `due_on` are those of the moment of decision, as whoever was told read them.
    `audience` is the most responsible of the `roles` that became this one line; `step` is its
    latest rung, of a reason of `step_kind`. `state` is waiting, moot, queued, sent or failed;
    `why` (a key) says why for moot and failed. `address` is masked; `in_place_of`: who was
    away and is read for.
    """

    decided_at: datetime
    ref: str
    title: str
    unit_id: int
    unit: str
    due_on: date
    kinds: tuple[NudgeKind, ...]
    audience: Audience
    roles: tuple[Audience, ...]
    step: str
    step_kind: NudgeKind
    causes: tuple[str, ...]
    firmness: Firmness
    person: str | None
    in_place_of: str | None
    channel: str
    address: str
    not_before: datetime | None
    ended_at: datetime | None
    subject: str
    message_ref: str
    state: str
    why: str
    attempts: tuple[AttemptRow, ...]


RegisterKey = tuple[int, int | None, int | None]
"""What makes a row: checkpoint, message, and the nudge that stands apart from the others."""


def register(
    session: Session, programme: Programme, filters: Filters | None = None, most: int | None = None
) -> list[RegisterRow]:
    """The rows of the register that match, the latest decision first; `most`: so many at most.

    Raises BadInput for a person that does not exist.
    """
    chosen = filters or Filters()
    if chosen.person is not None:
        find_person(session, chosen.person)
    if most is not None:  # rows, and not the nudges of which a row may have several
        query = firsts_of(programme, chosen).limit(most)
        return list(rows_of_firsts(session, programme, chosen, query).values())
    query = every_row(programme).where(*conditions(chosen))
    return list(in_rows(session, session.execute(query).all()).values())


def in_rows(session: Session, nudge_rows: Sequence[Any]) -> dict[RegisterKey, RegisterRow]:
    """What `every_row` found, in its order: two roles on one item are one line of one message."""
    references = _References(session, nudge_rows)
    groups: dict[RegisterKey, list[Any]] = defaultdict(list)
    for row in nudge_rows:
        groups[_key_of(row)].append(row)
    return {key: references.row(some) for key, some in groups.items()}


def rows_of_firsts(
    session: Session, programme: Programme, filters: Filters, query: Select[Any]
) -> dict[Any, RegisterRow]:
    """The rows for which a query made of `firsts_of` stands, by what it found, in its order."""
    firsts = session.connection().execute(query).all()
    statement = every_row(programme).where(*conditions(filters), of_rows(session, firsts))
    rows = in_rows(session, session.execute(statement).all())
    return {first: rows[_key_of(first)] for first in firsts}


def _key_of(row: Any) -> RegisterKey:
    """By checkpoint and message; what is in none, or was left out of it, stands apart."""
    apart = row.nudge_id if row.message_id is None or row.dropped else None
    return row.checkpoint_id, row.message_id, apart


class _References:
    """What the rows point at, read once for all of them."""

    def __init__(self, session: Session, rows: Sequence[Any]) -> None:
        self._attempts = _attempts(session, {row.message_id for row in rows} - {None})
        waiting = {row.contact_id for row in rows if not row.address} - {None}
        self._addresses = addresses_of(session, waiting) if waiting else {}
        self._units = UnitNames(session, {row.unit_id for row in rows})
        away = {row.in_place_of for row in rows} - {None}
        self._away = names_of_people(session, away)

    def row(self, nudge_rows: Sequence[Any]) -> RegisterRow:
        """One row from the nudges that became it."""
        first = nudge_rows[0]
        roles = sorted({row.audience for row in nudge_rows}, key=list(Audience).index)
        day = local_date(first.decided_at)
        first_role = [row for row in nudge_rows if row.audience is roles[0]]
        latest = max(first_role, key=lambda row: _as_day(row.step))
        address = first.address or self._addresses.get(first.contact_id, "")
        return RegisterRow(
            decided_at=first.decided_at,
            ref=f"{first.ref}/{first.label}",
            title=first.title,
            unit_id=first.unit_id,
            unit=self._units.on(first.unit_id, day),
            due_on=_due_then(first),
            kinds=_unique([row.kind for row in nudge_rows]),
            audience=roles[0],
            roles=tuple(roles),
            step=latest.step,
            step_kind=latest.kind,
            causes=_unique([row.cause for row in nudge_rows]),
            firmness=max((row.firmness for row in nudge_rows), key=list(Firmness).index),
            person=first.full_name,
            in_place_of=self._away.get(first.in_place_of),
            channel=first.channel or "",
            address=masked(address) if address else "",
            not_before=first.not_before,
            ended_at=first.ended_at,
            subject=first.subject or "",
            message_ref=first.message_ref or "",
            state=str(first.state),
            why=first.why,
            attempts=tuple(self._attempts.get(first.message_id, ())),
        )


def _attempts(session: Session, message_ids: set[int]) -> dict[int, list[AttemptRow]]:
    attempt_rows: dict[int, list[AttemptRow]] = defaultdict(list)
    query = select(Attempt).where(among(session, col(Attempt.message_id), message_ids))
    for attempt in session.scalars(query.order_by(col(Attempt.message_id), col(Attempt.number))):
        row = AttemptRow(
            attempt.number, attempt.at, attempt.status, attempt.answer, attempt.channel
        )
        attempt_rows[attempt.message_id].append(row)
    return attempt_rows


def _due_then(row: Any) -> date:
    """The due date that it had when the nudge was decided: what moved it since came later."""
    moved = row.moved_since or {}
    return day_of(moved.get("from") or moved.get("old_due_on")) or row.due_on


def _as_day(step: str) -> float:
    """The day of a rung; what is no rung of the ladder comes before all of them."""
    return float(step) if step.lstrip("-").isdigit() else -math.inf


def _unique(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
