"""Who stands in for an audience: the steps from a seat up the tree of units to the office."""

import pytest

from models.rules.audiences import MAY_BE_EMPTY, asked_in_turn, stand_ins
from models.rules.roles import Audience

LEAD, HEAD, OFFICE = Audience.LEAD, Audience.UNIT_HEAD, Audience.SECRETARIAT
SECRETARY, CHAIR = Audience.COMMITTEE_SECRETARY, Audience.COMMITTEE_HEAD
ABOVE, ALONGSIDE, STANDING = (
    Audience.PARENT_HEAD, Audience.COORDINATING, Audience.STANDING_COMMITTEE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("vacant", "in_turn"),
    [
        (LEAD, [HEAD, SECRETARY, ABOVE, OFFICE]),
        (HEAD, [SECRETARY, ABOVE, OFFICE]),
        (SECRETARY, [HEAD, ABOVE, OFFICE]),
        (CHAIR, [SECRETARY, HEAD, ABOVE, OFFICE]),
        (OFFICE, []),
    ],
)
def test_a_vacant_seat_is_answered_for_in_its_unit_then_above_it_then_by_the_office(
    vacant: Audience, in_turn: list[Audience]
) -> None:
    assert list(asked_in_turn(vacant)) == [vacant, *in_turn]


@pytest.mark.parametrize("audience", [ABOVE, ALONGSIDE, STANDING])
def test_nobody_is_asked_in_place_of_an_audience_that_may_be_empty(audience: Audience) -> None:
    assert list(asked_in_turn(audience)) == [audience]


@pytest.mark.parametrize("audience", [ABOVE, ALONGSIDE, STANDING])
def test_the_office_is_narrative_where_such_an_audience_is_there_and_out_of_reach(
    audience: Audience,
) -> None:
    assert stand_ins(audience) == (OFFICE,)


def test_a_seat_of_the_unit_or_its_committee_is_never_empty_without_a_word() -> None:
    assert frozenset({ABOVE, ALONGSIDE, STANDING}) == MAY_BE_EMPTY
