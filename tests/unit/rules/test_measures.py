"""One rule for totals and ratios: which units count, what is compared, how it is rounded."""

from datetime import date
from decimal import Decimal

from dondoc.rendering import formats
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import (
    Definition,
    Measure,
    Reading,
    UnitShare,
    of_period,
    of_year,
    rounded,
    units_with_product,
)

MIDYEAR, AFTER = date(2022, 7, 15), date(2023, 1, 1)
SUMMED = Definition(Kind.INCREMENT, Direction.HIGHER, AddsUp.SUM)
LIMIT = Definition(Kind.INCREMENT, Direction.LOWER, AddsUp.SUM)
MEAN = Definition(Kind.PERCENTAGE, Direction.HIGHER, AddsUp.WEIGHTED_MEAN)
ENDS = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31))


def carrier(
    expected: list[int | None],
    values: list[int | None],
    target: int | None = 100,
    weight: int = 1,
) -> UnitShare:
    readings = tuple(
        Reading(ENDS[n], (n, n), _decimal(plan), _decimal(values[n] if n < len(values) else None))
        for n, plan in enumerate(expected)
    )
    return UnitShare(_decimal(target), Decimal(weight), readings)


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def numbers(measure: Measure) -> tuple[Decimal | None, ...]:
    return measure.target, measure.planned, measure.actual, measure.percent


def test_a_years_plan_stands_beside_the_results_of_the_same_units_alone() -> None:
    some = [carrier([25] * 4, [20, 30]), carrier([25] * 4, [])]
    found = of_year(SUMMED, some, MIDYEAR)
    assert numbers(found) == (100, 50, 50, 50)
    assert (found.complete, found.units) == (1, 2)


def test_a_periods_plan_stands_beside_the_results_of_the_same_units_alone() -> None:
    some = [carrier([50], [60]), carrier([50], [])]
    found = of_period(SUMMED, some, MIDYEAR)
    assert numbers(found) == (50, 50, 60, 120)
    assert (found.complete, found.units) == (1, 2)


def test_a_unit_with_one_increment_of_two_is_not_in_the_periods_figures() -> None:
    some = [carrier([50, 50], [60]), carrier([50, 50], [40, 50])]
    assert numbers(of_period(SUMMED, some, MIDYEAR)) == (100, 100, 90, 90)


def test_of_a_level_the_last_counts_beside_what_its_own_checkpoint_expected() -> None:
    rule = Definition(Kind.RUNNING_TOTAL, Direction.HIGHER, AddsUp.SUM)
    found = of_year(rule, [carrier([20, 40, 70, 100], [25, 38])], MIDYEAR)
    assert numbers(found) == (100, 40, 38, 38)


def test_a_level_is_complete_by_its_last_value() -> None:
    rule = Definition(Kind.LAST_VALUE, Direction.HIGHER, AddsUp.SUM)
    assert of_period(rule, [carrier([50, 90], [None, 85])], MIDYEAR).complete == 1
    assert of_period(rule, [carrier([50, 90], [60])], MIDYEAR).complete == 0


def test_the_order_in_which_checkpoints_come_changes_nothing() -> None:
    rule = Definition(Kind.RUNNING_TOTAL, Direction.HIGHER, AddsUp.SUM)
    one = carrier([20, 40], [25, 38])
    turned = UnitShare(one.target, one.weight, one.readings[::-1])
    assert of_year(rule, [one], MIDYEAR) == of_year(rule, [turned], MIDYEAR)


def test_a_limit_has_no_percent_before_its_period_is_over_but_what_was_used_so_far() -> None:
    found = of_year(LIMIT, [carrier([5, 5, 5, 5], [1, 3], target=20)], MIDYEAR)
    assert (found.percent, found.used) == (None, 40)
    assert (found.planned, found.actual, found.target) == (10, 4, 20)


def test_a_limit_is_judged_once_its_last_due_date_has_passed() -> None:
    whole = [carrier([5, 5, 5, 5], [1, 3, 2, 4], target=20)]
    assert of_year(LIMIT, whole, ENDS[3]).percent is None
    found = of_year(LIMIT, whole, AFTER)
    assert (found.percent, found.used, found.allowed) == (None, 50, 20)


def test_a_limit_whose_last_results_are_missing_is_not_judged_by_the_first_ones() -> None:
    level = Definition(Kind.LAST_VALUE, Direction.LOWER, AddsUp.SUM)
    first = carrier([6, 12, 18, 24], [7], target=24)
    found = of_year(level, [first], AFTER)
    assert (found.percent, found.used, found.planned) == (None, rounded(Decimal(700) / 6), 6)
    whole = carrier([6, 12, 18, 24], [7, 9, 15, 20], target=24)
    assert of_year(level, [whole], AFTER).used == rounded(Decimal(2000) / 24)
    both = of_year(level, [whole, first], AFTER)
    assert (both.used, both.allowed) == (90, 30)
    parts = of_year(LIMIT, [carrier([5, 5, 5, 5], [1, 3, 2], target=20)], AFTER)
    assert (parts.percent, parts.used, parts.allowed) == (None, 40, 15)


def test_a_mean_weighs_the_units_that_count() -> None:
    some = [carrier([80], [90], 90, weight=3), carrier([60], [50], 70, weight=1)]
    assert numbers(of_period(MEAN, some, MIDYEAR)) == (75, 75, 80, Decimal("106.7"))
    some[1] = carrier([60], [], 70)
    assert numbers(of_period(MEAN, some, MIDYEAR)) == (80, 80, 90, Decimal("112.5"))


def test_what_does_not_add_up_has_no_total_but_one_unit_has_its_own_numbers() -> None:
    rule = Definition(Kind.LAST_VALUE, Direction.HIGHER, AddsUp.NONE)
    some = [carrier([80], [90]), carrier([60], [50])]
    assert numbers(of_year(rule, some, MIDYEAR)) == (None,) * 4
    assert numbers(of_year(rule, some[:1], MIDYEAR)) == (100, 80, 90, 90)
    assert numbers(of_year(rule, [some[0], carrier([60], [])], MIDYEAR)) == (None,) * 4


def test_a_unit_without_a_target_leaves_no_total_to_compare_with() -> None:
    some = [carrier([25], [20]), carrier([25], [20], target=None)]
    assert numbers(of_year(SUMMED, some, MIDYEAR)) == (None, 50, 40, None)


def test_an_unknown_part_of_a_plan_is_not_zero() -> None:
    assert of_year(SUMMED, [carrier([25, None], [20, 5])], MIDYEAR).planned is None


def test_zero_is_a_result_and_nothing_is_none() -> None:
    assert of_year(SUMMED, [carrier([25], [0])], MIDYEAR).actual == 0
    assert of_year(SUMMED, [carrier([25], [])], MIDYEAR).actual is None


def test_units_whose_value_contains_an_estimate_are_counted() -> None:
    one = carrier([25, 25], [20, 5])
    readings = (one.readings[0]._replace(estimate=True), one.readings[1])
    estimated = UnitShare(one.target, one.weight, readings)
    assert of_year(SUMMED, [one, estimated], MIDYEAR).estimates == 1
    level = Definition(Kind.LAST_VALUE, Direction.HIGHER, AddsUp.SUM)
    assert of_year(level, [one, estimated], MIDYEAR).estimates == 0


def test_a_limit_is_read_as_what_was_used_so_far() -> None:
    found = of_year(LIMIT, [carrier([5, 5, 5, 5], [1, 3], target=20)], MIDYEAR)
    assert formats.ratio(found) == "đã dùng 40% mức cho phép đến nay (10)"
    over = of_year(LIMIT, [carrier([5, 5, 5, 5], [6, 8, 6, 8], target=20)], AFTER)
    assert formats.ratio(over) == "đã dùng 140%"
    assert formats.ratio(over, "en") == "used 140%"
    assert formats.ratio(None) == "–"


def test_a_unit_without_a_checkpoint_has_nothing_complete() -> None:
    found = of_period(SUMMED, [carrier([], [])], MIDYEAR)
    assert (found.complete, found.units, found.actual) == (0, 1, None)


def test_a_limit_waits_for_the_last_due_date_of_every_unit() -> None:
    some = [carrier([5], [1], target=5), carrier([5, 5, 5, 5], [], target=20)]
    found = of_year(LIMIT, some, MIDYEAR)
    assert (found.percent, found.used, found.complete) == (None, 20, 1)


def test_the_last_is_the_one_due_last_whatever_its_place_in_the_plan() -> None:
    rule = Definition(Kind.LAST_VALUE, Direction.HIGHER, AddsUp.SUM)
    early = Reading(ENDS[0], (9, 9), Decimal(50), Decimal(60))
    late = Reading(ENDS[1], (1, 1), Decimal(90), Decimal(85))
    found = of_year(rule, [UnitShare(Decimal(100), Decimal(1), (late, early))], MIDYEAR)
    assert (found.actual, found.planned) == (85, 90)


def test_an_estimate_of_a_unit_that_does_not_count_is_not_marked() -> None:
    one = carrier([25, 25], [20])
    estimated = UnitShare(
        one.target, one.weight, (one.readings[0]._replace(estimate=True), *one.readings[1:])
    )
    assert of_period(SUMMED, [estimated], MIDYEAR).estimates == 0


def test_a_mean_has_two_decimals() -> None:
    some = [carrier([90], [value], 90) for value in (50, 50, 55)]
    assert of_period(MEAN, some, MIDYEAR).actual == Decimal("51.67")


def test_units_with_a_product_are_counted_once_and_only_where_it_was_accepted() -> None:
    products = [(1, True), (1, True), (2, False), (2, True), (3, False)]
    assert units_with_product(products) == 2
    assert units_with_product([]) == 0


def test_a_mean_that_misses_its_plan_by_a_little_is_neither_printed_nor_rated_as_reaching_it() -> (
    None
):
    readings = (Reading(ENDS[3], (3, 3), Decimal(100), Decimal("99.99")),)
    some = [UnitShare(Decimal(100), Decimal(1), readings), carrier([100], [100])]
    found = of_year(MEAN, some, AFTER)
    assert numbers(found) == (100, 100, Decimal("99.995"), Decimal("99.995"))
    reached = of_year(MEAN, [carrier([100], [100])] * 3, AFTER)
    assert numbers(reached) == (100, 100, 100, 100)


def test_a_mean_is_rated_before_it_is_rounded_to_be_printed() -> None:
    some = [carrier([0], [1], target=0)] + [carrier([0], [0], target=0)] * 2
    some[0] = carrier([1], [1], target=1, weight=1)
    found = of_year(MEAN, some, AFTER)
    assert numbers(found) == (Decimal("0.33"), Decimal("0.33"), Decimal("0.33"), 100)


def test_a_sum_keeps_the_decimals_that_were_reported() -> None:
    readings = (Reading(ENDS[3], (3, 3), Decimal(50), Decimal("49.995")),)
    some = [UnitShare(Decimal(50), Decimal(1), readings), carrier([40], [40], target=40)]
    assert numbers(of_year(SUMMED, some, AFTER))[:3] == (90, 90, Decimal("89.995"))
