"""What a person's duties are, as a query that is built once for all duties of the same shapes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, or_, select
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import Day
from dondoc.services.work.answering.tenures import SettledColumns, Span, span_of, within
from dondoc.store.bulk import among_bound, bound
from models.assignment import AssignmentOfficial
from models.rules.appointments import TenurePart
from models.rules.calendar import WorkingCalendar


class DutyShape(NamedTuple):
    """What a query of a duty looks like: whether it goes on today, and which limits it has.

    `only`: of some assignments alone; `without`: of all of the position's but some.
    """

    held: bool
    lower: bool
    upper: bool
    only: bool = False
    without: bool = False


def shapes_of(
    duties: Iterable[TenurePart], today: date, calendar: WorkingCalendar
) -> tuple[DutyShape, ...]:
    """The shapes of duties: those of one shape share a query."""
    return tuple(_shape(duty, today, calendar) for duty in duties)


def _shape(duty: TenurePart, today: date, calendar: WorkingCalendar) -> DutyShape:
    span = span_of(duty.tenure, calendar)
    return DutyShape(
        duty.tenure.covers(today),
        span.due_after is not None,
        span.due_until is not None,
        duty.only is not None,
        bool(duty.without),
    )


def duty_parameters(
    session: Session, duties: Sequence[TenurePart], calendar: WorkingCalendar
) -> dict[str, Any]:
    """The parameters of `duties_hold`, and of which assignments and positions they tell."""
    ever = {key for duty in duties for key in duty.only or ()}
    parameters: dict[str, Any] = {
        "positions": sorted({duty.tenure.position_id for duty in duties}),
        "ever": bound(session, ever),
    }
    for n, duty in enumerate(duties):
        span = span_of(duty.tenure, calendar)
        parameters[f"position{n}"] = duty.tenure.position_id
        parameters |= {f"due_after{n}": span.due_after, f"start{n}": span.start}
        parameters |= {f"due_until{n}": span.due_until, f"end{n}": span.end}
        which = duty.without if duty.only is None else duty.only
        parameters[f"assignments{n}"] = bound(session, which)
    return parameters


def duties_hold(
    shapes: Sequence[DutyShape],
    now: Any,
    row: SettledColumns,
    unreported: ColumnElement[bool],
    postgresql: bool,
) -> ColumnElement[bool]:
    """What `theirs` says, of rows with the columns of `SettledColumns` and `assignment_id`.

    Every row is of one of the duties; where there are several, it is asked of which.
    """
    conditions = []
    for n, shape in enumerate(shapes):
        settled = and_(~unreported, *_limits(n, shape, row))
        mine = or_(unreported, settled) if shape.held else settled
        which = _which(n, shape, now.assignment_id, postgresql)
        asked = len(shapes) > 1 or shape.without
        conditions.append(and_(which, mine) if asked else mine)
    return or_(*conditions)


def _which(n: int, shape: DutyShape, assignment_id: Any, postgresql: bool) -> ColumnElement[bool]:
    listed = among_bound(assignment_id, f"assignments{n}", postgresql=postgresql)
    if shape.only:
        return listed
    ours = select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id) == bindparam(f"position{n}", type_=Integer)
    )
    condition: ColumnElement[bool] = assignment_id.in_(ours)
    return and_(condition, ~listed) if shape.without else condition


def _limits(n: int, shape: DutyShape, row: SettledColumns) -> list[ColumnElement[bool]]:
    def day(name: str, there: bool) -> Day | None:
        return bindparam(f"{name}{n}", type_=Date) if there else None

    first, last = shape.lower, shape.upper
    span = Span(
        day("due_after", first),
        day("start", first),
        day("due_until", last),
        day("end", last),
        shape.held,
    )
    return within(span, row)
