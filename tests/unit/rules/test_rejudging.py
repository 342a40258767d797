"""What another calendar turns: in time to late, late to in time, and when silence counts."""

from datetime import UTC, date, datetime

import pytest

from models.rules.calendar import calendar_of
from models.rules.due import DueFacts, DueState
from models.rules.rejudging import Calendars, moved_due_dates, silence_turns, turned
from models.rules.stages import Stage
from models.rules.terms import Terms

DUE = date(2022, 3, 31)  # a Thursday
TODAY = date(2022, 4, 20)
AS_IS = calendar_of([2022])
OFF = calendar_of([2022], holidays=[DUE])
FRIDAY_TOO = calendar_of([2022], holidays=[DUE, date(2022, 4, 1)])


def _reported(day: int) -> datetime:
    return datetime(2022, 4, day, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "calendar", "turn"),
    [
        (DueFacts(Stage.VERIFIED, DUE, _reported(1)), OFF,
         (DueState.DONE_LATE, DueState.DONE_IN_TIME)),
        (DueFacts(Stage.VERIFIED, DUE, _reported(4)), OFF, None),
        (DueFacts(Stage.REPORTED, DUE, _reported(4)), FRIDAY_TOO,
         (DueState.OVERDUE, DueState.OPEN_IN_TIME)),
        (DueFacts(Stage.IN_PROGRESS, DUE, None), FRIDAY_TOO, None),
    ],
)  # fmt: skip
def test_a_report_on_the_next_working_day_turns(facts, calendar, turn) -> None:  # type: ignore[no-untyped-def]
    assert turned(facts, TODAY, Calendars(AS_IS, calendar)) == turn
    back = turned(facts, TODAY, Calendars(calendar, AS_IS))
    assert back == (None if turn is None else turn[::-1])


def test_only_due_dates_that_end_with_the_day_move() -> None:
    days = frozenset([DUE])
    assert moved_due_dates(Calendars(AS_IS, OFF), days) == {DUE}
    monday = frozenset([date(2022, 4, 4)])
    off = calendar_of([2022], holidays=monday)
    assert moved_due_dates(Calendars(AS_IS, off), monday) == {
        date(2022, 4, 2), date(2022, 4, 3), date(2022, 4, 4),
    }  # fmt: skip
    assert moved_due_dates(Calendars(AS_IS, AS_IS), days) == frozenset()


def test_silence_may_be_recorded_a_day_later() -> None:
    terms = Terms(AS_IS, 5, 5), Terms(OFF, 5, 5)
    assert silence_turns(DUE, None, date(2022, 4, 8), terms)
    assert not silence_turns(DUE, None, date(2022, 4, 7), terms)
    assert not silence_turns(DUE, None, date(2022, 4, 11), terms)
    # Refused on 30 March: five working days to report, of which DUE is the first, or none.
    refused = date(2022, 3, 30)
    assert silence_turns(date(2022, 3, 1), refused, date(2022, 4, 7), terms)
    assert not silence_turns(date(2022, 3, 1), refused, date(2022, 4, 6), terms)
    assert not silence_turns(date(2022, 3, 1), refused, date(2022, 4, 8), terms)


def test_a_due_date_moves_however_long_the_row_of_days_off_before_the_day() -> None:
    # Off from Thursday 10 March to Wednesday 30: what was due on the first ends with Thursday 31.
    row = [date(2022, 3, 10 + n) for n in range(21)]
    before, last = calendar_of([2022], holidays=row), frozenset([DUE])
    after = calendar_of([2022], holidays=[*row, DUE])
    assert min(moved_due_dates(Calendars(before, after), last)) == date(2022, 3, 10)


def test_a_row_of_days_off_longer_than_three_weeks_ends_with_its_last_day() -> None:
    # Off from Tuesday 1 March to Wednesday 30; Thursday 31 is added a month later.
    row = [date(2022, 3, n) for n in range(1, 31)]
    before, after = calendar_of([2022], row), calendar_of([2022], [*row, DUE])
    last = frozenset([DUE])
    every = {date(2022, 3, n) for n in range(1, 32)}
    assert moved_due_dates(Calendars(before, after), last) == every
    assert moved_due_dates(Calendars(after, before), last) == every
