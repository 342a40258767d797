"""A year's dates moved to the next year, as its plan would name them."""

from datetime import date, timedelta

from models.rules.calendar import WorkingCalendar

_DAY = timedelta(days=1)


def a_year_later(day: date) -> date:
    """The same day of the next year; of 29/2 it is 28/2."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def due_a_year_later(day: date, calendar: WorkingCalendar) -> date:
    """A due date moved a year: what was due on a working day is due on one again.

    That is the next one, or the last one of the year where the next is in another year.
    """
    moved = a_year_later(day)
    if not calendar.is_working(day) or calendar.is_working(moved):
        return moved
    following = calendar.working_day_from(moved)
    if following.year == moved.year:
        return following
    while not calendar.is_working(moved):
        moved -= _DAY
    return moved
