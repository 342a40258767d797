"""Counts that add up, and totals across units."""

from dataclasses import fields
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from models.rules.due import DueState
from models.rules.indicators import AddsUp
from models.rules.totals import (
    ComparedResults,
    CountedCheckpoint,
    Counts,
    WeightedValue,
    across_units,
    count,
)

checkpoints = st.lists(
    st.builds(
        CountedCheckpoint,
        st.sampled_from(DueState),
        *(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    )
)
amounts = st.decimals(0, 100_000, places=2)
shares = st.lists(st.builds(WeightedValue, amounts, st.decimals(1, 100, places=2)), min_size=1)


@given(checkpoints)
def test_every_checkpoint_is_in_exactly_one_part_of_the_total(given_checkpoints):
    counted = count(given_checkpoints)
    assert counted.total == len(given_checkpoints)
    assert counted.done + counted.open_in_time + counted.overdue == counted.total


@given(checkpoints, checkpoints)
def test_counting_two_units_together_gives_the_sum_of_their_counts(some, others):
    assert count(some) + count(others) == count(some + others)


@given(checkpoints)
def test_named_parts_are_counted_by_their_mark(given_checkpoints):
    counted = count(given_checkpoints)
    for part in ("due_soon", "waiting", "missing", "undelivered"):
        assert getattr(counted, part) == sum(
            getattr(checkpoint, part) for checkpoint in given_checkpoints
        )


def test_nothing_counted_is_zero_everywhere():
    assert all(getattr(count([]), part.name) == 0 for part in fields(Counts))


def test_verdicts_add_up():
    assert ComparedResults(1, 2, 1) + ComparedResults(3, 4, 2) == ComparedResults(4, 6, 3)


def test_a_sum_across_units():
    parts = [
        WeightedValue(Decimal("1400.5"), Decimal(1)),
        WeightedValue(Decimal("700.5"), Decimal(9)),
    ]
    assert across_units(AddsUp.SUM, parts) == Decimal(2101)


def test_a_weighted_mean_leans_to_the_heavier_unit():
    parts = [WeightedValue(Decimal(90), Decimal(3)), WeightedValue(Decimal(50), Decimal(1))]
    assert across_units(AddsUp.WEIGHTED_MEAN, parts) == Decimal(80)


def test_there_is_no_total_where_an_indicator_does_not_add_up():
    assert across_units(AddsUp.NONE, [WeightedValue(Decimal(1), Decimal(1))]) is None


def test_there_is_no_total_of_nothing_nor_a_mean_without_weight():
    assert across_units(AddsUp.SUM, []) is None
    assert across_units(AddsUp.WEIGHTED_MEAN, [WeightedValue(Decimal(5), Decimal(0))]) is None


@given(shares)
def test_a_weighted_mean_lies_between_the_least_and_the_greatest(parts):
    mean = across_units(AddsUp.WEIGHTED_MEAN, parts)
    least, greatest = min(p.value for p in parts), max(p.value for p in parts)
    dust = Decimal("1e-9")
    assert mean is not None
    assert least - dust <= mean <= greatest + dust
