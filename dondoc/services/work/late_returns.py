"""The reports that were sent back and had come late, as a database asks for them."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlmodel import Session

from dondoc.services.work.checkpoint_queries import RETURNED
from dondoc.store.cache import database_of, keep, version
from models.rules.calendar import OutsideCalendarError, WorkingCalendar
from models.rules.due import came_late
from models.rules.returned_reports import ReturnedReport


def late_returns(session: Session, calendar: WorkingCalendar) -> tuple[ReturnedReport, ...]:
    """Every pair of a due date and a day of report that was late; only a calendar can tell.

    They are few: of the reports that were sent back, the worst of each checkpoint.
    """
    return tuple(report for report in _returned(session) if _late(report, calendar))


def _returned(session: Session) -> tuple[ReturnedReport, ...]:
    def read() -> tuple[ReturnedReport, ...]:
        # A report that came by its due date is in time by every calendar.
        query = select(*RETURNED).where(RETURNED[1] > RETURNED[0]).distinct()
        return tuple(ReturnedReport(*row) for row in session.connection().execute(query))

    return keep(("returned", database_of(session)), version(session), read)


def _late(report: ReturnedReport, calendar: WorkingCalendar) -> bool:
    try:
        return came_late(report, calendar)
    except OutsideCalendarError:  # of a programme of another year
        return False


def among_late(due_on: Any, reported_on: Any, late: Any) -> ColumnElement[bool]:
    """The condition that two columns are one of the pairs: `late`, or the parameter for them."""
    return and_(due_on.is_not(None), tuple_(due_on, reported_on).in_(late))


def as_pairs(late: tuple[ReturnedReport, ...]) -> list[tuple[Any, Any]]:
    """The pairs as the database compares them."""
    return [(report.due_on, report.reported_on) for report in late]
