"""What somebody answers for, put into sections and sorted by the database.

What is recorded and not drained counts: the few submissions that wait are read once, through the
index that holds nothing else, and joined to the checkpoints.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, text
from sqlalchemy.orm import aliased
from sqlmodel import col

from dondoc.services.access import Viewer
from dondoc.services.items import Frame
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.columns import Choice
from models.rules.acts import MOVES_DUE
from models.rules.checkpoints import Act
from models.rules.due_dates import last_due_within, last_overdue
from models.rules.stages import UNREPORTED, Stage, Standing
from models.submission import Submission


class Section(StrEnum):
    """Where a checkpoint stands on somebody's list, the most urgent first."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    LATER = "later"
    WAITING = "waiting"
    DONE = "done"


ORDER = tuple(Section)

_LEADS_TO = {
    Act.OPEN: Stage.IN_PROGRESS,
    Act.ACKNOWLEDGE: Stage.IN_PROGRESS,
    Act.REPORT: Stage.REPORTED,
    Act.RETURN: Stage.IN_PROGRESS,
    Act.VERIFY: Stage.VERIFIED,
    Act.NOT_REPORTED: Stage.VERIFIED,
    Act.CORRECT: Stage.VERIFIED,
    Act.EVALUATE: Stage.EVALUATED,
}

_MOVES = (*_LEADS_TO, Act.WITHDRAW)
_DATED = (col(Submission.act).in_(MOVES_DUE), col(Submission.new_due_on).is_not(None))

# Written out, not a parameter: SQLite uses a partial index only for its own condition.
_PENDING = text("submission.state = 'pending'")


@dataclass(frozen=True)
class MyRows:
    """`rows`: id, section (its place in ORDER) and due date of a person's live checkpoints."""

    rows: Any

    def counts(self) -> Select[Any]:
        """How many there are in each section."""
        return select(self.rows.c.section, func.count()).group_by(self.rows.c.section)

    def portion(self, start: int, size: int) -> Select[Any]:
        """Ids and sections of one page. What is done comes last, the latest of it first."""
        section, due = self.rows.c.section, self.rows.c.due
        ahead = case((section < ORDER.index(Section.DONE), due))
        query = select(self.rows.c.id, section)
        return query.order_by(section, ahead, due.desc(), self.rows.c.id).limit(size).offset(start)


def my_rows(viewer: Viewer, frame: Frame, today: date) -> MyRows:
    """The checkpoints of the viewer's programme that they answer for on a day."""
    moved, dated = _Last(col(Submission.act).in_(_MOVES)), _Last(*_DATED)
    act = col(moved.row.act)
    due = func.coalesce(col(dated.row.new_due_on), col(Checkpoint.due_on))
    stage = case(
        *((act == one, literal(stage, Choice(Stage))) for one, stage in _LEADS_TO.items()),
        else_=col(Checkpoint.stage),
    )
    section = _section(stage, due, act == Act.RETURN, frame, today)
    query: Select[Any] = (
        select(
            col(Checkpoint.id).label("id"), section.label("section"), due.label("due")
        )
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(*mine(viewer), _in_year(viewer), or_(act.is_(None), act != Act.WITHDRAW))
    )  # fmt: skip
    return MyRows(dated.beside(moved.beside(query)).subquery())


def mine(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """The condition that a checkpoint counts, and the viewer answers for it."""
    answered = select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id).in_(viewer.positions)
    )
    return (
        col(Checkpoint.assignment_id).in_(answered),
        col(Checkpoint.standing) == Standing.LIVE,
        col(Assignment.standing) == Standing.LIVE,
    )


def _section(
    stage: ColumnElement[Any],
    due: ColumnElement[Any],
    sent_back: ColumnElement[bool],
    frame: Frame,
    today: date,
) -> ColumnElement[int]:
    late = last_overdue(today, frame.calendar)
    soon = last_due_within(frame.rules.due_soon_days, today, frame.calendar)
    place = {one: literal(number) for number, one in enumerate(ORDER)}
    unreported = stage.in_([literal(one, Choice(Stage)) for one in sorted(UNREPORTED)])
    returned = or_(col(Checkpoint.returns) > 0, func.coalesce(sent_back, False))
    return case(
        (unreported & returned, place[Section.RETURNED]),
        (unreported & (due <= late), place[Section.OVERDUE]),
        (unreported & (due <= soon), place[Section.DUE_SOON]),
        (unreported & (col(Checkpoint.opens_on) <= today), place[Section.OPEN]),
        (unreported, place[Section.LATER]),
        (stage == literal(Stage.REPORTED, Choice(Stage)), place[Section.WAITING]),
        else_=place[Section.DONE],
    )


class _Last:
    """Of the submissions that wait and meet these conditions the last one of each checkpoint."""

    def __init__(self, *conditions: ColumnElement[bool]) -> None:
        self.row = aliased(Submission)
        query: Select[Any] = select(
            col(Submission.checkpoint_id).label("checkpoint_id"),
            func.max(col(Submission.id)).label("id"),
        ).where(_PENDING, *conditions)
        self.keys = query.group_by(col(Submission.checkpoint_id)).subquery()

    def beside(self, query: Select[Any]) -> Select[Any]:
        """The query with that submission beside each checkpoint, where there is one."""
        keys = self.keys
        query = query.outerjoin(keys, keys.c.checkpoint_id == col(Checkpoint.id))
        return query.outerjoin(self.row, col(self.row.id) == keys.c.id)


def _in_year(viewer: Viewer) -> Any:
    """Written so that SQLite starts from the person's few assignments, not from the year's."""
    return text("NOT (assignment.programme_id <> :year)").bindparams(year=viewer.programme_id or 0)
