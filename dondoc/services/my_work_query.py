"""What somebody answers for, put into sections and sorted by the database.

What is recorded and not drained counts: the few submissions that wait are read once, through the
index that holds nothing else, and joined to the checkpoints.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.db import is_postgresql
from dondoc.services.access import Viewer
from dondoc.services.items import Frame
from dondoc.services.organisation.tenures import (
    Shape,
    shapes_of,
    tenures_given,
    tenures_hold,
)
from dondoc.services.status import day_in_viet_nam
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.columns import Choice
from models.report import ProgressReport
from models.rules.acts import MOVES_DUE
from models.rules.checkpoints import Act
from models.rules.due_dates import last_due_within, last_overdue
from models.rules.stages import UNREPORTED, Stage, Standing
from models.submission import Submission
from models.verdict import Verification


class Section(StrEnum):
    """Where a checkpoint stands on somebody's list, the most urgent first."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    UNDONE = "undone"
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
_FINDS = (Act.VERIFY, Act.NOT_REPORTED, Act.CORRECT)
_DATED = (col(Submission.act).in_(MOVES_DUE), col(Submission.new_due_on).is_not(None))

# Written out, not a parameter: SQLite uses a partial index only for its own condition.
_PENDING = text("submission.state = 'pending'")

# Written so that SQLite starts from the person's few assignments, not from the year's.
_IN_YEAR = text("NOT (assignment.programme_id <> :year)")


@dataclass(frozen=True)
class Portion:
    """One page: ids and sections in their order. `counts`: of all pages, by section."""

    found: tuple[tuple[int, Section], ...]
    counts: dict[Section, int]


def portion(
    session: Session, viewer: Viewer, frame: Frame, today: date, page: tuple[int, int]
) -> Portion:
    """The checkpoints of the viewer's programme that are theirs, seen on a day; one query.

    What is still to be reported is of those who hold the position on the day; what was reported
    or passed over is of whoever held it when it counted, also when they have left. `page`:
    where it starts, and its size.
    """
    start, size = page
    held = [one for one in viewer.tenures if one.start <= today]
    if not held:
        return Portion((), {})
    given = {
        **tenures_given(held, frame.calendar),
        "positions": sorted({one.position_id for one in held}),
        "year": viewer.programme_id or 0,
        "late": last_overdue(today, frame.calendar),
        "soon": last_due_within(frame.rules.due_soon_days, today, frame.calendar),
        "today": today,
        "start": start,
        "size": size,
    }
    query = _query(is_postgresql(session), shapes_of(held, today, frame.calendar))
    rows = session.connection().execute(query, given).all()
    counts = {ORDER[section]: many for key, section, _, many in rows if key is None}
    listed = sorted((place, key, section) for key, section, place, _ in rows if key is not None)
    return Portion(tuple((key, ORDER[section]) for _, key, section in listed), counts)


@cache
def _query(postgresql: bool, shapes: tuple[Shape, ...]) -> Any:
    """Rows of id, section, place and size: the page, and for every section a row without an id.

    What is done comes last, the latest of it first.
    """
    every = _every(postgresql, shapes).cte("every")
    section, due, none = every.c.section, every.c.due, cast(null(), Integer)
    ahead = case((section < ORDER.index(Section.DONE), due))
    order = (section, ahead, due.desc(), every.c.id)
    counts = select(none.label("id"), section, none.label("place"), func.count().label("many"))
    page = (
        select(every.c.id, section, func.row_number().over(order_by=order).label("place"))
        .order_by(*order)
        .limit(bindparam("size", type_=Integer))
        .offset(bindparam("start", type_=Integer))
        .subquery()
    )
    shown = select(page.c.id, page.c.section, page.c.place, none)
    return union_all(counts.group_by(section), shown)


def _every(postgresql: bool, shapes: tuple[Shape, ...]) -> Select[Any]:
    now = _now(postgresql).subquery("now")
    ours = tenures_hold(shapes, now.c, _unreported(now.c))
    return select(now.c.id, _section(now.c).label("section"), now.c.due).where(ours)


def _now(postgresql: bool) -> Select[Any]:
    """What they answer for as it will be when all that waits is drained."""
    moved, dated = _Last(col(Submission.act).in_(_MOVES)), _Last(*_DATED)
    judged, found = _Last(col(Submission.act).in_(_FINDS)), aliased(Verification)
    said = aliased(ProgressReport)
    act = col(moved.row.act)
    stood = or_(col(Checkpoint.verification_id).is_not(None), col(judged.row.id).is_not(None))
    due = func.coalesce(col(dated.row.new_due_on), col(Checkpoint.due_on))
    stage = case(
        # Behind a report that would make a finding good the finding stands.
        (and_(act == Act.RETURN, stood), literal(Stage.VERIFIED, Choice(Stage))),
        *((act == one, literal(stage, Choice(Stage))) for one, stage in _LEADS_TO.items()),
        else_=col(Checkpoint.stage),
    )
    told = case((act == Act.REPORT, col(moved.row.recorded_at)), else_=col(Checkpoint.reported_at))
    silent = or_(_undelivered(act, said, judged.row, found), and_(act == Act.RETURN, stood))
    counts = case((func.coalesce(silent, false()), null()), else_=told)
    returned = or_(col(Checkpoint.returns) > 0, func.coalesce(act == Act.RETURN, False))
    query: Select[Any] = (
        select(
            col(Checkpoint.id).label("id"),
            col(Checkpoint.opens_on).label("opens_on"),
            due.label("due"),
            stage.label("stage"),
            returned.label("returned"),
            day_in_viet_nam(counts, postgresql=postgresql).label("reported_on"),
            col(Checkpoint.assignment_id).label("assignment_id"),
            _undone(judged.row, col(found.delivered)).label("undone"),
        )
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(
            *answered(),
            _IN_YEAR,
            or_(act.is_(None), act != Act.WITHDRAW),
        )
    )
    query = judged.beside(dated.beside(moved.beside(query)))
    query = query.outerjoin(said, col(said.submission_id) == col(moved.row.id))
    return query.outerjoin(found, col(found.submission_id) == col(judged.row.id))


def _undelivered(
    act: Any, said: type[ProgressReport], judged: type[Submission], found: type[Verification]
) -> ColumnElement[bool]:
    """Whether the word that stands says that a product is not there, which is no report of it."""
    return case(
        (act == Act.REPORT, func.coalesce(~col(said.delivered), false())),
        (col(judged.id).is_not(None), func.coalesce(~col(found.delivered), false())),
        else_=col(Checkpoint.undelivered),
    )


def _undone(judged: type[Submission], delivered: Any) -> ColumnElement[bool]:
    """Whether it is found not done once it is settled: by what waits, else by what stands."""
    return case(
        (col(judged.act) == Act.NOT_REPORTED, true()),
        (col(judged.id).is_not(None), func.coalesce(~delivered, false())),
        # A report that waits behind a finding has come to nothing by then.
        (col(Checkpoint.stage) == Stage.REPORTED, col(Checkpoint.verification_id).is_not(None)),
        else_=or_(col(Checkpoint.missing), col(Checkpoint.undelivered)),
    )


def answered() -> tuple[ColumnElement[bool], ...]:
    """That a checkpoint counts, and one of the parameter `positions` answers for it."""
    # As many parameters as there are: of an array a prepared plan assumes that it is long.
    held = col(AssignmentOfficial.position_id).in_(bindparam("positions", expanding=True))
    return (
        col(Checkpoint.assignment_id).in_(
            select(col(AssignmentOfficial.assignment_id)).where(held)
        ),
        col(Checkpoint.standing) == Standing.LIVE,
        col(Assignment.standing) == Standing.LIVE,
    )


def _section(now: Any) -> ColumnElement[int]:
    late, soon, today = (bindparam(name, type_=Date) for name in ("late", "soon", "today"))
    place = {one: literal(number) for number, one in enumerate(ORDER)}
    unreported = _unreported(now)
    return case(
        (unreported & now.returned, place[Section.RETURNED]),
        (unreported & (now.due <= late), place[Section.OVERDUE]),
        (unreported & (now.due <= soon), place[Section.DUE_SOON]),
        (unreported & (now.opens_on <= today), place[Section.OPEN]),
        (unreported, place[Section.LATER]),
        (now.stage == literal(Stage.REPORTED, Choice(Stage)), place[Section.WAITING]),
        (now.undone, place[Section.UNDONE]),
        else_=place[Section.DONE],
    )


def _unreported(now: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = now.stage.in_(
        [literal(one, Choice(Stage)) for one in sorted(UNREPORTED)]
    )
    return found


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
