"""What is hinted at beside a report, and what is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.rules.achievement import Expectation
from models.rules.indicators import Basis, Direction, Kind
from models.rules.warnings import DatedValue, Hint, ReportUnderCheck, hints

DUE = date(2022, 3, 31)
PLAIN = ReportUnderCheck(
    kind=Kind.RUNNING_TOTAL,
    expected=Expectation(Decimal(100)),
    value=Decimal(90),
    due_on=DUE,
    before=Decimal(40),
    files=1,
)


def _seen(claim: ReportUnderCheck) -> set[Hint]:
    return {hint.hint for hint in hints(claim)}


def test_it_has_nothing_to_say_of_a_plain_report() -> None:
    assert hints(PLAIN) == ()


def test_it_sees_a_running_total_that_falls() -> None:
    falling = replace(PLAIN, value=Decimal(39))
    (seen,) = hints(falling)
    assert seen.hint is Hint.FALLING
    assert dict(seen.params) == {"value": Decimal(39), "before": Decimal(40)}
    assert _seen(replace(falling, kind=Kind.INCREMENT)) == set()


def test_it_sees_what_came_about_in_the_last_week() -> None:
    told = (DatedValue(Decimal(45), date(2022, 3, 24)), DatedValue(Decimal(80), date(2022, 3, 29)))
    # 60 were planned after the checkpoint before; 45 of them came after 24/3.
    assert _seen(replace(PLAIN, updates=told)) == {Hint.JUMP}
    steady = (DatedValue(Decimal(65), date(2022, 3, 24)),)
    assert _seen(replace(PLAIN, updates=steady)) == set()
    assert _seen(replace(PLAIN, updates=told[1:])) == set()  # nothing was told before that week


def test_the_whole_quarter_is_planned_where_values_are_increments() -> None:
    told = (DatedValue(Decimal(45), date(2022, 3, 1)),)
    assert _seen(replace(PLAIN, kind=Kind.INCREMENT, updates=told)) == set()
    assert _seen(replace(PLAIN, kind=Kind.INCREMENT, value=Decimal(95), updates=told)) == {
        Hint.JUMP
    }


@pytest.mark.parametrize(
    ("value", "direction", "far"),
    [("150", Direction.HIGHER, True), ("149", Direction.HIGHER, False),
     ("66", Direction.LOWER, True), ("67", Direction.LOWER, False)],
)  # fmt: skip
def test_it_sees_a_result_far_beyond_what_is_expected(
    value: str, direction: Direction, far: bool
) -> None:
    claim = replace(PLAIN, value=Decimal(value), expected=Expectation(Decimal(100), direction))
    hint = Hint.FAR_BELOW_LIMIT if direction is Direction.LOWER else Hint.FAR_ABOVE
    assert (_seen(claim) == {hint}) is far


def test_a_hint_at_a_limit_says_what_was_used_of_it() -> None:
    claim = replace(PLAIN, value=Decimal(60), expected=Expectation(Decimal(100), Direction.LOWER))
    (seen,) = hints(claim)
    assert dict(seen.params) == {"percent": Decimal(60)}


def test_it_names_what_is_not_final_unchanged_or_late() -> None:
    claim = replace(PLAIN, value=Decimal(40), basis=Basis.ESTIMATE, late_by=3, files=0)
    found = hints(claim)
    assert [one.hint for one in found] == [
        Hint.ESTIMATE, Hint.UNCHANGED, Hint.LATE,
    ]  # fmt: skip
    assert dict(found[2].params) == {"n": 3}


def test_it_asks_a_product_for_evidence_only() -> None:
    product = ReportUnderCheck(Kind.PRODUCT, Expectation(None, is_product=True), None, DUE)
    assert _seen(product) == {Hint.NO_EVIDENCE}
    assert _seen(replace(product, files=1)) == set()
    assert _seen(replace(product, undelivered=True)) == {Hint.UNDELIVERED}


def test_a_number_needs_no_file_beside_it() -> None:
    assert _seen(replace(PLAIN, files=0)) == set()


def test_it_counts_the_last_week_from_what_was_said_last_before_it() -> None:
    told = (DatedValue(Decimal(10), date(2022, 3, 1)), DatedValue(Decimal(70), date(2022, 3, 24)))
    assert _seen(replace(PLAIN, updates=told)) == set()


def test_it_sees_no_haste_where_less_is_better_or_nothing_can_be_compared() -> None:
    told = (DatedValue(Decimal(1), date(2022, 3, 1)),)
    lower = Expectation(Decimal(100), Direction.LOWER)
    assert Hint.JUMP not in _seen(replace(PLAIN, updates=told, expected=lower))
    assert Hint.JUMP not in _seen(replace(PLAIN, updates=told, value=None))
    assert Hint.JUMP not in _seen(replace(PLAIN, updates=told, expected=Expectation(None)))
    assert Hint.JUMP not in _seen(replace(PLAIN, updates=told, before=Decimal(100)))
    assert Hint.JUMP in _seen(replace(PLAIN, updates=told, before=Decimal(99)))


def test_half_of_what_was_planned_is_enough_to_ask() -> None:
    # 60 were planned after the checkpoint before: 30 of them in the last week are half.
    (seen,) = hints(replace(PLAIN, updates=(DatedValue(Decimal(60), date(2022, 3, 24)),)))
    assert seen.hint is Hint.JUMP
    assert dict(seen.params) == {"gained": Decimal(30), "earlier": Decimal(60)}
    assert hints(replace(PLAIN, updates=(DatedValue(Decimal(61), date(2022, 3, 24)),))) == ()


def test_the_same_total_as_before_is_unchanged_and_does_not_fall() -> None:
    assert _seen(replace(PLAIN, value=Decimal(40))) == {Hint.UNCHANGED}
    assert _seen(replace(PLAIN, value=None, before=None)) == set()


def test_a_day_late_is_late() -> None:
    assert _seen(replace(PLAIN, late_by=1)) == {Hint.LATE}
    assert _seen(replace(PLAIN, late_by=None)) == set()
    # On a day off after its last day it is late, by no working day.
    assert _seen(replace(PLAIN, late_by=0)) == {Hint.JUST_LATE}


@pytest.mark.parametrize("kind", [Kind.RUNNING_TOTAL, Kind.INCREMENT])
@pytest.mark.parametrize(("earlier", "seen"), [("40", {Hint.JUMP}), ("40.5", set())])
def test_half_of_all_that_was_expected_is_a_jump_where_nothing_was_counted_before(
    kind: Kind, earlier: str, seen: set[Hint]
) -> None:
    told = (DatedValue(Decimal(earlier), date(2022, 3, 1)),)
    assert _seen(replace(PLAIN, kind=kind, before=None, updates=told)) == seen
