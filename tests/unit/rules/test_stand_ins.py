"""Who comments where the level above is away: head 1, next level 2, Standing Committee 3, office 4.

5 is the deputy of 1, 6 of 2; 9 is assessed.
"""

import pytest

from models.rules.evaluation_course.stand_ins import Commenting, StandIn, who_comments


def one(*people: int) -> frozenset[int]:
    return frozenset(people)


LEVELS = (one(1), one(2), one(3))
OFFICE = one(4)
ASSESSED = {9}


@pytest.mark.parametrize(
    ("away", "asked", "stand_in"),
    [
        ({}, 1, None),
        ({5: one()}, 1, None),
        ({1: one(5)}, 5, StandIn.DEPUTY),
        ({1: one()}, 2, StandIn.LEVEL_ABOVE),
        ({1: one(9)}, 2, StandIn.LEVEL_ABOVE),
        ({1: one(5), 5: one(7)}, 2, StandIn.LEVEL_ABOVE),
        ({1: one(), 2: one(6)}, 6, StandIn.LEVEL_ABOVE),
        ({1: one(), 2: one()}, 3, StandIn.LEVEL_ABOVE),
        ({1: one(), 2: one(), 3: one()}, 4, StandIn.OFFICE),
        ({1: one(), 2: one(), 3: one(), 4: one(8)}, 8, StandIn.OFFICE),
    ],
)
def test_the_deputy_then_the_levels_above_then_the_office(
    away: dict[int, frozenset[int]], asked: int, stand_in: StandIn | None
) -> None:
    found = who_comments(LEVELS, OFFICE, away, ASSESSED)
    assert found == Commenting(one(1), one(asked), stand_in)
    assert found.may == {1, asked}
    assert found.stands_in(asked) is stand_in
    assert found.stands_in(1) is None


def test_a_vacant_seat_is_answered_for_by_the_next_level() -> None:
    found = who_comments((one(), one(2)), OFFICE, {}, ASSESSED)
    assert found == Commenting(one(), one(2), StandIn.LEVEL_ABOVE)


def test_of_several_heads_one_who_is_there_stands_for_no_one() -> None:
    found = who_comments((one(1, 2), one(3)), OFFICE, {1: one(5)}, ASSESSED)
    assert found == Commenting(one(1, 2), one(2), None)


def test_without_any_level_the_office_comments_and_says_so() -> None:
    assert who_comments((), OFFICE, {}) == Commenting(one(), OFFICE, StandIn.OFFICE)


def test_whoever_is_led_by_the_person_never_stands_in_and_the_level_above_itself_may() -> None:
    found = who_comments((one(1), one(2, 9)), one(4, 9), {1: one(9)}, {9})
    assert found == Commenting(one(1), one(2), StandIn.LEVEL_ABOVE)
    assert who_comments((one(1),), OFFICE, {}, {1}).asked == {1}


def test_where_nobody_is_left_whoever_is_away_is_still_asked() -> None:
    assert who_comments((one(1),), one(9), {1: one()}, {9}) == Commenting(one(1), one(1), None)
