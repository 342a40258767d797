"""What a session settles first is named with its numbers; nothing is settled for it (G12, G13)."""

from dataclasses import replace

import pytest
from ranked_people import DECREE, standing, standings, unit_group
from scoring_rules import PARAMETERS, C, E, G, N, exact

from dondoc.services.evaluation.people.other_readings import OtherReading
from dondoc.services.evaluation.ranking.conflicts import (
    ConflictKind,
    EvaluationConflict,
    conflicts_of,
)
from dondoc.services.evaluation.ranking.groups import ranked_period
from dondoc.services.evaluation.ranking.in_words import conflict_words
from dondoc.services.evaluation.ranking.rewards import reward_proposals
from dondoc.services.evaluation.trials.sums import SumWords
from models.rules.evaluation import Grade
from models.rules.scoring.caps import over_by
from models.rules.scoring.gates import Gate, GateState
from models.rules.scoring.parameters import Need
from models.rules.scoring.readings import Denominator, SeatBase, SeatScope
from models.rules.scoring.results import MissingReason
from models.rules.scoring.units import PlaceInUnit

KIND = ConflictKind
WORDS = SumWords("vi")
TEN = [standing(f"E{n}", 97 - n) for n in range(3)] + [standing("T", 95)]
TEN += [standing(f"G{n}", 80) for n in range(9)]


def of_kind(found: tuple[EvaluationConflict, ...], kind: ConflictKind) -> list[EvaluationConflict]:
    return [each for each in found if each.kind is kind]


def test_a_cap_that_is_exceeded_says_by_how_many_in_each_group_and_in_all() -> None:
    ranked = ranked_period(standings(*TEN))
    found = of_kind(conflicts_of(ranked), KIND.CAP_EXCEEDED)
    assert [each.group for each in found] == ["K.official", None]
    assert [over_by(each.seats) for each in found if each.seats] == [3, 3]
    words = conflict_words(found[0], ranked, WORDS)
    assert "đề nghị 4, trần 20% × 9 = 1,8 → 1; vượt 3" in words
    group_alone = ranked_period(standings(*TEN, seat_scope=SeatScope.GROUP))
    assert len(of_kind(conflicts_of(group_alone), KIND.CAP_EXCEEDED)) == 1


def test_those_tied_at_the_last_seat_are_named() -> None:
    ranked = ranked_period(standings(*TEN, seat_base=SeatBase.EVERYBODY, seats_least=3))
    (of_group, of_all) = of_kind(conflicts_of(ranked), KIND.TIED_AT_LAST_SEAT)
    assert of_group.people == of_all.people == ("E2", "T")
    assert "2 người cùng điểm cho 1 suất cuối" in conflict_words(of_group, ranked, WORDS)


def test_what_was_decided_counts_in_place_of_what_was_computed() -> None:
    decided: dict[str, Grade | None] = {"E0": E, "E1": G, "E2": G, "T": G}
    ranked = ranked_period(standings(*TEN), decided=decided)
    found = conflicts_of(ranked)
    assert of_kind(found, KIND.CAP_EXCEEDED) == []
    others = of_kind(found, KIND.DECIDED_OTHERWISE)
    assert [each.people for each in others] == [("E1",), ("E2",), ("T",)]
    assert (others[0].computed, others[0].decided) == (E, G)
    nobody = ranked_period(standings(*TEN), decided={"G0": None})
    (one,) = of_kind(conflicts_of(nobody), KIND.DECIDED_OTHERWISE)
    assert "chưa biết mức" in conflict_words(one, nobody, WORDS)


@pytest.mark.parametrize(
    ("place", "grade", "unit", "left"),
    [
        (PlaceInUnit.HEAD, E, (65, 93, None), N),
        (PlaceInUnit.DEPUTY, E, (65, 93, None), G),
        (PlaceInUnit.DEPUTY, G, (65, 93, None), None),
        (PlaceInUnit.OFFICIAL, E, (65, 93, None), None),
        (PlaceInUnit.HEAD, E, (70, 100, None), None),
        (PlaceInUnit.HEAD, E, (70, 100, G), G),
        (PlaceInUnit.DEPUTY, E, (70, 100, G), None),
    ],
)
def test_a_unit_holds_its_leaders_back(
    place: PlaceInUnit, grade: Grade, unit: tuple[int, int, Grade | None], left: Grade | None
) -> None:
    ranked = ranked_period(standings(standing("A", 95, grade, place)))
    found = conflicts_of(ranked, [unit_group(*unit)])
    held = of_kind(found, KIND.HELD_BY_UNIT)
    assert [each.held.grade for each in held if each.held] == ([left] if left else [])
    under = of_kind(found, KIND.UNIT_UNDER_SHARE)
    assert bool(under) is (unit[0] == 65)
    for each in (*held, *under):
        assert conflict_words(each, ranked, WORDS)


@pytest.mark.parametrize(
    ("place", "left"),
    [(PlaceInUnit.HEAD, [N]), (PlaceInUnit.DEPUTY, [G]), (PlaceInUnit.OFFICIAL, [])],
)
def test_each_unit_that_somebody_leads_holds_them_back(
    place: PlaceInUnit, left: list[Grade]
) -> None:
    """They are evaluated as the head of unit 2, and unit 1 is under its share."""
    one = standing("A", 95, E, PlaceInUnit.HEAD)
    in_units = {2: PlaceInUnit.HEAD, 1: place}
    one = replace(one, official=replace(one.official, unit_id=2, in_units=in_units))
    ranked = ranked_period(standings(one))
    held = of_kind(conflicts_of(ranked, [unit_group(65, 93)]), KIND.HELD_BY_UNIT)
    assert [each.held.grade for each in held if each.held] == left
    assert all("Xã 1" in conflict_words(each, ranked, WORDS) for each in held)


def test_a_head_whose_grade_is_not_known_may_yet_be_above_the_unit() -> None:
    one = standing("A", None, place=PlaceInUnit.HEAD, best=E, worst=C)
    found = conflicts_of(ranked_period(standings(one)), [unit_group(9, 10, G)])
    assert [each.held.grade for each in of_kind(found, KIND.HELD_BY_UNIT) if each.held] == [G]


def test_open_gates_and_missing_points_are_said_of_each() -> None:
    gate = Gate(E, Need.EVERY_TASK_IN_TIME, GateState.OPEN, 3, 4)
    lacking = (MissingReason.GENERAL_MISSING,)
    people = (standing("A", 95, G, held=(gate,)), standing("B", None, missing=lacking))
    ranked = ranked_period(standings(*people))
    found = conflicts_of(ranked)
    (open_gate,) = of_kind(found, KIND.GATES_OPEN)
    assert "chưa đạt (3/4)" in conflict_words(open_gate, ranked, WORDS)
    (without,) = of_kind(found, KIND.NOT_ENOUGH_DATA)
    assert without.people == ("B",)
    assert conflict_words(without, ranked, WORDS) == "điểm tiêu chí chung"
    assert [each.kind for each in found] == sorted(
        (each.kind for each in found), key=list(ConflictKind).index
    )


def test_whom_discipline_holds_is_named_before_and_after_a_better_decision() -> None:
    one = standing("A", 95, Grade.NOT_COMPLETED, disciplined=True)
    for decided, said in (({}, ""), ({"A": G}, "; đã quyết định hoàn thành tốt nhiệm vụ")):
        ranked = ranked_period(standings(one), decided=decided)
        found = conflicts_of(ranked)
        (conflict,) = of_kind(found, KIND.DISCIPLINED)
        words = conflict_words(conflict, ranked, WORDS)
        assert words.startswith("bị kỷ luật") and words.endswith(f"không hoàn thành nhiệm vụ{said}")
        assert of_kind(found, KIND.DECIDED_OTHERWISE) == []
    settled: list[Grade | None] = [Grade.NOT_COMPLETED, None]
    for grade in settled:
        found = conflicts_of(ranked_period(standings(one), decided={"A": grade}))
        assert of_kind(found, KIND.DISCIPLINED) == []


def other(least: str, most: str, grades: tuple[Grade | None, Grade | None]) -> OtherReading:
    return OtherReading(
        "denominator", Denominator.COMPLETED, exact(60), exact(least), exact(most), grades, True
    )


@pytest.mark.parametrize(
    ("total", "reading", "crosses"),
    [
        ("89.44", other("91.43", "91.43", (E, E)), True),
        ("89.44", other("75", "95", (G, E)), False),  # a known grade becomes an unknown one
        ("89.44", replace(other("89.44", "89.44", (G, G)), crosses=False), False),
        ("89.44", other("89.44", "89.44", (G, G)), True),  # the points stay: a gate is another
        (None, other("50", "96", (C, E)), True),
    ],
)
def test_whoever_surely_crosses_a_line_is_named(
    total: str | None, reading: OtherReading, crosses: bool
) -> None:
    ranked = ranked_period(standings(standing("A", total)))
    found = of_kind(conflicts_of(ranked, (), {"A": [reading]}), KIND.CROSSES_LINE)
    assert bool(found) is crosses
    for each in found:
        assert "Mẫu số của b và c" in conflict_words(each, ranked, WORDS)


def test_nothing_to_settle_is_nothing() -> None:
    assert conflicts_of(ranked_period(standings(standing("A", 80)))) == ()


def test_rewards_follow_decisions_and_say_their_reasons() -> None:
    computed = {
        each.row.standing.code: [str(reason) for reason in each.reasons]
        for each in reward_proposals(ranked_period(standings(*TEN)))
    }
    assert computed == {"E0": ["computed_excellent", "best_of_group"]}
    decided: dict[str, Grade | None] = {"E0": None, "E1": E}
    found = {
        each.row.standing.code: [str(reason) for reason in each.reasons]
        for each in reward_proposals(ranked_period(standings(*TEN), decided=decided))
    }
    assert found == {"E1": ["decided_excellent"]}
    tied = standings(*TEN, seat_base=SeatBase.EVERYBODY, seats_least=3)
    reasons = {
        each.row.standing.code: each.reasons for each in reward_proposals(ranked_period(tied))
    }
    assert set(reasons) == {"E0", "E1", "E2", "T"}
    assert reward_proposals(ranked_period(standings(standing("A", 80)))) == ()


def test_the_outstanding_share_gives_more_seats() -> None:
    many = [*TEN, *(standing(f"H{n}", 75) for n in range(7))]
    for outstanding, seats in ((False, 3), (True, 4)):
        ranked = ranked_period(standings(*many), outstanding)
        assert ranked.own_seats(DECREE)["K.official"].count.seats == seats
        assert ranked.share_of(DECREE) == (25 if outstanding else 20)
    assert PARAMETERS.seat_share == 20
