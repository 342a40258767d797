"""Who answered in a position that a plan has taken an assignment from, and by which days."""

from datetime import date

import pytest

from models.rules.responsibility import FormerHolder, FormerPost, Tenure
from models.rules.responsibility import answered as answered_by

MARCH, APRIL, MAY = (date(2022, month, 1) for month in (3, 4, 5))
LAST = date(2022, 4, 30)
POST = FormerPost(assignment_id=1, position_id=7, since=APRIL, until=LAST)
PERSON = 3
NEVER = date(2000, 1, 1), date(2099, 1, 1)


def answered(start: date, end: date | None, days: tuple[date, date] = NEVER, **named: int) -> bool:
    tenure = Tenure(named.get("position_id", 7), start, end)
    return answered_by(POST, PERSON, [Tenure(8, MARCH), tenure], *days)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (MARCH, None, True),
        (MARCH, APRIL, True),
        (MARCH, date(2022, 3, 31), False),
        (LAST, None, True),
        (MAY, None, False),
    ],
)
def test_whoever_held_it_on_a_day_on_which_it_answered_did(
    start: date, end: date | None, expected: bool
) -> None:
    assert answered(start, end) is expected


def test_another_position_is_not_it() -> None:
    assert not answered(MARCH, None, position_id=9)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (MARCH, APRIL, True),
        (MARCH, date(2022, 3, 31), False),
        (LAST, MAY, True),
        (MAY, MAY, False),
    ],
)
def test_only_the_days_asked_about_count(first: date, last: date, expected: bool) -> None:
    assert answered(MARCH, None, (first, last)) is expected


def test_who_left_before_the_days_asked_about_did_not() -> None:
    days = (date(2022, 4, 20), MAY)
    assert not answered(MARCH, date(2022, 4, 19), days)
    assert answered(MARCH, days[0], days)
    assert not answered(MAY, None, (MARCH, LAST))


def test_a_post_that_answered_from_the_beginning_answers_on_any_earlier_day() -> None:
    post = FormerPost(assignment_id=1, position_id=7, since=None, until=LAST)
    early = Tenure(7, date(2022, 1, 1), date(2022, 1, 31))
    assert answered_by(post, PERSON, [early], date(2022, 1, 31), MAY)
    assert not answered_by(post, PERSON, [early], date(2022, 2, 1), MAY)


def test_whom_a_plan_took_out_of_a_position_answered_until_then_whatever_they_held() -> None:
    holder = FormerHolder(1, 7, PERSON, since=APRIL, until=LAST)
    assert answered_by(holder, PERSON, [], LAST, MAY)
    assert answered_by(holder, PERSON, [], MARCH, APRIL)
    assert not answered_by(holder, PERSON, [], MAY, MAY)
    assert not answered_by(holder, PERSON, [], MARCH, date(2022, 3, 31))
    assert not answered_by(holder, 4, [Tenure(7, MARCH)], LAST, MAY)
