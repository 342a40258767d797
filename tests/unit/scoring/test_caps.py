"""Caps beside each other under every base (case G13), and whose seat a correction moves (G16)."""

import pytest
from scoring_rules import C, E, G, exact, reading
from seat_groups import GROUP_OF_43

from models.rules.evaluation import Grade
from models.rules.scoring.caps import (
    SeatState,
    asked_of,
    binds,
    caps_by_base,
    over_by,
    seats_after_correction,
    state_of,
)
from models.rules.scoring.readings import SeatBase, SeatScope
from models.rules.scoring.seats import RankedOfficial


@pytest.mark.parametrize(
    ("share", "seats", "over"),
    [(20, (4, 6, 7, 8), (10, 8, 7, 6)), (25, (6, 7, 9, 10), (8, 7, 5, 4))],
)
def test_every_base_says_its_seats_and_by_how_many_it_is_exceeded(
    share: int, seats: tuple[int, ...], over: tuple[int, ...]
) -> None:
    found = caps_by_base(GROUP_OF_43, exact(share), reading())
    assert [each.base for each in found] == list(SeatBase)
    assert [each.own for each in found] == [True, False, False, False]
    for each in found:
        assert [seats.group for seats in each.seats] == ["K", None]
    assert tuple(each.seats[0].count.seats for each in found) == seats
    assert tuple(over_by(each.seats[0]) for each in found) == over
    assert {asked_of(each.seats[0]) for each in found} == {14}


def test_within_the_cap_nothing_is_over() -> None:
    people = [RankedOfficial(f"G{n}", exact(80), G, "K") for n in range(9)]
    found = caps_by_base(people, exact(20), reading())
    assert {over_by(each.seats[0]) for each in found} == {0}


def test_where_the_cap_holds_is_said() -> None:
    for scope, group, everybody in (
        (SeatScope.GROUP, True, False),
        (SeatScope.AGENCY, False, True),
        (SeatScope.GROUP_AND_AGENCY, True, True),
    ):
        rules = reading(seat_scope=scope)
        assert (binds("K", rules), binds(None, rules)) == (group, everybody)


def group_of_ten(points: str, grade: Grade) -> list[RankedOfficial]:
    return [
        RankedOfficial("X", exact(points), grade, "K"),
        RankedOfficial("Y", exact(93), E, "K"),
        RankedOfficial("Z", exact(92), E, "K"),
        *(RankedOfficial(f"G{n}", exact(80), G, "K") for n in range(6)),
        RankedOfficial("C", exact(60), C, "K"),
    ]


RULES = reading(seat_base=SeatBase.GOOD_OR_BETTER, seat_scope=SeatScope.GROUP)


def test_a_correction_shows_everybody_whose_seat_depended_on_it() -> None:
    before, after = group_of_ten("94.08", E), group_of_ten("85.33", G)
    (found,) = seats_after_correction(before, after, exact(20), RULES)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.count.seats, found.after.count.seats) == (1, 1)
    assert [(each.reference, each.seat_before, each.seat_after) for each in found.people] == [
        ("X", SeatState.SEATED, SeatState.NOT_ASKING),
        ("Y", SeatState.WITHOUT, SeatState.SEATED),
    ]
    assert all(each.depends for each in found.people)


def test_points_alone_change_nobody_elses_seat_and_nothing_is_nothing() -> None:
    before, after = group_of_ten("94.08", E), group_of_ten("94.50", E)
    (found,) = seats_after_correction(before, after, exact(20), RULES)
    assert [(each.reference, each.depends) for each in found.people] == [("X", False)]
    assert seats_after_correction(before, before, exact(20), RULES) == ()


def test_a_correction_can_tie_the_last_seat_and_somebody_can_be_gone() -> None:
    tied = group_of_ten("93.00", E)
    (found,) = seats_after_correction(group_of_ten("94.08", E), tied, exact(20), RULES)
    states = {each.reference: each.seat_after for each in found.people}
    assert states == {"X": SeatState.TIED, "Y": SeatState.TIED}
    (gone,) = seats_after_correction(tied, tied[1:], exact(20), RULES)
    assert [(each.reference, each.seat_after) for each in gone.people] == [
        ("X", None),
        ("Y", SeatState.SEATED),
    ]


def test_where_everybody_is_tied_at_the_last_seats_all_are_named_and_nobody_is_seated() -> None:
    people = [RankedOfficial(f"X{n}", exact(95), E, "K") for n in range(10)]
    names = tuple(each.reference for each in people)
    found = {each.base: each.seats for each in caps_by_base(people, exact(20), reading())}
    for seats in found[SeatBase.GOOD_OR_BETTER]:
        assert (seats.count.seats, seats.seated, seats.tied, seats.left) == (2, (), names, 2)
        assert {state_of(each, seats) for each in people} == {SeatState.TIED}
    for seats in found[SeatBase.GOOD_BEFORE]:  # nobody is good: there is no seat to share
        assert (seats.count.seats, seats.tied, seats.without) == (0, (), names)
