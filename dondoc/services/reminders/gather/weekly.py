"""The weekly letter: what may wait comes together on the weekday that the reader chose."""

from datetime import date, timedelta

from models.rules.calendar import WorkingCalendar

_WEEK = timedelta(days=7)


def is_ripe(decided_on: date, weekly_on: int, today: date, calendar: WorkingCalendar) -> bool:
    """Whether the letter that should take in what was decided on a day is due."""
    return today >= letter_day(decided_on, weekly_on, calendar)


def letter_day(decided_on: date, weekly_on: int, calendar: WorkingCalendar) -> date:
    """The day of the first weekly letter from a day on (0 is Monday).

    A weekday that is off gives way to the next working day after it.
    """
    last = decided_on - timedelta(days=(decided_on.weekday() - weekly_on) % 7)
    while (day := calendar.working_day_from(last)) < decided_on:
        last += _WEEK
    return day
