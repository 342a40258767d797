"""Scores and grades: exact, alike in both directions, and nothing for what is not done."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.rules.achievement import Expectation, percent_achieved, percent_scored
from models.rules.evaluation import Grade, Performance, Scoring, score
from models.rules.indicators import Direction

SCORING = Scoring(
    failed_review_off=Decimal(25),
    lateness_off=Decimal(20),
    quantity_cap=Decimal(120),
    places=2,
    bands=(
        (Grade.EXCELLENT, Decimal(90)),
        (Grade.GOOD, Decimal(70)),
        (Grade.COMPLETED, Decimal(50)),
    ),
)
FULL = Performance(
    met=True, quantity=Decimal(100), quality=None, failed_reviews=0, late=False, undone=False
)
LESS = Expectation(Decimal(5), Direction.LOWER)


def of(expected: Expectation, actual: str | Decimal) -> Decimal:
    """What a result scores in quantity."""
    value = Decimal(actual)
    quantity = percent_scored(expected, value)
    met = value <= (expected.value or 0)
    if expected.direction is Direction.HIGHER:
        met = value >= (expected.value or 0)
    return score(replace(FULL, quantity=quantity, met=met), SCORING).quantity


def with_mean(third: str) -> Performance:
    """A performance whose three parts are this much each."""
    part = Decimal(third)
    return replace(FULL, quantity=part, quality=part)


def test_full_marks_are_a_hundred_in_each_part():
    got = score(FULL, SCORING)
    assert (got.quantity, got.quality, got.progress, got.total) == (100, 100, 100, 100)
    assert got.grade is Grade.EXCELLENT


@pytest.mark.parametrize("excused", [False, True])
def test_what_is_not_done_scores_nothing_whatever_caused_it(excused: bool):
    undone = replace(
        FULL, undone=True, quality=Decimal(95), failed_reviews=1, excused_reviews=int(excused),
        lateness_excused=excused,
    )  # fmt: skip
    got = score(undone, SCORING)
    assert (got.quantity, got.quality, got.progress, got.total) == (0, 0, 0, 0)
    assert got.grade is Grade.NOT_COMPLETED


def test_each_failed_review_takes_its_part_off_quality():
    assert score(replace(FULL, failed_reviews=1), SCORING).quality == 75
    assert score(replace(FULL, failed_reviews=2, quality=Decimal(90)), SCORING).quality == 40
    assert score(replace(FULL, failed_reviews=5), SCORING).quality == 0


def test_lateness_takes_its_part_off_progress_once():
    assert score(replace(FULL, late=True), SCORING).progress == 80
    whole = replace(SCORING, lateness_off=Decimal(130))
    assert score(replace(FULL, late=True), whole).progress == 0


@pytest.mark.parametrize(
    ("excused_reviews", "lateness_excused", "quality", "progress"),
    [(0, False, 40, 80), (1, False, 65, 80), (2, False, 90, 80), (0, True, 40, 100),
     (2, True, 90, 100), (3, True, 90, 100)],
)  # fmt: skip
def test_a_confirmed_cause_waives_its_own_deduction_and_nothing_else(
    excused_reviews: int, lateness_excused: bool, quality: int, progress: int
):
    late = replace(FULL, quantity=Decimal(60), quality=Decimal(90), failed_reviews=2, late=True)
    got = score(
        replace(late, excused_reviews=excused_reviews, lateness_excused=lateness_excused), SCORING
    )
    assert (got.quantity, got.quality, got.progress) == (60, quality, progress)


@pytest.mark.parametrize(("met", "quantity"), [(True, 100), (None, 100), (False, 0)])
def test_without_a_ratio_quantity_follows_the_verdict(met: bool | None, quantity: int):
    assert score(replace(FULL, quantity=None, met=met), SCORING).quantity == quantity


@pytest.mark.parametrize(
    ("percent", "scored"),
    [("119.99", "119.99"), ("120", "120"), ("120.01", "120"), ("Infinity", "120"), ("-5", "0")],
)
def test_the_cap_holds_for_whatever_is_above_it(percent: str, scored: str):
    got = score(replace(FULL, quantity=Decimal(percent)), SCORING)
    assert got.quantity == Decimal(scored)


def test_a_cap_below_a_hundred_holds_without_a_ratio_too():
    tight = replace(SCORING, quantity_cap=Decimal(90))
    assert score(replace(FULL, quantity=None), tight).quantity == 90


@pytest.mark.parametrize(
    ("actual", "quantity"),
    [("0", "120"), ("-1", "120"), ("4", "120"), ("4.5", "111.11"), ("5", "100"), ("10", "50")],
)
def test_where_less_is_better_nothing_at_all_scores_most(actual: str, quantity: str):
    assert of(LESS, actual) == Decimal(quantity)


@pytest.mark.parametrize(
    ("expected", "actual", "quantity"),
    [("0", "0", 100), ("0", "1", 0), ("0", "-1", 100), ("-2", "-3", 100), ("-2", "-1", 0)],
)
def test_where_nothing_is_allowed_a_result_is_met_or_not(expected, actual, quantity):
    assert of(Expectation(Decimal(expected), Direction.LOWER), actual) == quantity


def test_the_ratio_that_is_shown_says_nothing_where_there_is_none():
    assert percent_scored(LESS, Decimal(0)) == Decimal("Infinity")
    assert percent_scored(Expectation(Decimal(5), Direction.LOWER), Decimal(1)) == 500
    assert percent_achieved(LESS, Decimal(0)) is None
    assert percent_scored(LESS, None) is None
    assert percent_scored(Expectation(None), Decimal(3)) is None
    assert percent_scored(Expectation(Decimal(5), is_product=True), Decimal(0)) is None
    assert percent_scored(Expectation(Decimal(5)), Decimal(0)) == 0


amounts = st.decimals(-1000, 100_000, places=4)


@given(amounts, amounts, amounts, st.sampled_from(Direction))
def test_the_better_result_never_scores_less(expected, first, second, direction):
    wanted = Expectation(expected, direction)
    low, high = sorted((first, second))
    if direction is Direction.LOWER:
        assert of(wanted, low) >= of(wanted, high)
    else:
        assert of(wanted, high) >= of(wanted, low)


@given(amounts, amounts, st.sampled_from(Direction))
def test_no_result_scores_above_the_cap_or_below_nothing(expected, actual, direction):
    assert 0 <= of(Expectation(expected, direction), actual) <= SCORING.quantity_cap


@pytest.mark.parametrize(
    ("mean", "grade"),
    [
        ("90", Grade.EXCELLENT), ("89.9999", Grade.GOOD),
        ("70", Grade.GOOD), ("69.9999", Grade.COMPLETED),
        ("50", Grade.COMPLETED), ("49.9999", Grade.NOT_COMPLETED),
    ],
)  # fmt: skip
def test_a_band_begins_at_its_edge_exactly(mean: str, grade: Grade):
    third = Decimal(mean) * 3 - 100
    got = score(replace(FULL, quantity=third / 2, quality=third / 2), SCORING)
    assert got.grade is grade


def test_a_hair_below_the_band_is_not_printed_as_the_band():
    # (85 + 84.985 + 100) / 3 = 89.995: rounded, that would be 90.00 and "good" beside it.
    near = replace(FULL, quantity=Decimal(85), quality=Decimal("84.985"))
    got = score(near, SCORING)
    assert (got.grade, got.total) == (Grade.GOOD, Decimal("89.99"))


def test_a_band_between_two_printed_figures_is_not_undercut_either():
    fine = replace(SCORING, bands=((Grade.EXCELLENT, Decimal("89.9905")),))
    got = score(replace(FULL, quantity=Decimal(85), quality=Decimal("84.973")), fine)
    assert (got.grade, got.total) == (Grade.EXCELLENT, Decimal("90.00"))


def test_away_from_a_band_the_mean_is_rounded_half_up():
    got = score(replace(FULL, quantity=Decimal(80), quality=Decimal("80.015")), SCORING)
    assert got.total == Decimal("86.67")  # 86.67166...
    got = score(replace(FULL, quantity=Decimal(80), quality=Decimal("80.025")), SCORING)
    assert got.total == Decimal("86.68")  # 86.675


def test_the_parts_are_not_rounded_before_the_mean():
    # 89.9966... each part rounded first would give (85.00 + 85.00 + 100) / 3 = 90.00.
    got = score(replace(FULL, quantity=Decimal("84.995"), quality=Decimal("84.995")), SCORING)
    assert (got.quantity, got.quality) == (Decimal("85.00"), Decimal("85.00"))
    assert (got.grade, got.total) == (Grade.GOOD, Decimal("89.99"))


def test_a_third_that_never_ends_still_reaches_its_band():
    got = score(replace(FULL, quantity=Decimal(200) / 3, quality=Decimal(100)), SCORING)
    assert (got.total, got.grade) == (Decimal("88.89"), Grade.GOOD)
    seventy = replace(FULL, quantity=Decimal(10), quality=Decimal(100))
    assert score(seventy, SCORING).grade is Grade.GOOD


parts = st.decimals(0, 120, places=4)


@given(parts, st.decimals(0, 100, places=4), st.booleans(), st.integers(0, 3))
def test_what_is_printed_never_contradicts_the_grade(quantity, quality, late, failed):
    assume(quality is not None)
    done = replace(FULL, quantity=quantity, quality=quality, late=late, failed_reviews=failed)
    got = score(done, SCORING)
    exact = min(quantity, 120) + max(0, quality - 25 * failed) + (80 if late else 100)
    by_band = next(
        (grade for grade, least in SCORING.bands if exact >= least * 3), Grade.NOT_COMPLETED
    )
    printed = next(
        (grade for grade, least in SCORING.bands if got.total >= least), Grade.NOT_COMPLETED
    )
    assert got.grade is by_band is printed
    assert abs(got.total - exact / 3) < Decimal("0.01")


def test_between_two_bands_that_are_finer_than_what_is_printed_it_is_rounded_as_usual() -> None:
    bands = ((Grade.EXCELLENT, Decimal("89.6")), (Grade.GOOD, Decimal("89.4")))
    fine = replace(SCORING, places=0, bands=bands)
    perfect = Performance(
        met=True, quantity=Decimal("68.5"), quality=None, failed_reviews=0, late=False,
        undone=False,
    )  # fmt: skip
    scored = score(perfect, fine)
    assert (scored.grade, scored.total) == (Grade.GOOD, Decimal(90))
    assert score(replace(perfect, quantity=Decimal("68.3")), fine).total == Decimal(89)


@pytest.mark.parametrize(
    ("percent", "printed"),
    [("99.999", "99.99"), ("100.001", "100.01"), ("0.001", "0.01"), ("100", "100"), ("0", "0")],
)
def test_no_part_is_printed_as_whole_or_as_nothing_unless_it_is(percent: str, printed: str):
    assert score(replace(FULL, quantity=Decimal(percent)), SCORING).quantity == Decimal(printed)


def test_a_mean_that_wants_a_little_is_not_printed_as_a_hundred():
    got = score(replace(FULL, quantity=Decimal("99.999")), SCORING)
    assert (got.total, got.grade) == (Decimal("99.99"), Grade.EXCELLENT)
    more = score(replace(FULL, quantity=Decimal("100.001")), SCORING)
    assert more.total == Decimal("100.01")
