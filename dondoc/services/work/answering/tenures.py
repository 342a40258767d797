"""One person's checkpoints: of the positions that they hold or held, what is theirs.

The same as `models.rules.responsibility`, as limits on columns: a last day in time grows with
its due date, so that a position was held on it is a span of due dates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    case,
    false,
    or_,
    select,
    type_coerce,
)
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import Day
from dondoc.services.work.answering.appointments import appointments_in
from dondoc.services.work.checkpoint_queries import RETURNED
from dondoc.services.work.days_in_sql import reported_day
from dondoc.services.work.late_returns import among_late, as_pairs, late_returns
from dondoc.store.bulk import among
from models.assignment import AssignmentOfficial, Checkpoint
from models.person import Holding, Position
from models.rules.appointments import TenurePart, duties_of
from models.rules.calendar import OutsideCalendarError, WorkingCalendar
from models.rules.due_dates import last_overdue
from models.rules.responsibility import Occasion, Tenure, day_that_counts
from models.rules.stages import UNREPORTED

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """What a tenure asks of settled work; None asks nothing.

    Due after `due_after` and not reported before `start`; due until `due_until`, or reported
    until `end`. `held`: it goes on today, so what nobody reported is not somebody's after it.
    """

    due_after: Day | None = None
    start: Day | None = None
    due_until: Day | None = None
    end: Day | None = None
    held: bool = False


def span_of(tenure: Tenure, calendar: WorkingCalendar) -> Span:
    """The due dates and days of reports that fall into a tenure."""
    after, until = _overdue(tenure.start, calendar), None
    if tenure.end is not None:
        until = _overdue(tenure.end + _DAY, calendar)
    return Span(
        after,
        tenure.start if after else None,
        until,
        tenure.end if until else None,
    )


def _overdue(day: date, calendar: WorkingCalendar) -> date | None:
    """The latest due date that was overdue on a day; None where the calendar does not go."""
    try:
        return last_overdue(day, calendar)
    except OutsideCalendarError:
        return None


def tenures_of(session: Session, person_id: int) -> tuple[Tenure, ...]:
    """Every position that a person holds, held or will hold."""
    query = (
        select(
            col(Holding.position_id), col(Holding.held_from), col(Holding.held_to),
            case((col(Position.heads_unit), col(Position.unit_id))),
        )
        .join(Position, col(Position.id) == col(Holding.position_id))
        .where(col(Holding.person_id) == person_id)
        .order_by(col(Holding.held_from), col(Holding.id))
    )  # fmt: skip
    return tuple(Tenure(*row) for row in session.connection().execute(query))


@dataclass(frozen=True)
class AsOfDay:
    """A day on which work is looked at. `since`: what is recorded and not drained."""

    today: date
    calendar: WorkingCalendar
    since: Mapping[int, Occasion]


def theirs(session: Session, tenures: Iterable[Tenure], as_of_day: AsOfDay) -> ColumnElement[bool]:
    """The condition that a Checkpoint is a person's, seen on a day."""
    conditions = [
        and_(_of_duty(session, duty), _drained(session, duty.tenure, as_of_day))
        for duty in duties_in(session, tenures, as_of_day.today)
    ]
    return or_(*conditions) if conditions else false()


def ever_answered(session: Session, position_ids: Iterable[int]) -> ColumnElement[bool]:
    """The condition that one of these positions answers for a Checkpoint, or did."""
    positions, appointments = set(position_ids), appointments_in(session)
    ever = {ref for position in positions for ref in appointments.ever_of(position)}
    key = col(Checkpoint.assignment_id)
    return or_(key.in_(_answering(positions)), among(session, key, ever))


def _answering(position_ids: Iterable[int]) -> Select[Any]:
    return select(col(AssignmentOfficial.assignment_id)).where(
        col(AssignmentOfficial.position_id).in_(sorted(position_ids))
    )


def _of_duty(session: Session, duty: TenurePart) -> ColumnElement[bool]:
    key = col(Checkpoint.assignment_id)
    if duty.only is not None:
        return among(session, key, duty.only)
    ours: ColumnElement[bool] = key.in_(_answering([duty.tenure.position_id]))
    return and_(ours, ~among(session, key, duty.without)) if duty.without else ours


def duties_in(session: Session, tenures: Iterable[Tenure], today: date) -> tuple[TenurePart, ...]:
    """What the tenures that have begun answer for, or did until a plan named others."""
    limited = appointments_in(session).limited
    return tuple(duty for duty in duties_of(tenures, limited) if duty.tenure.start <= today)


def _drained(session: Session, tenure: Tenure, as_of_day: AsOfDay) -> ColumnElement[bool]:
    unreported = col(Checkpoint.stage).in_(sorted(UNREPORTED))
    # That a product is not there is no report: `responsibility.day_that_counts`.
    day = case((~col(Checkpoint.undelivered), reported_day(session)))
    row = SettledColumns(
        col(Checkpoint.due_on),
        type_coerce(day, Date),
        col(Checkpoint.returned_due_on),
        _late(session, as_of_day),
    )
    span = replace(span_of(tenure, as_of_day.calendar), held=tenure.covers(as_of_day.today))
    settled = and_(~unreported, *within(span, row))
    stored = or_(unreported, settled) if span.held else settled
    if not as_of_day.since:
        return stored
    waiting = [
        key
        for key, occasion in as_of_day.since.items()
        if tenure.covers(day_that_counts(occasion, as_of_day.today, as_of_day.calendar))
    ]
    key = col(Checkpoint.id)
    return or_(and_(stored, ~among(session, key, as_of_day.since)), among(session, key, waiting))


def _late(session: Session, as_of_day: AsOfDay) -> ColumnElement[bool] | None:
    late = late_returns(session, as_of_day.calendar)
    return among_late(*RETURNED, as_pairs(late)) if late else None


class SettledColumns(NamedTuple):
    """The columns that whose settled work is depends on.

    `late`: the report that was due on `returned_due` and sent back had come late; None where
    none had.
    """

    due: Any
    reported_on: Any
    returned_due: Any = None
    late: ColumnElement[bool] | None = None


def within(span: Span, row: SettledColumns) -> list[ColumnElement[bool]]:
    """The conditions that settled work falls into a span."""
    if row.late is None:
        return _reported_within(span, row.due, row.reported_on)
    mended = and_(row.reported_on.is_not(None), row.late)
    as_it_stands = _reported_within(span, row.due, row.reported_on)
    then = _due_within(span, row.returned_due)
    return [or_(and_(mended, *then), and_(~mended, *as_it_stands))]


def _due_within(span: Span, due: Any) -> list[ColumnElement[bool]]:
    rest = [due > span.due_after] if span.due_after is not None else []
    return [*rest, due <= span.due_until] if span.due_until is not None else rest


def _reported_within(span: Span, due: Any, reported_on: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if span.due_after is not None:
        conditions += [due > span.due_after, or_(reported_on.is_(None), reported_on >= span.start)]
    if span.due_until is not None:
        unsaid = [reported_on.is_(None)] if span.held else []
        conditions.append(or_(due <= span.due_until, reported_on <= span.end, *unsaid))
    return conditions
