"""Due states as limits on the due date, so that a database can sort and count by them.

`models.rules.due` says what a due state is; here is which due dates lead to it on one day. A
last day in time is a working day and grows with the due date, so each state is a span of dates.
"""

from datetime import date, timedelta

from models.rules.calendar import WorkingCalendar


def last_overdue(today: date, calendar: WorkingCalendar) -> date:
    """The latest due date whose last day in time has passed."""
    return calendar.add(today, -1)


def last_late_by(days: int, today: date, calendar: WorkingCalendar) -> date:
    """The latest due date that is overdue by at least so many working days (1 or more)."""
    at_work = today if calendar.is_working(today) else calendar.add(today, -1)
    return calendar.add(at_work, -days)


def last_due_within(days: int, today: date, calendar: WorkingCalendar) -> date:
    """The latest due date that leaves at most so many working days (0 or more)."""
    if days:
        return calendar.add(today, days)
    return today if calendar.is_working(today) else calendar.add(today, -1)


def last_silent(cut_off_days: int, today: date, calendar: WorkingCalendar) -> date:
    """The latest due date whose cut-off has passed, so many working days after the last in time.

    From then on silence may be recorded as the result.
    """
    return calendar.add(calendar.add(today, -1), -cut_off_days)


def last_refusal_over(return_days: int, today: date, calendar: WorkingCalendar) -> date:
    """The latest day of a refused request after which so many working days to report are over."""
    return calendar.add(today, -return_days) - timedelta(days=1)
