"""Gathering: waiting nudges become one message per person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.items import Frame
from dondoc.services.people import open_directory
from dondoc.services.remind.assort import Assorted, Assorter
from dondoc.services.remind.nudging import (
    hold,
    insert_nudges,
    owners_of,
    told_unreachable,
    unreachable_cause,
    unreachable_row,
)
from dondoc.services.remind.reach import CHANNEL, Reach, addresses
from dondoc.services.remind.reasons import Reason, as_reason
from dondoc.services.remind.states import (
    State,
    as_state,
    frame_of,
    of_programme,
    select_states,
    with_acknowledged,
    with_pending,
)
from models.assignment import Checkpoint
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind, NudgeState
from models.person import Person
from models.programme import Programme
from models.rules.checkpoints import local_date


@dataclass(frozen=True)
class Unreachable:
    """A person without an address in use; the secretariat and the stand-ins are told."""

    person_id: int
    full_name: str


@dataclass
class GatherResult:
    """`moot`: nudges dropped, by the key of the reason; `deferred`: kept for a working day.

    `nobody`: references of items whose reminder nobody can get; those nudges stay waiting.
    """

    day: date
    messages: int = 0
    lines: int = 0
    moot: Counter[str] = field(default_factory=Counter)
    deferred: int = 0
    unreachable: tuple[Unreachable, ...] = ()
    nobody: tuple[str, ...] = ()


def gather(session: Session, programme: Programme, now: datetime) -> GatherResult:
    """Makes messages of the waiting nudges, in the caller's transaction.

    Nobody gets two: an unsent message of a person takes the new lines in. Nothing to say,
    nothing made.
    """
    hold(session, programme)
    result = GatherResult(local_date(now))
    frame = frame_of(session, programme)
    reasons, states = waiting(session, programme, frame)
    if not reasons:
        return result
    assorter = assorter_for(session, programme, frame, states, result.day)
    assorted = assorter.assort(reasons)
    _tell_secretariat(session, programme, assorter, assorted, now)
    _write(session, programme, assorted, now, result)
    result.deferred = len(assorted.deferred)
    result.unreachable = people_named(session, assorted.unreachable)
    result.nobody = tuple(sorted({states[one.checkpoint_id].ref for one in assorted.nobody}))
    return result


def waiting(
    session: Session, programme: Programme, frame: Frame
) -> tuple[list[Reason], dict[int, State]]:
    """The waiting nudges of a programme, and their checkpoints as they are by now."""
    columns = (
        Nudge.id, Nudge.checkpoint_id, Nudge.kind, Nudge.audience, Nudge.person_id,
        Nudge.step, Nudge.cause, Nudge.firmness, Nudge.decided_on,
    )  # fmt: skip
    query = (
        select_states(*(col(one) for one in columns))
        .join(Nudge, col(Nudge.checkpoint_id) == col(Checkpoint.id))
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        .where(text("nudge.state = 'waiting'"), of_programme(programme))
        .order_by(col(Nudge.id))
    )
    reasons, states = [], {}
    for row in session.execute(query):
        if row[0] not in states:
            states[row[0]] = as_state(row)
        reasons.append(Reason(*row[-len(columns) :]))
    states = with_pending(session, frame, states)
    greeted = [one.checkpoint_id for one in reasons if one.kind is NudgeKind.ASSIGNED]
    return reasons, with_acknowledged(session, states, greeted)


def assorter_for(
    session: Session, programme: Programme, frame: Frame, states: dict[int, State], day: date
) -> Assorter:
    """What sorting needs: who holds what on that day, and how they are reached."""
    directory = open_directory(session, programme, day)
    directory.take_in(session, {one.assignment_id for one in states.values()})
    return Assorter(
        states=states,
        reach=Reach(directory, addresses(session)),
        working=frame.calendar.is_working(day),
        told=_told_already(session),
    )


def _told_already(session: Session) -> frozenset[tuple[int, int]]:
    """Who has a waiting nudge in a message already: it waits again for a successor only."""
    query = (
        select(col(MessageLine.nudge_id), col(Message.person_id))
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .join(Message, col(Message.id) == col(MessageLine.message_id))
        .where(text("nudge.state = 'waiting'"), col(MessageLine.dropped) == "")
        .where(col(Message.state) != MessageState.MOOT)
    )
    return frozenset((row[0], row[1]) for row in session.execute(query))


def _tell_secretariat(
    session: Session,
    programme: Programme,
    assorter: Assorter,
    assorted: Assorted,
    now: datetime,
) -> None:
    """Once a month per person: their letters reach nobody."""
    if not assorted.unreachable:
        return
    told = told_unreachable(session, local_date(now))
    rows = [
        unreachable_row(person_id, checkpoint_id, now)
        for person_id, checkpoint_id in assorted.unreachable.items()
        if unreachable_cause(person_id) not in told
    ]
    ids = insert_nudges(session, owners_of(programme, assorter.states), rows, now)
    for portion in chunks(ids):
        for nudge in session.scalars(select(Nudge).where(col(Nudge.id).in_(portion))):
            assorter.give(as_reason(nudge), assorted)


def _write(
    session: Session,
    programme: Programme,
    assorted: Assorted,
    now: datetime,
    result: GatherResult,
) -> None:
    for why, moot in assorted.moot.items():
        result.moot[why] += len(moot)
        _settle(session, moot, NudgeState.MOOT, why)
    _settle(session, assorted.gathered, NudgeState.GATHERED, "")
    people = {person: lines for person, lines in assorted.lines.items() if lines}
    if not people:
        return
    messages = _messages(session, programme, sorted(people), now)
    rows = [
        {"message_id": messages[person], "nudge_id": one.nudge_id, "audience": one.audience,
         "dropped": ""}
        for person, lines in people.items()
        for one in lines
    ]  # fmt: skip
    session.execute(insert(MessageLine), rows)
    result.messages, result.lines = len(people), len(rows)


def _settle(session: Session, reasons: Sequence[Reason], state: NudgeState, why: str) -> None:
    for portion in chunks([one.nudge_id for one in reasons]):
        query = update(Nudge).where(col(Nudge.id).in_(portion))
        session.execute(query.values(state=state, moot_reason=why), execution_options=_NO_SYNC)


_NO_SYNC: dict[str, Any] = {"synchronize_session": False}


def _messages(
    session: Session, programme: Programme, people: Sequence[int], now: datetime
) -> dict[int, int]:
    """A message for each person: the one that is not sent or frozen yet, else a new one."""
    found: dict[int, int] = {}
    for portion in chunks(people):
        found.update(_unsent(session, programme, portion, now))
        missing = [one for one in portion if one not in found]
        found.update(_new(session, programme, missing, now))
    return found


def _unsent(
    session: Session, programme: Programme, people: Sequence[int], now: datetime
) -> dict[int, int]:
    query = (
        select(col(Message.id), col(Message.person_id))
        .where(
            text("message.state = 'queued'"),
            col(Message.programme_id) == programme.id,
            col(Message.person_id).in_(people),
            col(Message.frozen_at).is_(None),
            col(Message.claimed_by).is_(None),
        )
        .order_by(col(Message.id))
        .with_for_update(skip_locked=True)
    )
    found = {row[1]: row[0] for row in session.execute(query)}
    touch = update(Message).where(col(Message.id).in_(sorted(found.values())))
    if found:
        session.execute(touch.values(run_on=local_date(now)), execution_options=_NO_SYNC)
    return found


def _new(
    session: Session, programme: Programme, people: Sequence[int], now: datetime
) -> dict[int, int]:
    if not people:
        return {}
    known = select(col(Person.id), col(Person.language)).where(col(Person.id).in_(people))
    reached = addresses(session, people)
    rows = [
        {"programme_id": programme.id, "person_id": person, "run_on": local_date(now),
         "language": language, "channel": CHANNEL, "address": reached[person], "created_at": now,
         "state": MessageState.QUEUED, "attempts": 0, "subject": "", "body_text": "",
         "body_html": "", "end_reason": ""}
        for person, language in session.execute(known.order_by(col(Person.id)))
    ]  # fmt: skip
    table: Any = Message.__table__  # type: ignore[attr-defined]
    made = insert(table).returning(table.c.person_id, table.c.id)
    return {row[0]: row[1] for row in session.connection().execute(made, rows)}


def people_named(
    session: Session, person_ids: Sequence[int] | dict[int, int]
) -> tuple[Unreachable, ...]:
    """These people by name."""
    found: list[Unreachable] = []
    for portion in chunks(sorted(person_ids)):
        query = select(col(Person.id), col(Person.full_name)).where(col(Person.id).in_(portion))
        found.extend(Unreachable(*row) for row in session.execute(query))
    return tuple(sorted(found, key=lambda one: one.full_name))
