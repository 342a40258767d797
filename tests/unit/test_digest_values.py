"""What one unit reached, by the kind of its indicator."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.services.digest.lines import Line
from dondoc.services.digest.seen import Seen
from dondoc.services.digest.values import reached
from models.rules.achievement import Expectation
from models.rules.due import DueState
from models.rules.indicators import Basis, Kind
from models.rules.stages import Stage, Standing
from models.rules.totals import Counted

ONE = Decimal(1)


def seen(number: int, expected: int, value: int | None, basis: Basis = Basis.ACTUAL) -> Seen:
    line = Line(
        number, 1, Standing.LIVE, 1, 1, "KND@LT", f"Q{number}", "", number, date(2022, 1, 1),
        date(2022, 3 * number, 30), date(2022, 3 * number, 30), Decimal(expected), False,
        Standing.LIVE, Stage.VERIFIED, None, False, 0, None, None, basis, None,
    )  # fmt: skip
    return Seen(
        line=line,
        counted=Counted(DueState.DONE_IN_TIME),
        expectation=Expectation(Decimal(expected)),
        value=None if value is None else Decimal(value),
        delivered=None,
    )


def test_increments_are_summed():
    got = reached(Kind.INCREMENT, [seen(1, 50, 60), seen(2, 50, 45)], ONE)
    assert (got.target, got.value, got.complete) == (Decimal(100), Decimal(105), True)


@pytest.mark.parametrize("kind", [Kind.RUNNING_TOTAL, Kind.PERCENTAGE, Kind.LAST_VALUE])
def test_of_the_other_kinds_the_last_value_counts_in_whatever_order_they_come(kind: Kind):
    got = reached(kind, [seen(2, 90, 85), seen(1, 50, 60)], ONE)
    assert (got.target, got.value, got.complete) == (Decimal(90), Decimal(85), True)


def test_an_unverified_increment_leaves_the_sum_incomplete():
    got = reached(Kind.INCREMENT, [seen(1, 50, 60), seen(2, 50, None)], ONE)
    assert (got.target, got.value, got.complete) == (Decimal(100), Decimal(60), False)


def test_an_earlier_value_stands_in_for_an_unverified_last_one_and_says_so():
    got = reached(Kind.PERCENTAGE, [seen(1, 50, 60), seen(2, 90, None)], ONE)
    assert (got.value, got.complete) == (Decimal(60), False)


def test_nothing_verified_is_no_value_and_zero_is_one():
    assert reached(Kind.INCREMENT, [seen(1, 50, None)], ONE).value is None
    assert reached(Kind.INCREMENT, [seen(1, 50, 0)], ONE).value == Decimal(0)


def test_an_estimate_marks_the_value_that_contains_it():
    later = [seen(1, 50, 60, Basis.ESTIMATE), seen(2, 90, 85)]
    assert reached(Kind.INCREMENT, later, ONE).estimate
    assert not reached(Kind.PERCENTAGE, later, ONE).estimate
