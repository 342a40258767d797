"""Dates of next year's plan: the same day, and working days for what was due on one."""

from datetime import date

import pytest

from models.rules.calendar import calendar_of
from models.rules.next_year import a_year_later, due_a_year_later

PLAIN = calendar_of((2022, 2025))


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2022, 3, 31), date(2023, 3, 31)), (date(2024, 2, 29), date(2025, 2, 28)),
     (date(2023, 2, 28), date(2024, 2, 28)), (date(2022, 12, 31), date(2023, 12, 31))],
)  # fmt: skip
def test_it_is_the_same_day_a_year_later(day: date, later: date) -> None:
    assert a_year_later(day) == later


@pytest.mark.parametrize(
    ("day", "later"),
    [(date(2022, 3, 31), date(2023, 3, 31)),  # a Thursday, then a Friday
     (date(2022, 4, 1), date(2023, 4, 3)),  # a Friday, then a Saturday: the Monday after
     (date(2022, 4, 2), date(2023, 4, 2)),  # a day off already stays as it is
     (date(2022, 12, 30), date(2023, 12, 29))],  # a Friday; the Monday after is in another year
)  # fmt: skip
def test_what_was_due_on_a_working_day_is_due_on_one_again(day: date, later: date) -> None:
    calendar = calendar_of((2022, 2025), holidays=[date(2024, 1, 1)])
    assert due_a_year_later(day, calendar) == later


def test_a_day_off_that_falls_on_a_working_day_stays() -> None:
    assert due_a_year_later(date(2022, 4, 3), PLAIN) == date(2023, 4, 3)
