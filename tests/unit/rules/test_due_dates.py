"""The limits that a database sorts by say the same as the rules of due states, day by day."""

from datetime import date, timedelta

import pytest

from models.rules.calendar import WorkingCalendar, calendar_of
from models.rules.due import DueFacts, DueState, days_left, due_state, is_due_soon, last_day
from models.rules.due_dates import last_due_within, last_late_by, last_overdue, last_silent
from models.rules.stages import Stage

CALENDAR: WorkingCalendar = calendar_of(
    (2021, 2023),
    # A long holiday, one in mid-week, and a Saturday worked for a Monday off.
    [date(2022, 1, 31) + timedelta(days=n) for n in range(5)]
    + [date(2022, 3, 9), date(2022, 3, 21)],
    [date(2022, 3, 19)],
)
DAYS = [date(2022, 1, 20) + timedelta(days=n) for n in range(75)]


def _facts(due_on: date) -> DueFacts:
    return DueFacts(Stage.IN_PROGRESS, due_on, None)


@pytest.mark.parametrize("today", DAYS[20:60:3])
def test_a_due_date_up_to_the_limit_is_overdue_and_none_after_it(today: date) -> None:
    limit = last_overdue(today, CALENDAR)
    for due_on in DAYS:
        overdue = due_state(_facts(due_on), today, CALENDAR) is DueState.OVERDUE
        assert overdue is (due_on <= limit), due_on


@pytest.mark.parametrize("today", DAYS[20:60:3])
@pytest.mark.parametrize("least", [1, 2, 7])
def test_working_days_late_are_a_limit_too(today: date, least: int) -> None:
    limit = last_late_by(least, today, CALENDAR)
    for due_on in DAYS:
        assert (-days_left(due_on, today, CALENDAR) >= least) is (due_on <= limit), due_on


@pytest.mark.parametrize("today", DAYS[20:60:3])
@pytest.mark.parametrize("days", [0, 3, 5])
def test_so_is_what_is_due_soon(today: date, days: int) -> None:
    overdue, soon = last_overdue(today, CALENDAR), last_due_within(days, today, CALENDAR)
    for due_on in DAYS:
        expected = is_due_soon(_facts(due_on), today, CALENDAR, days)
        assert expected is (overdue < due_on <= soon), due_on


@pytest.mark.parametrize("today", DAYS[30:60:3])
def test_and_silence_that_may_be_recorded(today: date) -> None:
    limit = last_silent(3, today, CALENDAR)
    for due_on in DAYS:
        cut_off = CALENDAR.add(last_day(due_on, CALENDAR), 3)
        assert (today > cut_off) is (due_on <= limit), due_on


def test_on_a_day_off_nothing_is_due_on_the_day_itself() -> None:
    for today in (date(2022, 2, 1), date(2022, 3, 13), date(2022, 3, 21)):
        assert last_due_within(0, today, CALENDAR) == last_overdue(today, CALENDAR)
