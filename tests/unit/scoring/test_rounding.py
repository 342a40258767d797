"""What is rounded, where, and which side of a band it falls on (case G14)."""

from fractions import Fraction

import pytest
from scoring_rules import exact, line, reading
from scoring_rules import late as lateness

from models.rules.evaluation import Grade
from models.rules.scoring.exact import decimal_of, rounded
from models.rules.scoring.readings import BandsOn, RoundingKind
from models.rules.scoring.results import PeriodFacts, TotalPoints, grade_by_points, total_of

WORK = (line("T1", 8, 2, 2, *[lateness()] * 3), line("T2", 19, 1, 1))
ONE_DECIMAL = {"ratio_places": 1, "result_places": 1, "points_places": 1, "total_places": 1}


def total(general: str, **changes: object) -> TotalPoints:
    scored = total_of(PeriodFacts(WORK, exact(general)), reading(**changes))
    assert isinstance(scored, TotalPoints)
    return scored


@pytest.mark.parametrize(
    ("general", "shown", "on_rounded", "on_exact"),
    [
        ("27.994", "89.99", "good", "good"),
        ("27.995", "90.00", "excellent", "good"),
        ("27.996", "90.00", "excellent", "good"),
    ],
)
def test_bands_cut_as_the_rule_set_says(
    general: str, shown: str, on_rounded: str, on_exact: str
) -> None:
    cut_rounded, cut_exact = total(general), total(general, bands_on=BandsOn.EXACT)
    assert cut_rounded.exact == cut_exact.exact == exact(general) + 62
    assert str(decimal_of(cut_exact.rounded, 2)) == shown
    assert (cut_rounded.grade, cut_exact.grade) == (on_rounded, on_exact)


def test_it_rounds_at_every_step_where_the_rule_set_does() -> None:
    scored = total("27.994", **ONE_DECIMAL)
    assert [part.share * 100 for part in scored.result.parts] == [100, 100, exact("65.7")]
    assert scored.result.share * 100 == exact("88.6")
    assert (scored.general, scored.results, scored.rounded) == (28, 62, 90)
    assert scored.grade is Grade.EXCELLENT


def test_it_rounds_one_step_alone() -> None:
    assert total("28", ratio_places=0).result.share * 100 == Fraction(266, 3)
    assert total("28", result_places=0).result.share * 100 == 89
    assert total("27.5", points_places=0).exact == 28 + 62


@pytest.mark.parametrize(
    ("value", "places", "up", "even"),
    [
        ("0.125", 2, "0.13", "0.12"),
        ("0.135", 2, "0.14", "0.14"),
        ("0.1249", 2, "0.12", "0.12"),
        ("0.1251", 2, "0.13", "0.13"),
        ("-0.125", 2, "-0.13", "-0.12"),
        ("2.5", 0, "3", "2"),
        ("89.995", 2, "90", "90"),
        ("0", 2, "0", "0"),
    ],
)
def test_the_middle_goes_up_or_to_the_even_digit(
    value: str, places: int, up: str, even: str
) -> None:
    assert rounded(exact(value), places, RoundingKind.HALF_UP) == exact(up)
    assert rounded(exact(value), places, RoundingKind.HALF_EVEN) == exact(even)
    assert rounded(exact(value), None, RoundingKind.HALF_UP) == exact(value)


def test_it_prints_as_many_digits_as_it_is_asked_for() -> None:
    assert str(decimal_of(Fraction(90), 2)) == "90.00"
    assert str(decimal_of(Fraction(2, 3), 4)) == "0.6667"


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("90", "excellent"),
        ("89.9999", "good"),
        ("70", "good"),
        ("69.9999", "completed"),
        ("50", "completed"),
        ("49.9999", "not_completed"),
        ("0", "not_completed"),
    ],
)
def test_a_band_begins_at_its_least_points(points: str, grade: str) -> None:
    assert grade_by_points(exact(points), reading(bands_on=BandsOn.EXACT)) == grade
