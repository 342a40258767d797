"""Grades against the past: counted with their denominator, a rise marked from its number on."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.exports.charts.grade_bars import GradeBar, grades_by_quarter
from dondoc.services.evaluation.people.distribution import band_of
from dondoc.services.evaluation.people.flags import rise_parameters
from dondoc.services.evaluation.rule_sets.shipped import shipped
from models.rules.evaluation import Grade
from models.rules.grade_distribution import (
    GradeCounts,
    RiseParameters,
    count_grades,
    has_risen,
    rise,
)

P = RiseParameters(Decimal(20), 5)
GRADES = st.lists(st.none() | st.sampled_from(Grade), max_size=30)


def counts(excellent: int, others: int) -> GradeCounts:
    return count_grades([Grade.EXCELLENT] * excellent + [Grade.GOOD] * others)


@given(GRADES, st.randoms(use_true_random=False))
def test_parts_add_up_whatever_the_order(grades: list[Grade | None], chance: object) -> None:
    mixed = list(grades)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found = count_grades(mixed)
    assert found == count_grades(grades)
    assert found.graded + found.without == len(grades)


@pytest.mark.parametrize(
    ("now", "before", "risen"),
    [
        (counts(7, 3), counts(5, 5), True),  # 70% beside 50%
        (counts(69, 31), counts(50, 50), False),
        (counts(4, 0), counts(0, 10), False),  # too few to say anything
        (counts(10, 0), counts(0, 4), False),
        (counts(5, 5), counts(7, 3), False),
    ],
)
def test_a_rise_is_marked_from_its_number_on(
    now: GradeCounts, before: GradeCounts, risen: bool
) -> None:
    assert has_risen(now, before, Grade.EXCELLENT, P) is risen


def test_nobody_is_no_share() -> None:
    assert rise(counts(3, 0), counts(0, 0), Grade.EXCELLENT) is None


@given(GRADES, GRADES, st.integers(0, 80))
def test_a_stricter_number_marks_nothing_more(
    now: list[Grade | None], before: list[Grade | None], more: int
) -> None:
    strict = RiseParameters(P.points + more, P.least + more // 10)
    pair = count_grades(now), count_grades(before)
    assert not has_risen(*pair, Grade.EXCELLENT, strict) or has_risen(*pair, Grade.EXCELLENT, P)


def test_all_points_of_results_are_the_best_band_and_none_the_last_by_every_rule_set() -> None:
    for rules in shipped():
        parameters = rules.parameters()
        assert band_of(parameters.results_most, parameters) is Grade.EXCELLENT, rules.code
        assert band_of(parameters.results_most * 0, parameters) is Grade.NOT_COMPLETED, rules.code


def test_the_chart_says_what_its_table_says() -> None:
    chart = grades_by_quarter(
        [GradeBar("quý I", counts(3, 1), strong=True), GradeBar("quý II", counts(0, 0))], "vi"
    )
    assert chart is not None
    assert chart.table.rows == (("quý I", "3", "1", "3/4 (75%)"),)
    (row,) = chart.picture.rows  # type: ignore[union-attr]
    assert (row.sizes, row.end) == ((3, 1), "3/4 (75%)")
    assert "quý I: 3/4 (75%)" in chart.words


def test_nobody_with_points_is_no_picture() -> None:
    assert grades_by_quarter([GradeBar("quý I", counts(0, 0))], "vi") is None


def test_the_shipped_numbers_are_read() -> None:
    assert rise_parameters() == P
