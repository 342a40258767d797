"""Working days: counted, added to, and known only within the calendar."""

from datetime import date

import pytest

from models.rules.calendar import OutsideCalendarError, calendar_of

# Friday 29 April 2022; the Monday and Tuesday after are days off, Saturday 7 May is worked.
CALENDAR = calendar_of(
    (2022, 2023), holidays=[date(2022, 5, 2), date(2022, 5, 3)], swapped=[date(2022, 5, 7)]
)
FRIDAY = date(2022, 4, 29)


@pytest.mark.parametrize(
    ("count", "day"),
    [(0, FRIDAY), (1, date(2022, 5, 4)), (2, date(2022, 5, 5)), (4, date(2022, 5, 7)),
     (5, date(2022, 5, 9)), (-1, date(2022, 4, 28)), (-5, date(2022, 4, 22))],
)  # fmt: skip
def test_it_adds_working_days_in_both_directions(count: int, day: date) -> None:
    assert CALENDAR.add(FRIDAY, count) == day
    assert CALENDAR.between(FRIDAY, day) == count


def test_what_lies_between_is_without_its_first_day() -> None:
    assert CALENDAR.between(FRIDAY, date(2022, 5, 3)) == 0
    assert CALENDAR.between(date(2022, 5, 3), FRIDAY) == 0
    assert CALENDAR.off_days(FRIDAY, date(2022, 5, 3)) == (
        date(2022, 4, 30), date(2022, 5, 1), date(2022, 5, 2), date(2022, 5, 3),
    )  # fmt: skip
    assert CALENDAR.off_days(date(2022, 4, 30), date(2022, 5, 1)) == (date(2022, 5, 1),)


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert CALENDAR.working_day_from(FRIDAY) == FRIDAY
    assert CALENDAR.working_day_from(date(2022, 4, 30)) == date(2022, 5, 4)
    assert CALENDAR.working_day_from(date(2022, 5, 7)) == date(2022, 5, 7)


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2024, 1, 1)])
def test_of_days_outside_nothing_is_known(day: date) -> None:
    with pytest.raises(OutsideCalendarError, match=f"{day} is outside the calendar 2022-01-01"):
        CALENDAR.is_working(day)
    with pytest.raises(OutsideCalendarError):
        CALENDAR.between(FRIDAY, day)
    with pytest.raises(OutsideCalendarError):
        CALENDAR.between(day, FRIDAY)


def test_its_first_and_its_last_day_are_known() -> None:
    assert not CALENDAR.is_working(date(2022, 1, 1))  # a Saturday
    assert not CALENDAR.is_working(date(2023, 12, 31))  # a Sunday


def test_days_off_are_known_up_to_the_last_day() -> None:
    year = calendar_of([2022])
    friday, last = date(2022, 12, 30), date(2022, 12, 31)
    assert year.last == last
    assert year.between(friday, last) == 0
    assert year.off_days(friday, last) == (last,)
