"""What an indicator comes to at the year's end, and how often the method was right."""

from datetime import date
from decimal import Decimal

import pytest

from models.rules.forecast import Forecast, ForecastTrial, of_share, of_year_end, trial
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Definition, Reading, UnitShare

Pair = tuple[int | None, int | None]


def share(target: int | None, *pairs: Pair, weight: int = 1) -> UnitShare:
    """Quarters as (expected, verified)."""
    readings = tuple(
        Reading(date(2022, 3 * n, 28), (n, n), _number(expected), _number(value))
        for n, (expected, value) in enumerate(pairs, 1)
    )
    return UnitShare(_number(target), Decimal(weight), readings)


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def of(kind: Kind, adds_up: AddsUp = AddsUp.SUM, lower: bool = False) -> Definition:
    return Definition(kind, Direction.LOWER if lower else Direction.HIGHER, adds_up)


@pytest.mark.parametrize(
    ("kind", "one", "said"),
    [
        (Kind.INCREMENT, share(200, (50, 40), (50, 50), (50, None)), 180),  # 90 of 100
        (Kind.RUNNING_TOTAL, share(200, (50, 60), (100, 90), (150, None)), 180),
        (Kind.PERCENTAGE, share(95, (15, 9), (40, None)), 89),  # it keeps its distance of 6
        (Kind.PERCENTAGE, share(95, (15, 40)), 100),  # never more than all
        (Kind.LAST_VALUE, share(10, (14, 16)), 12),
        (Kind.LAST_VALUE, share(10, (14, 1)), 0),  # never less than nothing
    ],
)
def test_what_accumulates_keeps_its_pace_and_a_level_its_distance(
    kind: Kind, one: UnitShare, said: int
) -> None:
    assert of_share(of(kind), one) == said


@pytest.mark.parametrize(
    "one",
    [
        share(200, (50, None)),  # nothing verified
        share(None, (50, 40)),  # no plan of the year
        share(200, (None, 40)),  # the roadmap does not say how far it should have come
        share(200, (0, 40)),
    ],
)
def test_nothing_is_said_where_nothing_is_known(one: UnitShare) -> None:
    assert of_share(of(Kind.INCREMENT), one) is None
    assert of_year_end(of(Kind.INCREMENT), [one]) is None


def test_units_add_up_and_their_plan_is_of_the_same_units() -> None:
    shares = [share(200, (50, 40)), share(100, (25, 25)), share(60, (10, None))]
    assert of_year_end(of(Kind.INCREMENT), shares) == Forecast(
        Decimal(300), Decimal(260), Decimal("86.7"), False, units=2, carriers=3
    )
    assert of_year_end(of(Kind.INCREMENT, AddsUp.NONE), shares) is None


def test_a_forecast_is_no_finer_than_plans_and_results() -> None:
    """Nobody forecasts 1.931,58 new members."""
    whole = of_year_end(of(Kind.INCREMENT), [share(240, (62, 64)), share(100, (30, 29))])
    assert whole is not None and whole.value == 344  # 247.74 and 96.67
    parted = of_year_end(of(Kind.PERCENTAGE, AddsUp.NONE), [share(95, (15, 9))])
    assert parted is not None and parted.value == 89


def test_half_of_one_is_rounded_up_as_everywhere() -> None:
    half = of_year_end(of(Kind.INCREMENT), [share(5, (10, 5))])
    assert half is not None and half.value == 3  # 2.5


def test_of_a_limit_less_is_met() -> None:
    forecast = of_year_end(of(Kind.RUNNING_TOTAL, lower=True), [share(24, (6, 5))])
    assert forecast is not None and (forecast.value, forecast.met) == (20, True)
    allowed_none = of_year_end(of(Kind.LAST_VALUE, lower=True), [share(0, (0, 1))])
    assert allowed_none is not None
    assert (allowed_none.value, allowed_none.percent, allowed_none.met) == (1, None, False)


def test_it_is_tried_on_each_result_from_those_before_it() -> None:
    """After 40 of 50 the method says 80 for the second quarter, and 88 was near; 60 was not."""
    rule = of(Kind.RUNNING_TOTAL)
    assert trial(rule, [share(200, (50, 40), (100, 88))]) == ForecastTrial(1, 1)
    assert trial(rule, [share(200, (50, 40), (100, 60))]) == ForecastTrial(0, 1)
    assert trial(rule, [share(200, (50, 40), (100, None))]) == ForecastTrial()
    increments = share(200, (50, 40), (50, 40), (50, 40))
    assert trial(of(Kind.INCREMENT), [increments]) == ForecastTrial(2, 2)
