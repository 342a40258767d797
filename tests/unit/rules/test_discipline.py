"""Which papers of discipline can be recorded, and in which days each counts."""

from datetime import date, timedelta

import pytest

from models.rules.discipline import (
    MOST_DAYS_BETWEEN,
    DisciplineKind,
    counts_in,
    why_not_discipline,
)

SIGNED, TODAY = date(2022, 3, 10), date(2022, 4, 12)
Q1 = (date(2022, 1, 1), date(2022, 3, 31))
FAR = SIGNED + timedelta(days=MOST_DAYS_BETWEEN)


@pytest.mark.parametrize(
    ("signed", "effective", "why"),
    [
        (SIGNED, SIGNED, ""),
        (TODAY, TODAY + timedelta(days=9), ""),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1), "not_signed"),
        (SIGNED, SIGNED - timedelta(days=1), "effect_before"),
        (SIGNED, FAR, ""),
        (SIGNED, FAR + timedelta(days=1), "effect_too_late"),
    ],
)
def test_days_that_cannot_be_are_refused(signed: date, effective: date, why: str) -> None:
    kind = DisciplineKind.DISCIPLINE
    assert why_not_discipline(kind, False, signed, effective, TODAY) == ((why,) if why else ())


def test_degradation_is_concluded_of_people_alone() -> None:
    days = (SIGNED, SIGNED, TODAY)
    assert why_not_discipline(DisciplineKind.DEGRADATION, True, *days) == ("unit_degraded",)
    assert why_not_discipline(DisciplineKind.DEGRADATION, False, *days) == ()
    assert why_not_discipline(DisciplineKind.DISCIPLINE, True, *days) == ()


def test_all_that_is_wrong_is_told_and_nothing_of_what_is_not_known() -> None:
    kind, ahead = DisciplineKind.DEGRADATION, TODAY + timedelta(days=1)
    whys = why_not_discipline(kind, True, ahead, TODAY, TODAY)
    assert whys == ("unit_degraded", "not_signed", "effect_before")
    assert why_not_discipline(kind, True, ahead, None, TODAY) == ("unit_degraded", "not_signed")
    assert why_not_discipline(None, True, None, SIGNED, TODAY) == ()


@pytest.mark.parametrize(
    ("effective", "as_of", "counts"),
    [
        (Q1[0], TODAY, True),
        (Q1[1], TODAY, True),
        (date(2021, 12, 31), TODAY, False),
        (date(2022, 4, 1), TODAY, False),
        (SIGNED, SIGNED, True),
        (SIGNED, date(2022, 3, 9), False),
    ],
)
def test_it_counts_in_the_days_in_which_it_takes_effect_once_it_has(
    effective: date, as_of: date, counts: bool
) -> None:
    assert counts_in(effective, *Q1, as_of) is counts
