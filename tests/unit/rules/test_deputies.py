"""Who may stand in: only whoever may do it by their own right, in the unit and for its work."""

import pytest

from models.rules.deputies import OwnRight, RightMissing, missing
from models.rules.roles import Mandate, Seat

UNIT, WORK = 7, 40
HEAD = OwnRight(heads=frozenset({UNIT}), work={WORK: UNIT})


def seated(*seats: Seat, work: bool = False) -> OwnRight:
    return OwnRight(seats={UNIT: frozenset(seats)}, work={WORK: UNIT} if work else {})


@pytest.mark.parametrize("seat", [Seat.HEAD, Seat.DEPUTY, Seat.SECRETARY])
def test_whoever_acts_for_the_committee_and_shares_the_work_stands_in_for_the_head(
    seat: Seat,
) -> None:
    assert not missing(HEAD, seated(seat, work=True))


def test_a_member_does_not_act_for_the_committee() -> None:
    assert missing(HEAD, seated(Seat.MEMBER, work=True)) == RightMissing(units=(UNIT,))


def test_the_deputy_head_reports_on_no_work_that_they_do_not_share() -> None:
    assert missing(HEAD, seated(Seat.DEPUTY)) == RightMissing(work=(WORK,))
    assert not missing(HEAD, seated(Seat.SECRETARY))


def test_the_secretary_is_replaced_by_whoever_may_report() -> None:
    secretary = seated(Seat.SECRETARY)
    assert missing(secretary, seated(Seat.DEPUTY)) == RightMissing(units=(UNIT,))
    assert not missing(secretary, OwnRight(heads=frozenset({UNIT})))


def test_a_member_is_replaced_by_any_seat_of_that_committee() -> None:
    assert not missing(seated(Seat.MEMBER), seated(Seat.MEMBER))
    assert missing(seated(Seat.MEMBER), OwnRight()).units == (UNIT,)


def test_who_urges_is_replaced_by_who_may_urge() -> None:
    assert not missing(seated(Seat.HEAD), seated(Seat.DEPUTY))
    assert missing(seated(Seat.DEPUTY), seated(Seat.MEMBER)).units == (UNIT,)


def test_the_office_is_replaced_by_the_office() -> None:
    committee = OwnRight(mandates=frozenset({Mandate.STANDING_COMMITTEE, Mandate.AUDITOR}))
    secretariat = OwnRight(mandates=frozenset({Mandate.SECRETARIAT}))
    assert not missing(committee, secretariat) and not missing(HEAD, secretariat)
    assert missing(secretariat, committee).mandates == {Mandate.SECRETARIAT}
    assert missing(committee, OwnRight()).mandates == {Mandate.STANDING_COMMITTEE}


def test_what_is_watched_in_one_unit_is_watched_by_the_deputy() -> None:
    watching = OwnRight(watches=frozenset({UNIT}))
    assert not missing(watching, watching)
    assert missing(watching, OwnRight(watches=frozenset({8}))).units == (UNIT,)
