"""An absence counts in a locked period as when that was locked, beside it as it stands."""

from datetime import UTC, date, datetime

import pytest

from models.rules.scoring.locked_periods import (
    LockedPeriod,
    RecordedAbsence,
    counted_spans,
    frozen_by,
)
from models.rules.scoring.periods import DaySpan


def moment(day: int) -> datetime:
    return datetime(2022, 5, day, tzinfo=UTC)


def span(first: tuple[int, int], last: tuple[int, int]) -> DaySpan:
    return DaySpan(date(2022, *first), date(2022, *last))


Q1 = LockedPeriod(span((1, 1), (3, 31)), moment(10))
LONG = span((3, 20), (4, 5))
INSIDE, AFTER = span((3, 20), (3, 31)), span((4, 1), (4, 5))


@pytest.mark.parametrize(
    ("recorded", "taken_back", "stands", "counted"),
    [
        (9, None, True, [LONG]),
        (10, None, True, [LONG]),
        (11, None, True, [AFTER]),
        (9, 10, False, []),
        (9, 11, False, [INSIDE]),
        (11, 12, False, []),
        (11, None, False, []),
    ],
)
def test_it_counts_there_as_when_it_was_locked(
    recorded: int, taken_back: int | None, stands: bool, counted: list[DaySpan]
) -> None:
    back = None if taken_back is None else moment(taken_back)
    absence = RecordedAbsence(LONG, moment(recorded), back, stands)
    assert counted_spans(absence, [Q1]) == counted
    assert counted_spans(absence, []) == ([LONG] if stands else [])
    assert frozen_by(absence, [Q1]) == ([] if counted == counted_spans(absence, []) else [Q1])


def test_the_first_and_last_day_of_a_locked_period_are_its_own() -> None:
    whole = span((2, 10), (2, 12))
    late = RecordedAbsence(whole, moment(11), None, True)
    day = LockedPeriod(span((2, 11), (2, 11)), moment(10))
    assert counted_spans(late, [day]) == [span((2, 10), (2, 10)), span((2, 12), (2, 12))]
    assert counted_spans(late, [LockedPeriod(whole, moment(10))]) == []
    beside = LockedPeriod(span((2, 13), (2, 20)), moment(10))
    assert counted_spans(late, [beside]) == [whole] and frozen_by(late, [beside]) == []


def test_each_locked_period_is_asked_for_itself() -> None:
    late = RecordedAbsence(LONG, moment(11), None, True)
    april = LockedPeriod(span((4, 1), (4, 3)), moment(12))
    assert counted_spans(late, [Q1, april]) == [AFTER]
    assert counted_spans(late, [april, Q1]) == [AFTER]


@pytest.mark.parametrize("order", [1, -1])
def test_days_between_two_locked_periods_are_nobody_elses(order: int) -> None:
    late = RecordedAbsence(span((1, 1), (3, 10)), moment(11), None, True)
    locked = [
        LockedPeriod(span((1, 5), (1, 10)), moment(10)),
        LockedPeriod(span((2, 1), (2, 28)), moment(10)),
    ]
    assert counted_spans(late, locked[::order]) == [
        span((1, 1), (1, 4)), span((1, 11), (1, 31)), span((3, 1), (3, 10)),
    ]  # fmt: skip


def test_what_counted_in_several_locked_periods_is_in_the_order_of_time() -> None:
    was = RecordedAbsence(LONG, moment(9), moment(13), False)
    april = LockedPeriod(span((4, 1), (4, 5)), moment(12))
    assert counted_spans(was, [april, Q1]) == [INSIDE, AFTER]
