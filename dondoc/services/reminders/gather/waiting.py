"""What waits to be gathered, and everything that sorting it needs, read at one moment."""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, select, text, type_coerce
from sqlmodel import Session, col

from dondoc.services.organisation.directory import open_directory
from dondoc.services.programme.frames import frame_of
from dondoc.services.reach.reachability import Reachability
from dondoc.services.reminders.gather.recipients import AudienceResolver
from dondoc.services.reminders.gather.sort import ProgrammePart, Sorter
from dondoc.services.reminders.nudges.finders.committees import with_committee
from dondoc.services.reminders.nudges.later import note_later
from dondoc.services.reminders.nudges.reasons import GREETS, Reason
from dondoc.services.work.checkpoint_states import (
    CheckpointState,
    stored_states,
    with_acknowledged,
    with_pending,
)
from models.columns import Choice
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.programme import Programme
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_COLUMNS = (
    Nudge.id, Nudge.checkpoint_id, Nudge.kind, Nudge.audience, Nudge.person_id, Nudge.step,
    Nudge.cause, Nudge.firmness, Nudge.decided_on, Nudge.channel,
)  # fmt: skip


@dataclass
class Waiting:
    """Reasons in the order of their decision, and their checkpoints as they are by now."""

    reasons: list[Reason]
    states: dict[int, CheckpointState]


def waiting(
    session: Session, programme_ids: Sequence[int], kinds: Container[NudgeKind] | None = None
) -> Waiting:
    """The waiting nudges of some programmes; `kinds`: only these."""
    query = (
        # Enumerations as plain texts: looking them up here beats asking the column's type.
        select(*(_plain(col(column)) for column in _COLUMNS))
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        .where(text("nudge.state = 'waiting'"))
        .order_by(col(Nudge.id))
    )
    reasons = [
        Reason(
            key, checkpoint_id, _KINDS[kind], _AUDIENCES[audience], person_id, step, cause,
            _FIRMNESS[firmness], decided_on, channel,
        )
        for (
            key, checkpoint_id, kind, audience, person_id, step, cause, firmness, decided_on,
            channel,
        ) in session.connection().execute(query).all()
        if kinds is None or _KINDS[kind] in kinds
    ]  # fmt: skip
    states = as_of_now(session, reasons, programme_ids)
    return Waiting([reason for reason in reasons if reason.checkpoint_id in states], states)


def as_of_now(
    session: Session, reasons: Sequence[Reason], programme_ids: Container[int] | None = None
) -> dict[int, CheckpointState]:
    """The checkpoints of reasons with what is recorded, and of greeted ones whether anybody took
    them on; `programme_ids`: only those of these programmes.

    The reasons are told what was done after the acts that gave them.
    """
    by_programme: dict[int, dict[int, CheckpointState]] = defaultdict(dict)
    stored = stored_states(session, {reason.checkpoint_id for reason in reasons})
    for key, state in stored.items():
        if programme_ids is None or state.programme_id in programme_ids:
            by_programme[state.programme_id][key] = state
    now: dict[int, CheckpointState] = {}
    for programme_id, part in by_programme.items():
        programme = session.get_one(Programme, programme_id)
        now |= with_pending(session, frame_of(session, programme), part)
    ours = [reason for reason in reasons if reason.checkpoint_id in now]
    note_later(session, ours)
    greeted = {reason.checkpoint_id for reason in ours if reason.kind in GREETS}
    return with_acknowledged(session, now, greeted)


def assorter_for(
    session: Session,
    waiting_reasons: Waiting,
    routes: Reachability,
    programme_ids: Sequence[int],
) -> Sorter:
    """What sorting needs: who holds what on the day, and how they are reached."""
    programme_parts = {
        key: _programme_part(session, waiting_reasons, routes, key) for key in programme_ids
    }
    return Sorter(waiting_reasons.states, programme_parts, routes, _readers_with_message(session))


def _programme_part(
    session: Session, waiting_reasons: Waiting, routes: Reachability, programme_id: int
) -> ProgrammePart:
    programme = session.get_one(Programme, programme_id)
    calendar = frame_of(session, programme).calendar
    directory = open_directory(session, programme, routes.day)
    units = {
        state.assignment_id: state.unit_id
        for state in waiting_reasons.states.values()
        if state.programme_id == programme_id
    }
    directory.take_in(session, units, units)
    missing = any(reason.kind is NudgeKind.NO_COMMITTEE for reason in waiting_reasons.reasons)
    founded = with_committee(session, programme_id, routes.day) if missing else ()
    working = calendar.is_working(routes.day)
    return ProgrammePart(calendar, working, AudienceResolver(directory, routes), frozenset(founded))


def _readers_with_message(session: Session) -> frozenset[tuple[int, int]]:
    """Who has a waiting nudge in a message already: it waits for the other readers only."""
    query = (
        select(col(MessageLine.nudge_id), col(Message.person_id))
        .join(Nudge, col(Nudge.id) == col(MessageLine.nudge_id))
        .join(Message, col(Message.id) == col(MessageLine.message_id))
        .where(text("nudge.state = 'waiting'"), col(MessageLine.dropped) == "")
        .where(col(Message.state) != MessageState.MOOT)
    )
    return frozenset((row[0], row[1]) for row in session.execute(query))


def all_programmes(session: Session) -> list[int]:
    """Every programme: what waits of an old one is settled too."""
    return [key or 0 for key in session.scalars(select(col(Programme.id)).order_by(Programme.year))]  # type: ignore[arg-type]


def day_off(session: Session, programme_ids: Sequence[int], day: date) -> bool:
    """Whether no programme is at work on a day."""
    calendars = [
        frame_of(session, session.get_one(Programme, key)).calendar for key in programme_ids
    ]
    return bool(calendars) and not any(calendar.is_working(day) for calendar in calendars)


def _plain(column: Any) -> Any:
    return type_coerce(column, String) if isinstance(column.type, Choice) else column


_KINDS = {nudge_kind.value: nudge_kind for nudge_kind in NudgeKind}
_AUDIENCES = {audience.value: audience for audience in Audience}
_FIRMNESS = {firmness.value: firmness for firmness in Firmness}
