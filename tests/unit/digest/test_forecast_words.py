"""What a forecast is called while the year runs, and once its last result is verified."""

from dataclasses import replace
from decimal import Decimal

from digest_lines import PEN

from dondoc.services.digest.report_lists import _forecast
from dondoc.services.figures.report_shapes import IndicatorForecast
from models.rules.forecast import Forecast
from models.rules.indicators import Direction

MISSED = IndicatorForecast(
    code="HN", title="Hội nghị", unit_of_measure="hội nghị", direction=Direction.HIGHER,
    actual=Decimal(11), forecast=Forecast(Decimal(12), Decimal(11), Decimal("91.7"), False, 1, 1),
)  # fmt: skip


def verdict(each: IndicatorForecast, *, year_is_over: bool = True) -> str:
    return _forecast(PEN, each, year_is_over=year_is_over)[-1]


def test_a_plan_that_was_missed_is_no_longer_hard_to_reach() -> None:
    assert verdict(MISSED, year_is_over=False) == "▼ khó đạt"
    assert verdict(MISSED) == "▼ không đạt"


def test_what_is_still_to_be_verified_stays_a_forecast() -> None:
    assert verdict(replace(MISSED, actual=Decimal(8))) == "▼ khó đạt"
    of_one = replace(MISSED.forecast, carriers=2)
    assert verdict(replace(MISSED, forecast=of_one)) == "▼ khó đạt"


def test_a_limit_that_is_passed_is_passed() -> None:
    assert verdict(replace(MISSED, direction=Direction.LOWER)) == "▲ vượt mức cho phép"
