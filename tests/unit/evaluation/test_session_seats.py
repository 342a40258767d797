"""A session's seats as grades are chosen: what counts, who takes them, what is left to choose."""

from collections.abc import Mapping
from typing import Any

import pytest
from ranked_people import standing, standings

from dondoc.services.evaluation.decisions.earlier_grades import earlier_remark
from dondoc.services.evaluation.decisions.session_seats import RoundStandings, session_seats
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.quarter import Quarter
from models.rules.evaluation import Grade
from models.rules.scoring.caps import SeatState
from models.rules.scoring.earlier_periods import EarlierReason
from models.rules.scoring.readings import SeatBase

E, G = Grade.EXCELLENT, Grade.GOOD
PEOPLE = [standing(f"E{n}", 97 - n) for n in range(4)] + [standing(f"G{n}", 80) for n in range(6)]


def of_round(*people: Any, proposed: Mapping[str, Grade | None] = {}, **changes: Any) -> Any:
    return RoundStandings(None, standings(*people, **changes), (), {}, {}, proposed)  # type: ignore[arg-type]


def test_the_chosen_take_seats_and_the_others_wait() -> None:
    held = of_round(*PEOPLE)
    group, everybody = session_seats(held, {}).groups
    assert (group.group, group.taken, group.waiting, group.own.count.seats) == (
        "K.official",
        0,
        4,
        1,
    )
    assert (everybody.group, everybody.waiting) == (None, 4)
    assert (group.over, group.over_if_all) == (0, 3)
    group = session_seats(held, {"E1": E, "E2": E, "E3": G}).groups[0]
    assert (group.taken, group.waiting, group.over, group.over_if_all) == (2, 1, 1, 2)
    # E3 is "good" for the cap's sake: six were good before, and six are the base.
    assert (group.own.count.base, group.own.seated, group.own.without) == (6, ("E1",), ("E2",))
    assert group.bases[1].base is SeatBase.GOOD_AFTER
    assert [group.seats_under(each).count.base for each in group.bases] == [6, 9, 10, 10]


def test_a_proposal_counts_until_somebody_chooses() -> None:
    held = of_round(*PEOPLE, proposed={"G0": E, "E0": G, "G1": None})
    group = session_seats(held, {}).groups[0]
    assert (group.waiting, group.own.count.base) == (4, 6)
    seats = session_seats(held, {"G0": G, "E1": None})
    # G0 was proposed "excellent" and is "good" now: moved. E0 was "good" for the unit itself.
    assert (seats.groups[0].waiting, seats.groups[0].own.count.base) == (2, 6)
    assert (seats.counts[E], seats.counts[G], seats.counts[None]) == (2, 7, 1)


@pytest.mark.parametrize(
    ("code", "state"),
    [("E0", SeatState.SEATED), ("E1", SeatState.TIED), ("E2", SeatState.TIED), ("G0", None)],
)
def test_what_somebody_is_to_the_caps_is_known_before_a_choice(
    code: str, state: SeatState | None
) -> None:
    people = [standing("E0", 97), standing("E1", 96), standing("E2", 96)]
    people += [standing(f"G{n}", 80) for n in range(10)]
    assert session_seats(of_round(*people), {}).seat_of(code) is state


def test_a_decided_excellent_without_a_total_takes_a_seat() -> None:
    held = of_round(*PEOPLE, standing("X", None))
    group = session_seats(held, {"E0": E, "X": E}).groups[0]
    assert (group.taken, group.own.seated, group.own.without) == (2, ("E0",), ("X",))


def test_the_quarters_before_are_those_of_the_year_and_the_last_of_a_quarter() -> None:
    held = standings(*PEOPLE)
    known = {"2022-Q1": Grade.NOT_COMPLETED, "2022-Q2": G}
    parameters = held.parameters[True]
    assert earlier_remark(Quarter(2022, 3), G, known, True, parameters) is None
    after = earlier_remark(Quarter(2022, 2), Grade.NOT_COMPLETED, known, True, parameters)
    assert after is not None and after.reason is EarlierReason.TWO_RUNNING
    assert [str(each) for each in after.quarters] == ["2022-Q1"]
    year = earlier_remark(whole_year(2022), E, known, True, parameters)
    assert year is not None and [str(each) for each in year.quarters] == ["2022-Q1"]
    assert earlier_remark(Quarter(2022, 1), E, {}, True, parameters) is None
