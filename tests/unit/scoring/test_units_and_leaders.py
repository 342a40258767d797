"""What the unit's work means for its head (case G12), and how d and đ are found (case G02)."""

import pytest
from scoring_rules import C, E, G, N, exact, line, reading

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState
from models.rules.scoring.leaders import (
    Subordinate,
    heads_lines,
    organising_full,
    subordinates_full,
)
from models.rules.scoring.readings import (
    CountedBy,
    ForceMajeure,
    HeadAndUnit,
    HeadsTasks,
    SubordinatesBy,
)
from models.rules.scoring.units import (
    GradeInUnit,
    PlaceInUnit,
    WorkShare,
    grade_in_unit,
    is_under,
    share_of_unit,
)

HEAD, DEPUTY, OFFICIAL = PlaceInUnit
UNDER, ENOUGH = WorkShare(exact(65), exact(93)), WorkShare(exact(70), exact(100))
RULES = reading()


@pytest.mark.parametrize(
    ("place", "before", "under", "enough"),
    [(HEAD, E, N, E), (DEPUTY, E, G, E), (DEPUTY, G, G, G), (DEPUTY, C, C, C), (OFFICIAL, E, E, E)],
)
def test_a_unit_under_its_share_lowers_its_leaders(
    place: PlaceInUnit, before: Grade, under: Grade, enough: Grade
) -> None:
    lowered = grade_in_unit(place, before, (UNDER, None), RULES)
    reason = "unit_under_share" if under is not before else None
    assert lowered == GradeInUnit(under, reason)  # type: ignore[arg-type]
    assert grade_in_unit(place, before, (ENOUGH, None), RULES) == GradeInUnit(enough, None)


def test_a_head_is_never_graded_above_the_unit() -> None:
    assert grade_in_unit(HEAD, E, (None, G), RULES) == GradeInUnit(G, "above_unit")  # type: ignore[arg-type]
    assert grade_in_unit(HEAD, C, (None, G), RULES) == GradeInUnit(C, None)
    assert grade_in_unit(DEPUTY, E, (None, G), RULES) == GradeInUnit(E, None)
    unbound = reading(head_and_unit=HeadAndUnit.UNBOUND)
    assert grade_in_unit(HEAD, E, (None, G), unbound) == GradeInUnit(E, None)
    assert grade_in_unit(HEAD, N, (UNDER, G), RULES) == GradeInUnit(N, None)


def test_a_share_is_exact_and_asked_for_only_where_the_rule_set_sets_one() -> None:
    assert is_under(UNDER, RULES)
    assert not is_under(ENOUGH, RULES)
    assert not is_under(UNDER, reading(unit_share_least=None))
    assert not is_under(WorkShare(exact(0), exact(0)), RULES)
    assert WorkShare(exact(0), exact(0)).percent is None


def test_a_units_share_counts_tasks_or_converted_products() -> None:
    lines = [line("T1", 1, 1, 2), line("T2", 3, 10, 9), line("T3", 1, 1, 0)]
    assert share_of_unit(lines, RULES) == WorkShare(exact(1), exact(3))
    products = reading(unit_share_by=CountedBy.PRODUCTS, surplus="total")
    assert share_of_unit(lines, products) == WorkShare(exact(28), exact(32))


def test_force_majeure_is_left_out_where_it_was_confirmed() -> None:
    hindered = line("T2", 1, 1, 0, short_cause=CauseState.CONFIRMED)
    asked = line("T3", 1, 1, 0, short_cause=CauseState.ASKED)
    finished = line("T1", 1, 1, 1, short_cause=CauseState.CONFIRMED)
    lines = [finished, hindered, asked]
    assert share_of_unit(lines, RULES) == WorkShare(exact(1), exact(2))
    counted = reading(force_majeure=ForceMajeure.COUNTED)
    assert share_of_unit(lines, counted) == WorkShare(exact(1), exact(3))


def by_points(*points: str | None) -> list[Subordinate]:
    return [Subordinate(None if each is None else exact(each), None) for each in points]


def test_d_is_full_where_every_subordinate_completed() -> None:
    assert subordinates_full(by_points("70", "50"), RULES) is True
    assert subordinates_full(by_points("70", "49.99"), RULES) is False
    assert subordinates_full(by_points("70", None), RULES) is None
    assert subordinates_full(by_points("49.99", None), RULES) is False
    assert subordinates_full([], RULES) is None


def test_d_looks_at_what_was_decided_where_the_rule_set_says_so() -> None:
    decided = reading(subordinates_by=SubordinatesBy.DECIDED)
    assert subordinates_full([Subordinate(exact(80), N)], decided) is False
    assert subordinates_full([Subordinate(exact(40), C)], decided) is True
    assert subordinates_full([Subordinate(exact(40), C)], RULES) is False


@pytest.mark.parametrize(
    ("asked", "full"),
    [
        ((True, True, True), True),
        ((True, False, True), False),
        ((None, True, False), False),
        ((True, True, None), None),
    ],
)
def test_organising_needs_all_three(
    asked: tuple[bool | None, bool | None, bool | None], full: bool | None
) -> None:
    assert organising_full(*asked) is full


def test_a_head_is_scored_by_their_own_tasks_or_the_field_too() -> None:
    own, field = (line("own", 1, 1, 1),), (line("field", 1, 1, 1),)
    assert heads_lines(own, field, RULES) == own
    both = reading(heads_tasks=HeadsTasks.OWN_AND_FIELD)
    assert heads_lines(own, field, both) == (*own, *field)
