"""The year from what was decided of its periods, and what a rule set does with the others."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from scoring_rules import E, G, N, exact, reading

from models.rules.evaluation import Grade
from models.rules.scoring.readings import BandsOn, OneNotCompleted, YearFrom
from models.rules.scoring.undecided_periods import UndecidedPeriods
from models.rules.scoring.years import YearOfParts, YearPart, YearPartState, year_of

NOT_OVER = YearPart(YearPartState.NOT_OVER)
NOT_GRADED = YearPart(YearPartState.NOT_GRADED, exact=exact("12"))
NOT_IN_ROUND = YearPart(YearPartState.NOT_IN_ROUND)
UNDECIDED = [
    YearPartState.WITHOUT_POINTS,
    YearPartState.NOT_PUBLISHED,
    YearPartState.NO_ROUND,
    YearPartState.NOT_OVER,
]


def decided(points: str, grade: Grade = E, general: str = "28") -> YearPart:
    total = exact(points)
    return YearPart(YearPartState.DECIDED, exact(general), total - exact(general), total, grade)


def year(*parts: YearPart, leads: bool = True, **read: Any) -> YearOfParts:
    return year_of(parts, leads, reading(**read))


@pytest.mark.parametrize(
    ("points", "failed", "mean", "by_points", "grade", "held"),
    [
        (("96.20", "94.80", "48.00", "97.00"), 2, "84", G, G, False),
        (("96.00", "93.00", "94.00", "95.00"), 1, "94.5", E, G, True),
        (("100", "100", "100", "49.99"), 3, "87.4975", G, G, False),
    ],
)
def test_the_mean_and_the_gate_are_those_of_the_worked_cases(
    points: tuple[str, ...], failed: int, mean: str, by_points: Grade, grade: Grade, held: bool
) -> None:
    parts = [decided(each) for each in points]
    parts[failed] = replace(parts[failed], grade=N)
    made = year(*parts)
    assert made.total is not None
    total = made.total
    assert (total.mean, total.by_points, total.grade) == (exact(mean), by_points, grade)
    assert (total.held_back, made.not_completed) == (held, (failed,))
    assert made.counted == (0, 1, 2, 3)


def test_whom_one_period_not_completed_binds_is_the_rule_sets_word() -> None:
    parts = decided("96"), decided("97", N)

    def grade(leads: bool, rule: OneNotCompleted) -> Grade:
        total = year(*parts, leads=leads, one_not_completed=rule).total
        assert total is not None
        return total.grade

    assert [(grade(True, rule), grade(False, rule)) for rule in OneNotCompleted] == [
        (G, G), (G, E), (E, E),
    ]  # fmt: skip


def test_general_points_and_results_have_means_of_their_own() -> None:
    made = year(decided("90", general="30"), decided("81", general="27"))
    assert (made.general, made.results) == (exact("28.5"), exact("57"))
    assert made.total is not None
    assert made.total.mean == exact("85.5") == made.general + made.results


@pytest.mark.parametrize("state", UNDECIDED)
def test_a_period_that_is_not_decided_is_what_the_rule_set_says(state: YearPartState) -> None:
    last = YearPart(state, exact("20"), exact("40"), exact("60"))
    parts = decided("90"), decided("93"), decided("96"), last
    means = {}
    for rule in UndecidedPeriods:
        made = year(*parts, undecided_periods=rule)
        means[rule] = (made.total and made.total.mean, made.counted, made.lacking)
    assert means == {
        UndecidedPeriods.LEFT_OUT: (exact("93"), (0, 1, 2), ()),
        UndecidedPeriods.PROVISIONAL: (exact("84.75"), (0, 1, 2, 3), ()),
        UndecidedPeriods.NO_TOTAL: (None, (0, 1, 2), (3,)),
    }


def test_what_counts_provisionally_is_missing_while_nobody_knows_its_total() -> None:
    made = year(decided("90"), NOT_OVER, undecided_periods=UndecidedPeriods.PROVISIONAL)
    assert (made.total, made.general, made.lacking) == (None, None, (1,))
    assert made.counted == (0,)  # the page marks as counted what has points alone


def test_discipline_in_a_period_holds_though_the_year_has_no_mean_yet() -> None:
    disciplined = replace(decided("90", N), disciplined=True)
    made = year(disciplined, NOT_OVER, undecided_periods=UndecidedPeriods.NO_TOTAL)
    assert (made.total, made.disciplined, made.not_completed) == (None, True, (0,))


def test_a_mean_of_general_points_is_none_where_one_period_has_none() -> None:
    made = year(decided("90", general="30"), replace(decided("80"), general=None))
    assert made.total is not None
    assert (made.total.mean, made.general) == (exact("85"), None)


@pytest.mark.parametrize("rule", list(UndecidedPeriods))
@pytest.mark.parametrize("other", [NOT_GRADED, NOT_IN_ROUND])
def test_a_period_without_a_grade_by_decision_is_no_part_of_the_mean(
    other: YearPart, rule: UndecidedPeriods
) -> None:
    made = year(decided("90"), other, decided("80"), undecided_periods=rule)
    assert made.total is not None
    assert (made.total.mean, made.counted, made.lacking) == (exact("85"), (0, 2), ())


def test_a_year_of_which_nothing_is_decided_has_no_total() -> None:
    for parts in ((), (NOT_OVER,), (NOT_GRADED, NOT_IN_ROUND)):
        made = year(*parts)
        assert (made.total, made.general, made.results, made.counted) == (None, None, None, ())


@pytest.mark.parametrize(
    ("parts", "two"),
    [
        ((decided("40", N), decided("90"), decided("40", N)), False),
        ((decided("90"), decided("40", N), decided("40", N)), True),
        ((decided("40", N), NOT_GRADED, decided("40", N)), True),
        ((decided("40", N), NOT_IN_ROUND, decided("40", N)), True),
        ((decided("40", N), NOT_OVER, decided("40", N)), False),
        ((decided("40", N), replace(NOT_OVER, state=YearPartState.WITHOUT_POINTS, grade=N)), True),
    ],
)
def test_two_running_are_those_with_no_other_grade_between(
    parts: tuple[YearPart, ...], two: bool
) -> None:
    made = year(*parts)
    assert made.two_running is two
    assert made.total is None or made.total.two_running is two


def test_a_grade_without_points_holds_the_year_back_all_the_same() -> None:
    without = YearPart(YearPartState.WITHOUT_POINTS, grade=N)
    total = year(decided("96"), without).total
    assert total is not None
    assert (total.grade, total.held_back) == (G, True)


def test_discipline_in_one_period_is_discipline_in_the_year() -> None:
    assert not year(decided("90")).disciplined
    assert year(decided("90"), replace(decided("90", N), disciplined=True)).disciplined


def test_the_year_is_rounded_and_cut_where_the_rule_set_says() -> None:
    parts = [decided(each) for each in ("89.99", "90.01", "89.98", "90.00")]
    grades = [year(*parts, bands_on=each).total for each in BandsOn]
    assert [(each.rounded, each.grade) for each in grades if each] == [
        (exact("90"), E), (exact("90"), G),
    ]  # fmt: skip
    thirds = replace(decided("90"), exact=90 + Fraction(1, 3))
    means = [year(thirds, year_from=each).total for each in YearFrom]
    assert [each.mean for each in means if each] == [90 + Fraction(1, 3), exact("90.33")]
