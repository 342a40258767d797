"""Days of a position that are put right leave it neither to two nor to nobody."""

import random
from datetime import date, timedelta

import pytest

from models.rules.holding_dates import ClashError, Days, put_right, taken_away

NOV = date(2026, 11, 1)


def day(number: int) -> date:
    return NOV + timedelta(days=number - 1)


def days(key: int, start: int, end: int | None = None) -> Days:
    return Days(key, day(start), None if end is None else day(end))


def right(held: list[Days], wanted: Days, *, along: bool = True) -> list[Days]:
    changed = {one.key: one for one in put_right(held, wanted, along=along)}
    return [changed.get(one.key, one) for one in held]


def test_whoever_left_the_day_before_stays_until_the_right_day() -> None:
    assert right([days(1, 1, 2), days(2, 3)], days(2, 13)) == [days(1, 1, 12), days(2, 13)]


def test_whoever_came_the_day_after_comes_on_the_right_day() -> None:
    assert right([days(1, 1, 2), days(2, 3)], days(1, 1, 12)) == [days(1, 1, 12), days(2, 13)]


def test_a_day_of_their_own_is_left_where_it_was_right() -> None:
    held = [days(1, 1, 2), days(2, 3)]
    assert right(held, days(2, 13), along=False) == [days(1, 1, 2), days(2, 13)]
    with pytest.raises(ClashError, match="overlap"):
        right(held, days(1, 1, 5), along=False)


def test_two_who_hold_it_together_stay_so() -> None:
    held = [days(1, 1), days(2, 3)]
    assert right(held, days(2, 13)) == [days(1, 1), days(2, 13)]
    with pytest.raises(ClashError, match="overlap"):
        right([days(1, 5, 8), days(2, 20)], days(2, 7))


def test_somebody_who_leaves_beside_one_who_goes_on_did_not_hand_over() -> None:
    held = [days(1, 1), days(2, 1, 2), days(3, 3)]
    assert right(held, days(3, 13)) == [days(1, 1), days(2, 1, 2), days(3, 13)]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (days(2, 1), "before"),
        (days(2, 5, 20), "after"),
        (days(2, 5, 30), "after"),
        (days(2, 5, None), "after"),
    ],
)
def test_nobody_is_made_never_to_have_held_it(wanted: Days, reason: str) -> None:
    held = [days(1, 1, 4), days(2, 5, 10), days(3, 11, 20)]
    with pytest.raises(ClashError, match=reason):
        right(held, wanted)


def test_a_position_of_one_is_held_by_one_on_every_day_afterwards() -> None:
    """Rows of holders without a gap, put right anyhow: no day is nobody's, none is of two."""
    chance, done = random.Random(7), 0
    for _ in range(3000):
        held, start = [], 10
        for key in range(chance.randint(1, 4)):
            end = start + chance.randint(0, 8)
            held.append(days(key, start, end))
            start = end + 1
        if chance.random() < 0.5:
            held[-1] = Days(held[-1].key, held[-1].start)
        one = chance.choice(held)
        first = one.start + timedelta(days=chance.randint(-9, 9))
        last = one.end and max(first, one.end + timedelta(days=chance.randint(-9, 9)))
        try:
            after = right(held, Days(one.key, first, last))
        except ClashError:
            continue
        done += 1
        ends = [each.end or day(70) for each in after]
        whole = range(
            (min(each.start for each in after) - NOV).days + 1, (max(ends) - NOV).days + 2
        )
        assert all(sum(each.covers(day(number)) for each in after) == 1 for number in whole)
    assert done > 1000


def test_somebody_who_comes_beside_one_who_goes_on_did_not_take_over() -> None:
    held = [days(1, 1, 4), days(2, 1), days(3, 5)]
    assert right(held, days(1, 1, 3)) == [days(1, 1, 3), days(2, 1), days(3, 5)]


def test_who_holds_it_still_may_be_said_to_have_left() -> None:
    assert right([days(1, 1, 4), days(2, 5)], days(2, 5, 9)) == [days(1, 1, 4), days(2, 5, 9)]


def test_a_single_day_is_still_a_day_that_it_was_held() -> None:
    assert right([days(1, 1, 4), days(2, 5)], days(2, 2)) == [days(1, 1, 1), days(2, 2)]
    assert right([days(1, 1, 4), days(2, 5, 8)], days(1, 1, 7)) == [days(1, 1, 7), days(2, 8, 8)]


TODAY = 20


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ((5, None), None, [(5, 20)]),
        ((5, 9), None, [(5, 9)]),
        ((25, None), None, []),
        ((5, None), (5, 12), [(13, 20)]),
        ((5, 15), (5, 12), [(13, 15)]),
        ((5, None), (8, None), [(5, 7)]),
        ((5, None), (8, 12), [(5, 7), (13, 20)]),
        ((5, None), (30, None), [(5, 20)]),
        ((5, 9), (12, 14), [(5, 9)]),
        ((12, 14), (5, 9), [(12, 14)]),
        ((5, 12), (1, 20), []),
        ((5, None), (5, 30), []),
        ((5, None), (5, 18), [(19, 20)]),
        ((5, None), (5, 19), []),
        ((7, 7), None, [(7, 7)]),
        ((25, 30), (25, 28), []),
    ],
)
def test_days_that_somebody_held_it_and_would_not_have_are_taken_from_them(
    before: tuple[int, int | None],
    after: tuple[int, int | None] | None,
    taken: list[tuple[int, int]],
) -> None:
    new = None if after is None else days(1, *after)
    assert list(taken_away(days(1, *before), new, day(TODAY))) == [days(1, *span) for span in taken]
