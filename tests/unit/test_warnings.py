"""What is hinted at beside a report, and what is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.rules.achievement import Expectation
from models.rules.indicators import Basis, Direction, Kind
from models.rules.warnings import Claim, Hint, Said, hints

DUE = date(2022, 3, 31)
PLAIN = Claim(
    kind=Kind.RUNNING_TOTAL,
    expected=Expectation(Decimal(100)),
    value=Decimal(90),
    due_on=DUE,
    before=Decimal(40),
    files=1,
)


def _seen(claim: Claim) -> set[Hint]:
    return {one.hint for one in hints(claim)}


def test_it_has_nothing_to_say_of_a_plain_report() -> None:
    assert hints(PLAIN) == ()


def test_it_sees_a_running_total_that_falls() -> None:
    falling = replace(PLAIN, value=Decimal(39))
    (seen,) = hints(falling)
    assert seen.hint is Hint.FALLING
    assert dict(seen.params) == {"value": Decimal(39), "before": Decimal(40)}
    assert _seen(replace(falling, kind=Kind.INCREMENT)) == set()


def test_it_sees_what_came_about_in_the_last_week() -> None:
    told = (Said(Decimal(45), date(2022, 3, 24)), Said(Decimal(80), date(2022, 3, 29)))
    # 60 were planned after the checkpoint before; 45 of them came after 24/3.
    assert _seen(replace(PLAIN, updates=told)) == {Hint.JUMP}
    steady = (Said(Decimal(65), date(2022, 3, 24)),)
    assert _seen(replace(PLAIN, updates=steady)) == set()
    assert _seen(replace(PLAIN, updates=told[1:])) == set()  # nothing was told before that week


def test_the_whole_quarter_is_planned_where_values_are_increments() -> None:
    told = (Said(Decimal(45), date(2022, 3, 1)),)
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
    assert (Hint.FAR_ABOVE in _seen(claim)) is far


def test_it_names_what_is_not_final_unchanged_late_or_without_evidence() -> None:
    claim = replace(PLAIN, value=Decimal(40), basis=Basis.ESTIMATE, late_by=3, files=0)
    found = hints(claim)
    assert [one.hint for one in found] == [
        Hint.ESTIMATE, Hint.UNCHANGED, Hint.LATE, Hint.NO_EVIDENCE,
    ]  # fmt: skip
    assert dict(found[2].params) == {"n": 3}


def test_it_asks_a_product_for_evidence_only() -> None:
    product = Claim(Kind.PRODUCT, Expectation(None, is_product=True), None, DUE)
    assert _seen(product) == {Hint.NO_EVIDENCE}
