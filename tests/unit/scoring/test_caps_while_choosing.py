"""Seats while a body chooses: of everybody's grades, for those whose grade is chosen."""

from dataclasses import replace

from scoring_rules import E, G, exact, reading

from models.rules.scoring.caps import caps_while_choosing, over_by
from models.rules.scoring.readings import SeatBase
from models.rules.scoring.seats import RankedOfficial, seats_of

BEST = [RankedOfficial(f"E{n}", exact(98 - n), E, "K") for n in range(4)]
GOOD = [RankedOfficial(f"G{n}", exact(80), G, "K") for n in range(10)]
AFTER = reading(seat_base=SeatBase.GOOD_AFTER)


def test_who_is_not_chosen_counts_and_takes_no_seat() -> None:
    own = caps_while_choosing([*BEST, *GOOD], {"E1", "E3", "G0"}, exact(20), reading())[0]
    group, everybody = own.seats
    assert group.count.seats == everybody.count.seats == 2  # of ten who are good
    assert (group.seated, group.without) == (("E1", "E3"), ())
    more = caps_while_choosing([*BEST, *GOOD], {"E1", "E2", "E3"}, exact(20), reading())[0]
    assert (more.seats[0].seated, more.seats[0].without) == (("E1", "E2"), ("E3",))
    assert over_by(more.seats[0]) == 1


def test_seats_of_a_group_are_for_its_own_members() -> None:
    other = RankedOfficial("X", exact(99), E, "L")
    own = caps_while_choosing([*BEST, *GOOD, other], {"X", "E0"}, exact(20), reading())[0]
    assert [(each.group, each.seated) for each in own.seats] == [
        ("K", ("E0",)), ("L", ()), (None, ("X", "E0")),
    ]  # fmt: skip
    assert own.seats[1].without == ("X",)


def test_whoever_was_moved_is_no_base_of_the_seats_before_the_move() -> None:
    moved = [replace(each, grade=G, moved=True) for each in BEST[1:]]
    people = [BEST[0], *moved, *GOOD[:7]]
    before, after = (seats_of(people, exact(20), read)[0] for read in (reading(), AFTER))
    assert (before.count.base, before.count.seats) == (7, 1)
    assert (after.count.base, after.count.seats) == (10, 2)


def test_without_a_total_nobody_is_ranked_before_anybody() -> None:
    nobody = [RankedOfficial(name, None, E, "K") for name in ("A", "B")]
    seats = seats_of([*nobody, BEST[0], *GOOD], exact(20), reading())[0]
    assert (seats.seated, seats.tied, seats.left) == (("E0",), ("A", "B"), 1)
