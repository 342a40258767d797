"""A page of a person's checkpoints, put into sections and sorted by the database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import Session

from dondoc.services.boards.my_work.after_drain import as_drained
from dondoc.services.boards.my_work.duties import (
    DutyShape,
    duties_hold,
    duty_parameters,
    shapes_of,
)
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.answering.tenures import SettledColumns, duties_in
from dondoc.services.work.late_returns import among_late, as_pairs, late_returns
from dondoc.store.database import is_postgresql
from models.columns import Choice
from models.rules.due_dates import last_due_within, last_overdue
from models.rules.stages import UNREPORTED, Stage


class WorkSection(StrEnum):
    """Where a checkpoint stands on somebody's list, the most urgent first."""

    RETURNED = "returned"
    OVERDUE = "overdue"
    UNDONE = "undone"
    DUE_SOON = "due_soon"
    OPEN = "open"
    LATER = "later"
    WAITING = "waiting"
    DONE = "done"


ORDER = tuple(WorkSection)


@dataclass(frozen=True)
class WorkPage:
    """One page: ids and sections in their order. `counts`: of all pages, by section."""

    entries: tuple[tuple[int, WorkSection], ...]
    counts: dict[WorkSection, int]


def portion(
    session: Session,
    viewer: Viewer,
    frame: ProgrammeRules,
    today: date,
    page: tuple[int, int],
    only: WorkSection | None = None,
) -> WorkPage:
    """The checkpoints of the viewer's programme that are theirs, seen on a day; one query.

    What is still to be reported is of those who hold the position on the day; what was reported
    or passed over is of whoever held it when it counted, also when they have left. `page`:
    where it starts, and its size; `only`: of this section, whatever there is in the others.
    """
    duties = duties_in(session, viewer.tenures, today)
    if not duties:
        return WorkPage((), {})
    parameters = _parameters(viewer, frame, today) | _place(page, only)
    parameters |= duty_parameters(session, duties, frame.calendar)
    late = late_returns(session, frame.calendar)
    if late:
        parameters["late_returns"] = as_pairs(late)
    shapes = shapes_of(duties, today, frame.calendar)
    query = _query(is_postgresql(session), shapes, bool(late))
    rows = session.connection().execute(query, parameters).all()
    counts = {ORDER[section]: number for key, section, _, number in rows if key is None}
    listed = sorted((place, key, section) for key, section, place, _ in rows if key is not None)
    return WorkPage(tuple((key, ORDER[section]) for _, key, section in listed), counts)


def _parameters(viewer: Viewer, frame: ProgrammeRules, today: date) -> dict[str, Any]:
    """Of which programme, and the days by which checkpoints fall into their sections."""
    return {
        "year": viewer.programme_id or 0,
        "late": last_overdue(today, frame.calendar),
        "soon": last_due_within(frame.rules.due_soon_days, today, frame.calendar),
        "today": today,
    }


def _place(page: tuple[int, int], only: WorkSection | None) -> dict[str, int]:
    """Which rows of which sections."""
    start, size = page
    first, last = (0, len(ORDER)) if only is None else (ORDER.index(only), ORDER.index(only))
    return {"start": start, "size": size, "least": first, "most": last}


@cache
def _query(postgresql: bool, shapes: tuple[DutyShape, ...], late: bool) -> Any:
    """Rows of id, section, place and size: the page, and for every section a row without an id.

    What is done comes last, the latest of it first.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    every = _every(postgresql, shapes, late).cte("every")
    section, due, none = every.c.section, every.c.due, cast(null(), Integer)
    ahead = case((section < ORDER.index(WorkSection.DONE), due))
    order = (section, ahead, due.desc(), every.c.id)
    counts = select(none.label("id"), section, none.label("place"), func.count().label("many"))
    page = (
        select(every.c.id, section, func.row_number().over(order_by=order).label("place"))
        .where(section.between(_number("least"), _number("most")))
        .order_by(*order)
        .limit(_number("size"))
        .offset(_number("start"))
        .subquery()
    )
    shown = select(page.c.id, page.c.section, page.c.place, none)
    return union_all(counts.group_by(section), shown)


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Integer)


def _every(postgresql: bool, shapes: tuple[DutyShape, ...], late: bool) -> Select[Any]:
    now = as_drained(postgresql, ever=any(shape.only for shape in shapes)).subquery("now")
    row = _settled(now.c, late)
    ours = duties_hold(shapes, now.c, row, _unreported(now.c), postgresql)
    return select(now.c.id, _section(now.c).label("section"), now.c.due).where(ours)


def _settled(now: Any, late: bool) -> SettledColumns:
    """`late`: whether any report that was sent back had come late."""
    pairs: Any = bindparam("late_returns", expanding=True)
    mended = among_late(now.returned_due, now.returned_on, pairs) if late else None
    return SettledColumns(now.due, type_coerce(now.reported_on, Date), now.returned_due, mended)


def _section(now: Any) -> ColumnElement[int]:
    late, soon, today = (bindparam(name, type_=Date) for name in ("late", "soon", "today"))
    place = {section: literal(number) for number, section in enumerate(ORDER)}
    unreported = _unreported(now)
    return case(
        (unreported & now.returned, place[WorkSection.RETURNED]),
        (unreported & (now.due <= late), place[WorkSection.OVERDUE]),
        (unreported & (now.due <= soon), place[WorkSection.DUE_SOON]),
        (unreported & (now.opens_on <= today), place[WorkSection.OPEN]),
        (unreported, place[WorkSection.LATER]),
        (now.stage == literal(Stage.REPORTED, Choice(Stage)), place[WorkSection.WAITING]),
        (now.undone, place[WorkSection.UNDONE]),
        else_=place[WorkSection.DONE],
    )


def _unreported(now: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = now.stage.in_(
        [literal(stage, Choice(Stage)) for stage in sorted(UNREPORTED)]
    )
    return condition
