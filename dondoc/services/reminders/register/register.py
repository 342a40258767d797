"""The register of reminders (sổ đôn đốc): who was reminded of what, how, and what came of it."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from dondoc.services.organisation.directory import find_person, names_of_people
from dondoc.services.organisation.units import names_on
from dondoc.services.reach.masked_addresses import masked
from dondoc.services.reach.reachability import addresses_of
from dondoc.services.reminders.register.filters import STATE, Filters, conditions
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_NUDGE, INDICATOR_OF_ASSIGNMENT
from models.message import Attempt, AttemptStatus, Message, MessageLine
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.ladder import Firmness
from models.rules.roles import Audience

__all__ = ["AttemptRow", "Filters", "RegisterRow", "register"]


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


_WHY = case(
    (col(Message.id).is_(None), col(Nudge.moot_reason)),
    (col(MessageLine.dropped) != "", col(MessageLine.dropped)),
    else_=col(Message.end_reason),
)


def register(
    session: Session, programme: Programme, filters: Filters | None = None
) -> list[RegisterRow]:
    """The newest rows of the register that match, the latest decision first.

    Raises BadInput for a person that does not exist.
    """
    chosen = filters or Filters()
    if chosen.person is not None:
        find_person(session, chosen.person)
    query = every_row(programme).where(*conditions(chosen)).limit(chosen.most)
    return list(in_rows(session, session.execute(query).all()).values())


Key = tuple[int, int | None, int | None]
"""What makes a row: checkpoint, message, and the nudge that stands apart from the others."""


def in_rows(session: Session, nudge_rows: Sequence[Any]) -> dict[Key, RegisterRow]:
    """What `every_row` found, in its order: two roles on one item are one line of one message."""
    references = _References(session, nudge_rows)
    groups: dict[Key, list[Any]] = defaultdict(list)
    for row in nudge_rows:
        apart = row.nudge_id if row.message_id is None or row.dropped else None
        groups[row.checkpoint_id, row.message_id, apart].append(row)
    return {key: references.row(some) for key, some in groups.items()}


def every_row(programme: Programme) -> Any:
    """Every nudge of a programme with every message that it is in, the latest decision first."""
    return every_nudge().where(col(Assignment.programme_id) == programme.id)


@cache
def every_nudge() -> Any:
    """Every nudge of all programmes."""
    return (
        select(
            col(Nudge.id).label("nudge_id"), col(Nudge.checkpoint_id), col(Nudge.kind),
            col(Nudge.audience), col(Nudge.step), col(Nudge.cause), col(Nudge.firmness),
            col(Nudge.decided_at), col(Person.full_name),
            col(MessageLine.in_place_of), func.coalesce(MessageLine.dropped, "").label("dropped"),
            col(Message.id).label("message_id"), col(Message.channel), col(Message.contact_id),
            col(Message.address), col(Message.not_before), col(Message.ended_at),
            col(Message.subject), col(Message.message_ref),
            STATE.label("state"), _WHY.label("why"),
            col(Assignment.ref), col(Checkpoint.label), col(Checkpoint.due_on),
            col(Indicator.title), col(Assignment.unit_id),
        )
        .select_from(Nudge)
        .join(*CHECKPOINT_OF_NUDGE)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .outerjoin(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .outerjoin(Message, col(Message.id) == col(MessageLine.message_id))
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .order_by(col(Nudge.decided_at).desc(), col(Nudge.id).desc(), col(Message.id))
    )  # fmt: skip


class _References:
    """What the rows point at, read once for all of them."""

    def __init__(self, session: Session, rows: Sequence[Any]) -> None:
        self._attempts = _attempts(session, {each_row.message_id for each_row in rows} - {None})
        waiting = {each_row.contact_id for each_row in rows if not each_row.address} - {None}
        self._addresses = addresses_of(session, waiting) if waiting else {}
        day = max((each_row.decided_at.date() for each_row in rows), default=date.min)
        self._units = names_on(session, day, {each_row.unit_id for each_row in rows})
        away = {each_row.in_place_of for each_row in rows} - {None}
        self._away = names_of_people(session, away)

    def row(self, nudge_rows: Sequence[Any]) -> RegisterRow:
        """One row from the nudges that became it."""
        first = nudge_rows[0]
        roles = sorted({each_row.audience for each_row in nudge_rows}, key=list(Audience).index)
        unit = self._units.get(first.unit_id)
        first_role = [each_row for each_row in nudge_rows if each_row.audience is roles[0]]
        latest = max(first_role, key=lambda each_row: _as_day(each_row.step))
        address = first.address or self._addresses.get(first.contact_id, "")
        return RegisterRow(
            decided_at=first.decided_at,
            ref=f"{first.ref}/{first.label}",
            title=first.title,
            unit_id=first.unit_id,
            unit=unit.name if unit else "",
            due_on=first.due_on,
            kinds=_unique([each_row.kind for each_row in nudge_rows]),
            audience=roles[0],
            roles=tuple(roles),
            step=latest.step,
            step_kind=latest.kind,
            causes=_unique([each_row.cause for each_row in nudge_rows]),
            firmness=max((each_row.firmness for each_row in nudge_rows), key=list(Firmness).index),
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


def _as_day(step: str) -> float:
    """The day of a rung; what is no rung of the ladder comes before all of them."""
    return float(step) if step.lstrip("-").isdigit() else -math.inf


def _unique(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
