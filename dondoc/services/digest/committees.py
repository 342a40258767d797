"""The steering committees of a programme: who has one, and what it did in a period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.organisation.in_force import seated_on, stands_on
from models.assignment import Assignment, Checkpoint
from models.committee import Committee, CommitteeSeat
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_NUDGE
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind
from models.rules.roles import Audience

_OF_COMMITTEE = (Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD)


@dataclass(frozen=True)
class CommitteesRead:
    """By unit: seats and seats with a task on the day; reminders sent and urging in the period."""

    seats: Mapping[int, tuple[int, int]]
    reminders: Mapping[int, int]
    urged: Mapping[int, int]
    units: frozenset[int] | None = None

    def of(self, units: frozenset[int]) -> "CommitteesRead":
        """Those of some units alone."""
        return replace(self, units=units)


def read_committees(session: Session, question: FiguresQuestion) -> CommitteesRead:
    """Reads them in three queries."""
    return CommitteesRead(
        _seats(session, question), _reminders(session, question), _urged(session, question)
    )


def _seats(session: Session, question: FiguresQuestion) -> dict[int, tuple[int, int]]:
    day = question.as_of
    has_task = func.sum(case((col(CommitteeSeat.task) != "", 1), else_=0))
    query = (
        select(col(Committee.unit_id), func.count(col(CommitteeSeat.id)), has_task)
        .outerjoin(
            CommitteeSeat, (col(CommitteeSeat.committee_id) == Committee.id) & seated_on(day)
        )
        .where(col(Committee.programme_id) == question.programme.key, stands_on(day))
        .group_by(col(Committee.unit_id))
    )
    rows = session.connection().execute(query)
    return {unit_id: (seats, tasks or 0) for unit_id, seats, tasks in rows}


def _reminders(session: Session, question: FiguresQuestion) -> Mapping[int, int]:
    """Items told to the committee's people in letters of the period, gone out by the day."""
    last = min(question.quarter.end, question.as_of)
    ended = col(Message.ended_at)
    lines = (
        select(col(Assignment.unit_id), col(Checkpoint.id), col(Message.id).label("message"))
        .select_from(Nudge)
        .join(*CHECKPOINT_OF_NUDGE)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(MessageLine, col(MessageLine.nudge_id) == Nudge.id)
        .join(Message, col(Message.id) == MessageLine.message_id)
        .where(
            col(Assignment.programme_id) == question.programme.key,
            col(MessageLine.audience).in_(_OF_COMMITTEE),
            col(MessageLine.dropped) == "",
            col(Message.state) == MessageState.SENT,
            col(Message.run_on).between(question.quarter.start, last),
            or_(ended.is_(None), ended < question.end),
        )
        .distinct()
        .subquery()
    )
    query = select(lines.c.unit_id, func.count()).group_by(lines.c.unit_id)
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _urged(session: Session, question: FiguresQuestion) -> Mapping[int, int]:
    """How often somebody urged the unit's work on by hand in the period."""
    last = min(question.quarter.end, question.as_of)
    query = (
        select(col(Assignment.unit_id), func.count(col(Nudge.id)))
        .select_from(Nudge)
        .join(*CHECKPOINT_OF_NUDGE)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == question.programme.key,
            col(Nudge.kind) == NudgeKind.BY_HAND,
            col(Nudge.decided_on).between(question.quarter.start, last),
        )
        .group_by(col(Assignment.unit_id))
    )
    rows = session.connection().execute(query)
    return {row[0]: row[1] for row in rows}
