"""The cap on "excellent": base, rounding, ties (cases G13 and G16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring_rules import C, E, G, exact, reading
from seat_groups import GROUP_OF_43

from models.rules.evaluation import Grade
from models.rules.scoring.readings import SeatBase, SeatRounding, SeatScope
from models.rules.scoring.seats import RankedOfficial, SeatsOfGroup, seat_count, seats_of

SEATS = [
    ((2, 2, 5), 20, "good_before", (0, 0, 1)),
    ((2, 2, 5), 20, "good_after", (0, 1, 1)),
    ((2, 2, 5), 20, "good_or_better", (0, 1, 1)),
    ((4, 5, 10), 20, "good_before", (1, 1, 1)),
    ((4, 5, 10), 20, "good_after", (1, 1, 2)),
    ((4, 5, 10), 20, "good_or_better", (1, 2, 2)),
    ((14, 24, 43), 20, "good_before", (4, 5, 5)),
    ((14, 24, 43), 20, "good_after", (6, 6, 7)),
    ((14, 24, 43), 20, "good_or_better", (7, 8, 8)),
    ((14, 24, 43), 20, "everybody", (8, 9, 9)),
    ((14, 24, 43), 25, "good_before", (6, 6, 6)),
    ((14, 24, 43), 25, "good_after", (7, 8, 8)),
    ((14, 24, 43), 25, "good_or_better", (9, 10, 10)),
    ((0, 0, 3), 20, "good_after", (0, 0, 0)),
    ((1, 24, 30), 20, "good_after", (4, 5, 5)),
]


@pytest.mark.parametrize(("people", "share", "base", "seats"), SEATS)
def test_seats_are_a_share_of_their_base(
    people: tuple[int, int, int], share: int, base: str, seats: tuple[int, int, int]
) -> None:
    found = [
        seat_count(*people, exact(share), reading(seat_base=SeatBase(base), seat_rounding=each))
        for each in SeatRounding
    ]
    assert tuple(each.seats for each in found) == seats
    assert all(each.exact == exact(share) / 100 * each.base for each in found)


@pytest.mark.parametrize(
    ("people", "base", "seats"), [((14, 24, 43), 32, 6), ((1, 24, 30), 24, 4), ((4, 5, 10), 8, 1)]
)
def test_whoever_loses_a_seat_is_among_those_who_end_up_good(
    people: tuple[int, int, int], base: int, seats: int
) -> None:
    count = seat_count(*people, exact(20), reading(seat_base=SeatBase.GOOD_AFTER))
    assert (count.base, count.seats) == (base, seats)


def test_a_group_may_have_a_seat_at_least() -> None:
    assert seat_count(2, 2, 5, exact(20), reading(seats_least=1)).seats == 1
    assert seat_count(4, 24, 30, exact(20), reading(seats_least=1)).seats == 4


def group_of_43(seats: int) -> SeatsOfGroup:
    rules = reading(seat_scope=SeatScope.GROUP, seats_least=seats)
    (found,) = seats_of(GROUP_OF_43, exact(0), rules)
    return found


@pytest.mark.parametrize(
    ("seats", "seated", "tied", "left"),
    [
        (0, 0, (), 0),
        (4, 4, (), 0),
        (5, 4, ("E04", "E05"), 1),
        (6, 6, (), 0),
        (7, 7, (), 0),
        (8, 7, ("E07", "E08"), 1),
        (14, 14, (), 0),
        (20, 14, (), 0),
    ],
)
def test_it_names_those_who_share_the_last_seat_and_gives_it_to_nobody(
    seats: int, seated: int, tied: tuple[str, ...], left: int
) -> None:
    found = group_of_43(seats)
    assert found.seated == tuple(f"E{n:02}" for n in range(seated))
    assert (found.tied, found.left) == (tied, left)
    rest = tuple(f"E{n:02}" for n in range(seated + len(tied), 14))
    assert found.without == rest


def test_one_seat_passes_on_after_a_correction() -> None:
    rules = reading(seat_base=SeatBase.GOOD_OR_BETTER, seat_scope=SeatScope.GROUP)

    def seated(points: str, grade: Grade) -> tuple[str, ...]:
        people = [
            RankedOfficial("X", exact(points), grade, "K"),
            RankedOfficial("Y", exact(93), E, "K"),
            RankedOfficial("Z", exact(92), E, "K"),
            *(RankedOfficial(f"G{n}", exact(80), G, "K") for n in range(6)),
            RankedOfficial("C", exact(60), C, "K"),
        ]
        (found,) = seats_of(people, exact(20), rules)
        assert (found.count.base, found.count.exact, found.count.seats) == (9, exact("1.8"), 1)
        return found.seated

    assert seated("94.08", E) == ("X",)
    assert seated("85.33", G) == ("Y",)


def test_the_cap_holds_in_each_group_and_in_the_agency() -> None:
    people = [RankedOfficial(f"{g}{n}", exact(90 + n), E, g) for g in "BA" for n in range(2)]
    people += [RankedOfficial(f"{g}-{n}", exact(80), G, g) for g in "BA" for n in range(5)]

    def scopes(scope: SeatScope) -> list[tuple[str | None, int, tuple[str, ...]]]:
        found = seats_of(people, exact(20), reading(seat_scope=scope))
        return [(each.group, each.count.seats, each.seated) for each in found]

    groups = [("A", 1, ("A1",)), ("B", 1, ("B1",))]
    agency = [(None, 2, ("A1", "B1"))]
    assert scopes(SeatScope.GROUP) == groups
    assert scopes(SeatScope.AGENCY) == agency
    assert scopes(SeatScope.GROUP_AND_AGENCY) == [*groups, *agency]


@given(st.permutations(GROUP_OF_43), st.sampled_from(SeatBase), st.sampled_from(SeatRounding))
def test_the_order_of_rows_ranks_nobody(
    people: list[RankedOfficial], base: SeatBase, rounding: SeatRounding
) -> None:
    rules = reading(seat_base=base, seat_rounding=rounding)
    assert seats_of(people, exact(20), rules) == seats_of(GROUP_OF_43, exact(20), rules)
