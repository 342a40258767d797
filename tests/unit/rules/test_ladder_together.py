"""What is late for long is told on one working day of the week; nothing else waits."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from dondoc.services.reminders.ladder.reached import StepsOnDay
from models.rules.calendar import WorkingCalendar, calendar_of
from models.rules.ladder import Firmness, Gathering, Step, rung_day, rungs_reached
from models.rules.roles import Audience

LEAD = Audience.LEAD
STEP = Step(3, LEAD, Firmness.DEMAND, every=3)
LATER = Step(20, Audience.STANDING_COMMITTEE, Firmness.ESCALATE, every=10)
PLAIN = calendar_of((2021, 2024))
DUE = date(2022, 3, 31)  # a Thursday
MONDAYS = Gathering(after=10, weekday=0)
DAY = timedelta(days=1)


def heard(
    due_on: date, steps: tuple[Step, ...], calendar: WorkingCalendar = PLAIN, weeks: int = 12
) -> list[tuple[date, Audience, int]]:
    """What a scan each working day would newly find, as (day, audience, rung)."""
    known: set[tuple[Audience, int]] = set()
    found = []
    for today in (due_on + n * DAY for n in range(weeks * 7)):
        for rung in rungs_reached(steps, due_on, today, calendar, MONDAYS):
            if (rung.audience, rung.day) not in known:
                known.add((rung.audience, rung.day))
                found.append((today, rung.audience, rung.day))
    return found


def test_repeats_wait_for_the_day_of_the_week_once_it_is_late_for_long() -> None:
    days = [day for day, _, _ in heard(DUE, (STEP,))]
    early = [PLAIN.add(DUE, after) for after in (3, 6, 9)]
    assert days[:3] == early
    assert {day.weekday() for day in days[3:]} == {0}
    gaps = [(after - before).days for before, after in pairwise(days[3:])]
    assert set(gaps) == {7}  # and each week, as firmly as before


def test_all_that_is_late_for_long_falls_on_the_same_days() -> None:
    later = DUE + timedelta(days=6)
    one, other = (
        {day for day, _, rung in heard(due, (STEP,)) if rung > 12 and day < date(2022, 6, 1)}
        for due in (DUE, later)
    )
    assert other < one | {min(other)}


def test_a_step_that_is_reached_for_the_first_time_never_waits() -> None:
    firsts = [day for day, _, rung in heard(DUE, (STEP, LATER)) if rung == LATER.offset]
    assert firsts == [PLAIN.add(DUE, 20)]
    assert firsts[0].weekday() != 0


def test_a_monday_off_gives_way_to_the_next_working_day() -> None:
    monday = date(2022, 5, 2)
    calendar = calendar_of((2021, 2024), holidays=(monday, monday + DAY))
    days = [day for day, _, _ in heard(DUE, (STEP,), calendar)]
    assert monday + 2 * DAY in days
    assert monday not in days


def test_what_a_missed_day_should_have_told_is_narrative_on_the_next_working_day() -> None:
    tuesday = date(2022, 5, 3)
    (rung,) = rungs_reached((STEP,), DUE, tuesday, PLAIN, MONDAYS)
    (monday,) = rungs_reached((STEP,), DUE, tuesday - DAY, PLAIN, MONDAYS)
    assert rung == monday


def test_without_such_a_day_each_rung_is_narrative_on_its_own() -> None:
    today = PLAIN.add(DUE, 24)
    (rung,) = rungs_reached((STEP,), DUE, today, PLAIN)
    assert (rung.day, rung_day(STEP, 24, DUE, PLAIN, None)) == (24, today)


def test_a_gathering_day_after_a_monday_off_tells_what_is_reached_on_it() -> None:
    tuesday = date(2022, 4, 26)
    calendar = calendar_of((2021, 2024), holidays=(tuesday - DAY,))
    due = calendar.add(tuesday, -15)
    (rung,) = rungs_reached((STEP,), due, tuesday, calendar, MONDAYS)
    assert rung.day == 15
    promised = StepsOnDay((STEP,), tuesday, calendar, MONDAYS).next_on("", 1, LEAD, due)
    assert promised == date(2022, 5, 2)


@pytest.mark.parametrize("after", [5, 9, 10, 11, 13, 14, 19, 26])
def test_the_day_that_is_promised_is_the_day_that_comes(after: int) -> None:
    today = PLAIN.add(DUE, after)
    ladders = StepsOnDay((STEP, LATER), today, PLAIN, MONDAYS)
    for audience in (LEAD, Audience.STANDING_COMMITTEE):
        promised = ladders.next_on("", 1, audience, DUE)
        coming = [day for day, whom, _ in heard(DUE, (STEP, LATER)) if whom is audience]
        assert promised == min(day for day in coming if day > today)


def test_the_gathering_day_before_and_after_a_day() -> None:
    wednesday = date(2022, 4, 13)
    assert MONDAYS.last(wednesday, PLAIN) == date(2022, 4, 11)
    off = calendar_of((2021, 2024), holidays=(date(2022, 4, 11),))
    assert MONDAYS.last(wednesday, off) == date(2022, 4, 12)
    assert MONDAYS.last(date(2022, 4, 11), off) == date(2022, 4, 4)
    assert MONDAYS.last(PLAIN.first, PLAIN) == PLAIN.first
    assert MONDAYS.first(wednesday, PLAIN) == date(2022, 4, 18)
    assert MONDAYS.first(date(2022, 4, 18), PLAIN) == date(2022, 4, 18)


@pytest.mark.parametrize("weekday", range(5))
@pytest.mark.parametrize("ahead", range(14))
def test_the_gathering_days_around_a_day_are_of_its_weekday(weekday: int, ahead: int) -> None:
    day, gathering = date(2022, 4, 11) + ahead * DAY, Gathering(weekday=weekday)
    last, first = gathering.last(day, PLAIN), gathering.first(day, PLAIN)
    assert last <= day <= first
    assert (last.weekday(), first.weekday()) == (weekday, weekday)
    assert (day - last).days < 7 and (first - day).days < 7


def test_before_the_first_gathering_day_of_the_calendar_there_is_its_first_day() -> None:
    thursday = calendar_of((2026, 2027), holidays=(date(2026, 1, 1),))  # and so is the first
    assert MONDAYS.last(date(2026, 1, 1), thursday) == date(2026, 1, 1)
    assert MONDAYS.last(date(2026, 1, 2), thursday) == date(2026, 1, 2)
    assert MONDAYS.first(date(2026, 1, 2), thursday) == date(2026, 1, 2)


def test_a_repeat_on_the_last_day_before_it_is_late_for_long_does_not_wait() -> None:
    often = Step(2, LEAD, Firmness.DEMAND, every=4)
    thursday = PLAIN.add(DUE, MONDAYS.after)
    assert rung_day(often, MONDAYS.after, DUE, PLAIN, MONDAYS) == thursday
    assert rung_day(often, 14, DUE, PLAIN, MONDAYS).weekday() == 0
