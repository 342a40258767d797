"""A clock that was ahead: what it wrote holds no longer than its own length reaches."""

from datetime import UTC, datetime, timedelta

import pytest

from models.rules.time_limits import SKEW, latest_end, passed_within

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_something_that_began_now_ends_within_its_length() -> None:
    assert latest_end(NOW, MINUTE) >= NOW + MINUTE
    assert NOW + MINUTE + timedelta(hours=1) > latest_end(NOW, MINUTE)


@pytest.mark.parametrize(
    ("ago", "passed"),
    [
        (timedelta(), True),
        (MINUTE * 9, True),
        (MINUTE * 10, False),
        (-SKEW, True),  # by the clock of another computer
        (-2 * SKEW, False),
        (-timedelta(days=1), False),
    ],
)
def test_what_is_still_to_come_has_not_happened_lately(ago: timedelta, passed: bool) -> None:
    assert passed_within(NOW - ago, NOW, MINUTE * 10) is passed
