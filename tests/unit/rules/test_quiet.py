"""Quiet hours defer a message to the next moment that is not quiet, and never drop it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import calendar_of
from models.rules.checkpoints import HANOI
from models.rules.quiet import Quiet

TET = frozenset(date(2022, 1, 31) + timedelta(days=n) for n in range(5))
"""Monday 31/1/2022 to Friday 4/2/2022."""

CALENDAR = calendar_of((2021, 2023), TET)
NIGHT = Quiet(time(20), time(6, 30))
NOON = Quiet(time(11, 30), time(13, 30))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI).astimezone(UTC)


MONDAY, FRIDAY = date(2022, 3, 21), date(2022, 3, 25)


def test_a_message_by_day_goes_at_once() -> None:
    moment = at(MONDAY, 9, 15)
    assert NIGHT.waits_until(moment, CALENDAR, working=True) == moment


def test_a_message_at_night_waits_for_the_morning() -> None:
    morning = at(date(2022, 3, 22), 7)
    assert NIGHT.waits_until(at(MONDAY, 21), CALENDAR, working=True) == morning
    assert NIGHT.waits_until(at(MONDAY, 23, 59), CALENDAR, working=False) == morning


def test_a_message_before_dawn_waits_for_the_end_of_the_night() -> None:
    assert NIGHT.waits_until(at(MONDAY, 3), CALENDAR, working=True) == at(MONDAY, 6, 30)


def test_a_message_on_friday_night_waits_for_monday() -> None:
    found = NIGHT.waits_until(at(FRIDAY, 21), CALENDAR, working=True)
    assert found == at(date(2022, 3, 28), 7)


def test_what_may_go_on_a_day_off_waits_for_saturday_morning_only() -> None:
    found = NIGHT.waits_until(at(FRIDAY, 21), CALENDAR, working=False)
    assert found == at(date(2022, 3, 26), 7)


def test_tet_is_waited_out() -> None:
    eve = at(date(2022, 1, 28), 20)  # the Friday before
    assert NIGHT.waits_until(eve, CALENDAR, working=True) == at(date(2022, 2, 7), 7)


def test_a_working_saturday_counts() -> None:
    saturday = date(2022, 3, 26)
    calendar = calendar_of((2021, 2023), (), (saturday,))
    assert NIGHT.waits_until(at(FRIDAY, 21), calendar, working=True) == at(saturday, 7)


def test_a_quiet_noon_defers_to_its_end_the_same_day() -> None:
    assert NOON.waits_until(at(MONDAY, 12), CALENDAR, working=True) == at(MONDAY, 13, 30)
    assert NOON.waits_until(at(MONDAY, 22), CALENDAR, working=True) == at(MONDAY, 22)


def test_hours_that_end_late_in_the_morning_are_kept_on_the_day_after() -> None:
    late = Quiet(time(20), time(9))
    assert late.waits_until(at(FRIDAY, 21), CALENDAR, working=True) == at(date(2022, 3, 28), 9)


@pytest.mark.parametrize("hour", range(24))
def test_equal_ends_mean_no_quiet_hours(hour: int) -> None:
    none = Quiet(time(8), time(8))
    assert none.waits_until(at(MONDAY, hour), CALENDAR, working=True) == at(MONDAY, hour)


@pytest.mark.parametrize(
    ("quiet", "hour", "minute", "covered"),
    [
        (NIGHT, 19, 59, False),
        (NIGHT, 20, 0, True),
        (NIGHT, 6, 29, True),
        (NIGHT, 6, 30, False),
        (NOON, 11, 29, False),
        (NOON, 11, 30, True),
        (NOON, 13, 29, True),
        (NOON, 13, 30, False),
        (NIGHT, 0, 0, True),
    ],
)
def test_the_first_minute_is_quiet_and_the_last_is_not(
    quiet: Quiet, hour: int, minute: int, covered: bool
) -> None:
    moment = at(MONDAY, hour, minute)
    assert quiet.covers(moment) is covered
    assert (quiet.waits_until(moment, CALENDAR, working=True) > moment) is covered


def test_it_reads_what_it_writes() -> None:
    assert Quiet.parse("20:00-06:30") == NIGHT
    assert str(NIGHT) == "20:00-06:30"
    for bad in ("", "20:00", "25:00-06:00", "đêm"):
        with pytest.raises(ValueError):
            Quiet.parse(bad)


@given(
    start=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    end=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    minutes=st.integers(0, 60 * 24 * 300),
    working=st.booleans(),
)
def test_it_is_never_early_never_quiet_and_comes_within_days(
    start: time, end: time, minutes: int, working: bool
) -> None:
    quiet, moment = Quiet(start, end), at(date(2022, 1, 3), 0) + timedelta(minutes=minutes)
    found = quiet.waits_until(moment, CALENDAR, working)
    assert found >= moment
    assert not quiet.covers(found)
    assert found - moment < timedelta(days=11)  # Tết and the weekends around it
    if working:
        assert CALENDAR.is_working(found.astimezone(HANOI).date())
    assert quiet.waits_until(found, CALENDAR, working) == found
