"""What one line gives: lateness by days, what is handed in again, amounts that cannot be."""

from dataclasses import replace

import pytest
from scoring_rules import exact, failed, late, line, reading

from models.rules.objective_causes import CauseState
from models.rules.scoring.readings import (
    DeductionBase,
    DeductionFloor,
    GivenQuality,
    LatenessRule,
    ReturnedReports,
    Surplus,
)
from models.rules.scoring.results import MissingReason, NoTotal, PeriodFacts, total_of
from models.rules.scoring.task_lines import points_of_line

FIVE_DAYS = reading(lateness=LatenessRule.FIVE_DAYS)
UNIT = reading(deduction_base=DeductionBase.UNIT)


@pytest.mark.parametrize(("days", "left"), [(1, 6), (5, 6), (6, 0), (60, 0)])
def test_a_lateness_takes_its_part_up_to_five_days_and_all_of_it_then(days: int, left: int) -> None:
    points = points_of_line(line("T", 2, 4, 4, late(days=days)), FIVE_DAYS)
    assert (points.quality, points.in_time) == (8, left)


def test_days_count_only_where_the_rule_set_asks_for_them() -> None:
    assert points_of_line(line("T", 2, 4, 4, late(days=60)), reading()).in_time == 6


def test_a_failed_review_has_no_days() -> None:
    assert points_of_line(line("T", 2, 4, 4, failed()), FIVE_DAYS).quality == 6


def test_a_long_lateness_takes_one_unit_where_the_unit_is_the_base() -> None:
    unit = reading(lateness=LatenessRule.FIVE_DAYS, deduction_base=DeductionBase.UNIT)
    assert points_of_line(line("T", 2, 4, 4, late(days=6)), unit).in_time == 6


def test_a_long_lateness_never_takes_less_than_a_short_one() -> None:
    harsh = reading(
        lateness=LatenessRule.FIVE_DAYS,
        deduction=exact(150),
        deduction_floor=DeductionFloor.NONE,
    )
    short, long = (points_of_line(line("T", 1, 1, 1, late(days=n)), harsh) for n in (5, 6))
    assert short.in_time == long.in_time == exact("-0.5")


def test_it_asks_for_the_days_of_a_lateness_that_is_not_waived() -> None:
    def reasons(*lines: object) -> object:
        scored = total_of(PeriodFacts(lines, exact(28)), FIVE_DAYS)  # type: ignore[arg-type]
        return scored.reasons if isinstance(scored, NoTotal) else ()

    missing = (MissingReason.DAYS_OF_LATENESS_MISSING,)
    assert reasons(line("T", 1, 1, 1, late())) == missing
    assert reasons(line("T", 1, 1, 1, late(days=1)), line("U", 1, 1, 1, late())) == missing
    assert reasons(line("T", 1, 1, 1, late(CauseState.CONFIRMED))) == ()
    assert reasons(line("T", 1, 1, 1, late(days=0))) == ()
    assert reasons(line("T", 1, 1, 1, failed())) == ()


@pytest.mark.parametrize(("done", "left"), [("0.5", "0.375"), (1, "0.75"), (3, "2.75")])
def test_one_unit_loses_no_more_than_was_done_of_it(done: float | str, left: str) -> None:
    assert points_of_line(line("T", 1, 4, done, failed()), UNIT).quality == exact(left)


def test_what_is_done_beyond_is_cut_on_its_own_line_alone() -> None:
    surplus = line("T", 2, 4, 6, failed())
    cut, whole = (points_of_line(surplus, reading(surplus=one)) for one in (Surplus.LINE, "total"))
    assert (cut.completed, cut.quality) == (8, 6)
    assert (whole.completed, whole.quality) == (12, 9)


def test_what_was_returned_is_done_only_where_the_time_runs() -> None:
    handed_in = line("T", 2, 4, 1, returned=exact(2))
    assert points_of_line(handed_in, reading()).completed == 2
    runs = reading(returned_reports=ReturnedReports.TIME_RUNS)
    assert points_of_line(handed_in, runs).completed == 6


@pytest.mark.parametrize("cause", [each for each in CauseState if each != "confirmed"])
def test_only_a_confirmed_cause_waives(cause: CauseState) -> None:
    points = points_of_line(line("T", 1, 4, 4, late(cause), failed(cause)), reading())
    assert (points.quality, points.in_time) == (3, 3)
    assert [each.taken for each in points.deductions] == [1, 1]


def test_a_confirmed_cause_does_not_make_undone_work_done() -> None:
    confirmed = CauseState.CONFIRMED
    undone = line("T", 4, 3, 0, late(confirmed), failed(confirmed), short_cause=confirmed)
    points = points_of_line(undone, reading())
    assert (points.completed, points.quality, points.in_time) == (0, 0, 0)


@pytest.mark.parametrize("numbers", [(0, 1, 1), (-1, 1, 1), (1, -1, 0), (1, 1, -1)])
def test_it_refuses_amounts_that_would_turn_the_sum_round(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="T: amounts"):
        line("T", *numbers)
    with pytest.raises(ValueError, match="T: amounts"):
        line("T", 1, 1, 1, returned=exact(-1))


def test_a_given_percentage_of_quality_counts_where_the_rules_say_so() -> None:
    given = replace(line("T", 2, 4, 3, failed()), given_quality=exact("0.8"))
    counted = points_of_line(given, reading(given_quality=GivenQuality.COUNTED))
    noted = points_of_line(given, reading(given_quality=GivenQuality.NOTED))
    assert (counted.completed, counted.quality, counted.in_time) == (6, exact("3.3"), 6)
    assert (noted.completed, noted.quality, noted.in_time) == (6, exact("4.5"), 6)


def test_a_share_of_quality_is_never_above_the_whole() -> None:
    with pytest.raises(ValueError, match="share of quality"):
        replace(line("T", 2, 4, 3), given_quality=exact("1.1"))
