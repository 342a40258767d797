"""The roadmap of an assignment as points, its forecast, and what it came to so far."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from dondoc.services.work.roadmap import YearTarget, roadmap_of, so_far
from models.rules.indicators import Direction, Kind
from models.rules.stages import Stage, Standing

TODAY = date(2022, 5, 20)
YEAR = (date(2022, 1, 1), date(2022, 12, 31))


def step(
    label: str, due_on: date, expected: str | None, value: str | None = None, **more: Any
) -> Any:
    plain: dict[str, Any] = {
        "is_product": False,
        "standing": Standing.LIVE,
        "stage": Stage.VERIFIED if value else Stage.ASSIGNED,
        "delivered": None,
        "reported_on": None,
    }
    return SimpleNamespace(
        label=label,
        due_on=due_on,
        expected=None if expected is None else Decimal(expected),
        value=None if value is None else Decimal(value),
        **{**plain, **more},
    )


QUARTERS = (
    step("Q1", date(2022, 3, 31), "48", "50"),
    step("Q2", date(2022, 6, 30), "62", "70", stage=Stage.REPORTED, reported_on=TODAY),
    step("Q3", date(2022, 9, 30), "65"),
    step("Q4", date(2022, 12, 31), "65"),
)


def asked(kind: Kind, target: str | None, direction: Direction = Direction.HIGHER) -> YearTarget:
    return YearTarget(kind, direction, None if target is None else Decimal(target))


@pytest.mark.parametrize(
    ("kind", "reported", "percent"),
    [(Kind.INCREMENT, "120", "20.8"), (Kind.RUNNING_TOTAL, "70", "20.8")],
)
def test_the_result_is_what_is_verified_and_what_waits_is_narrative_apart(
    kind: Kind, reported: str, percent: str
) -> None:
    found = so_far(asked(kind, "240"), QUARTERS, TODAY)
    assert (found.actual, found.reported) == (Decimal(50), Decimal(reported))
    assert found.measure.percent == Decimal(percent)
    assert so_far(asked(kind, "240"), QUARTERS[:1], TODAY).reported is None


def test_of_a_limit_that_is_not_over_it_says_what_was_used() -> None:
    found = so_far(asked(Kind.LAST_VALUE, "35", Direction.LOWER), QUARTERS, TODAY)
    assert (found.measure.percent, found.measure.used) == (None, Decimal("104.2"))


def test_what_is_withdrawn_does_not_count() -> None:
    gone = step("Q0", date(2022, 2, 1), "10", "99", standing=Standing.WITHDRAWN)
    assert so_far(asked(Kind.INCREMENT, "240"), (*QUARTERS, gone), TODAY).reported == Decimal(120)


def test_products_have_no_chart_and_are_counted() -> None:
    steps = (
        step("B1", date(2022, 3, 1), None, delivered=True, stage=Stage.VERIFIED, is_product=True),
        step("B2", date(2022, 9, 1), None, delivered=True, stage=Stage.REPORTED, is_product=True),
    )
    assert roadmap_of(asked(Kind.PRODUCT, None), steps, YEAR, TODAY) is None
    found = so_far(asked(Kind.PRODUCT, None), steps, TODAY)
    assert (found.delivered, found.steps, found.actual) == (1, 2, None)


@pytest.mark.parametrize(
    ("kind", "direction", "begins_at"),
    [
        (Kind.INCREMENT, Direction.HIGHER, 0),
        (Kind.RUNNING_TOTAL, Direction.LOWER, 0),
        (Kind.PERCENTAGE, Direction.HIGHER, 0),
        (Kind.PERCENTAGE, Direction.LOWER, None),  # a rate is not allowed to rise from nothing
        (Kind.LAST_VALUE, Direction.HIGHER, None),
    ],
)
def test_what_is_expected_begins_at_nothing_or_as_at_the_first_checkpoint(
    kind: Kind, direction: Direction, begins_at: int | None
) -> None:
    """It began at last year's value, as if the year had to climb, or fall, from there."""
    roadmap = roadmap_of(asked(kind, "240", direction), QUARTERS, YEAR, TODAY)
    assert roadmap is not None and roadmap.begins_at == begins_at


def test_increments_lead_up_to_the_target() -> None:
    roadmap = roadmap_of(asked(Kind.INCREMENT, "240"), QUARTERS, YEAR, TODAY)
    assert roadmap is not None
    assert [point.expected for point in roadmap.points] == [48, 110, 175, 240]
    assert [one.actual for one in roadmap.points] == [50, 120, None, None]
    assert roadmap.points[1].actual_on == TODAY  # reported before it is due


def forecast_of(kind: Kind, steps: tuple[Any, ...], today: date = TODAY) -> Any:
    roadmap = roadmap_of(asked(kind, "240"), steps, YEAR, today)
    assert roadmap is not None
    return roadmap.forecast and (roadmap.forecast.value, roadmap.forecast.by_pace)


def test_the_forecast_is_that_of_the_digests_from_what_is_verified() -> None:
    assert forecast_of(Kind.INCREMENT, QUARTERS) == (Decimal(250), True)  # 240 x 50 / 48
    assert forecast_of(Kind.LAST_VALUE, QUARTERS) == (Decimal(242), False)  # 2 above its roadmap


def test_nothing_is_forecast_before_a_result_nor_after_the_last_one_or_the_year() -> None:
    done = tuple(step(f"Q{n}", date(2022, 3 * n, 28), "60", "61") for n in (1, 2, 3, 4))
    assert forecast_of(Kind.INCREMENT, QUARTERS[2:]) is None
    assert forecast_of(Kind.INCREMENT, done) is None
    assert forecast_of(Kind.INCREMENT, QUARTERS, YEAR[1]) is not None
    assert forecast_of(Kind.INCREMENT, QUARTERS, date(2023, 1, 1)) is None
    assert forecast_of(Kind.COMPOSITE, QUARTERS) is None
