"""Days of a hand-over."""

from datetime import date

import pytest

from models.rules.hand_over import end_before, end_once_called_off, is_far

TODAY = date(2022, 5, 20)
JUNE, JULY = date(2022, 6, 1), date(2022, 7, 1)


@pytest.mark.parametrize(
    ("day", "far"),
    [
        (TODAY, False),
        (date(2022, 7, 19), False),
        (date(2022, 7, 20), True),
        (date(2032, 5, 20), True),
        (date(2021, 5, 20), False),
        (date(2021, 5, 19), True),
    ],
)
def test_a_far_day_is_asked_about(day: date, far: bool):
    assert is_far(day, TODAY) is far


def test_whoever_hands_over_leaves_on_the_day_before_unless_they_leave_earlier():
    assert end_before(JUNE, None) == date(2022, 5, 31)
    assert end_before(JUNE, JULY) == date(2022, 5, 31)
    assert end_before(JULY, JUNE) == JUNE


def test_whoever_stays_on_stays_as_long_as_before_or_until_the_next_comes():
    assert end_once_called_off(None, None) is None
    assert end_once_called_off(JUNE, None) == JUNE
    assert end_once_called_off(None, JUNE) == JUNE
    assert end_once_called_off(JULY, JUNE) == JUNE
