"""The register of reminders (sổ đôn đốc): who was reminded of what, how, and what came of it."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.people import find_person
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.message import Attempt, AttemptStatus, Message, MessageLine
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.ladder import Firmness
from models.rules.roles import Audience


@dataclass(frozen=True)
class Filters:
    """What to show: every one given must hold.

    `ref`: an assignment's or a checkpoint's; `person`: a person's code.
    """

    ref: str | None = None
    unit_id: int | None = None
    person: str | None = None
    decided_from: date | None = None
    decided_to: date | None = None
    most: int = 1000


@dataclass(frozen=True)
class AttemptRow:
    """One attempt to deliver, with the provider's answer."""

    number: int
    at: datetime
    status: AttemptStatus
    answer: str


@dataclass(frozen=True)
class RegisterRow:
    """One item told to one person (or to nobody: `person` is None).

    `audience` is the most responsible of the `roles` that became this one line; `step` is its
    latest rung. `state` is waiting, moot, queued, sent or failed; `why` (a key) says why for
    moot and failed.
    """

    decided_at: datetime
    ref: str
    title: str
    unit_id: int
    kinds: tuple[NudgeKind, ...]
    audience: Audience
    roles: tuple[Audience, ...]
    step: str
    causes: tuple[str, ...]
    firmness: Firmness
    person: str | None
    channel: str
    address: str
    subject: str
    message_ref: str
    state: str
    why: str
    attempts: tuple[AttemptRow, ...]


def register(
    session: Session, programme: Programme, filters: Filters | None = None
) -> list[RegisterRow]:
    """The newest rows of the register that match, the latest decision first.

    Raises BadInput for a person that does not exist.
    """
    given = filters or Filters()
    if given.person is not None:
        find_person(session, given.person)
    rows = session.execute(_query(programme, given)).all()
    attempts = _attempts(session, {row[3].key for row in rows if row[3] is not None})
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        nudge, message, line = row[0], row[3], row[2]
        # Two roles on one item are one line of one message: they are one row here as well.
        apart = nudge.id if message is None or line.dropped else None
        groups[nudge.checkpoint_id, message.id if message else None, apart].append(row)
    return [_row(found, attempts) for found in groups.values()]


def _query(programme: Programme, given: Filters) -> Any:
    query = (
        select(
            Nudge,
            col(Person.full_name),
            MessageLine,
            Message,
            col(Assignment.ref),
            col(Checkpoint.label),
            col(Indicator.title),
            col(Assignment.unit_id),
        )
        .join(Checkpoint, col(Checkpoint.id) == col(Nudge.checkpoint_id))
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
        .outerjoin(MessageLine, col(MessageLine.nudge_id) == col(Nudge.id))
        .outerjoin(Message, col(Message.id) == col(MessageLine.message_id))
        .outerjoin(Person, col(Person.id) == col(Message.person_id))
        .where(col(Assignment.programme_id) == programme.id)
        .order_by(col(Nudge.decided_at).desc(), col(Nudge.id).desc(), col(Message.id))
        .limit(given.most)
    )
    return query.where(*_conditions(given))


def _conditions(given: Filters) -> list[Any]:
    conditions: list[Any] = []
    if given.ref is not None:
        assignment, _, label = given.ref.strip().partition("/")
        conditions.append(col(Assignment.ref) == assignment)
        if label:
            conditions.append(col(Checkpoint.label) == label)
    if given.unit_id is not None:
        conditions.append(col(Assignment.unit_id) == given.unit_id)
    if given.person is not None:
        conditions.append(col(Person.code) == given.person.strip())
    if given.decided_from is not None:
        conditions.append(col(Nudge.decided_on) >= given.decided_from)
    if given.decided_to is not None:
        conditions.append(col(Nudge.decided_on) <= given.decided_to)
    return conditions


def _attempts(session: Session, message_ids: set[int]) -> dict[int, list[AttemptRow]]:
    found: dict[int, list[AttemptRow]] = defaultdict(list)
    for portion in chunks(sorted(message_ids)):
        query = select(Attempt).where(col(Attempt.message_id).in_(portion))
        for one in session.scalars(query.order_by(col(Attempt.number))):
            found[one.message_id].append(AttemptRow(one.number, one.at, one.status, one.answer))
    return found


def _row(found: Sequence[Any], attempts: dict[int, list[AttemptRow]]) -> RegisterRow:
    nudge, person, line, message, ref, label, title, unit_id = found[0]
    nudges = [row[0] for row in found]
    roles = sorted({one.audience for one in nudges}, key=list(Audience).index)
    state, why = _state(nudge, line, message)
    return RegisterRow(
        decided_at=nudge.decided_at,
        ref=f"{ref}/{label}",
        title=title,
        unit_id=unit_id,
        kinds=_unique([one.kind for one in nudges]),
        audience=roles[0],
        roles=tuple(roles),
        step=max((one.step for one in nudges if one.audience is roles[0]), key=_as_day),
        causes=_unique([one.cause for one in nudges]),
        firmness=max((one.firmness for one in nudges), key=list(Firmness).index),
        person=person,
        channel=message.channel if message else "",
        address=message.address if message else "",
        subject=message.subject if message else "",
        message_ref=(message.message_ref or "") if message else "",
        state=state,
        why=why,
        attempts=tuple(attempts.get(message.key, ())) if message else (),
    )


def _state(nudge: Nudge, line: MessageLine | None, message: Message | None) -> tuple[str, str]:
    if message is None or line is None:
        return nudge.state.value, nudge.moot_reason
    if line.dropped:
        return "moot", line.dropped
    return message.state.value, message.end_reason


def _as_day(step: str) -> float:
    """The day of a rung; what is no rung of the ladder comes before all of them."""
    return float(step) if step.lstrip("-").isdigit() else -math.inf


def _unique(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
