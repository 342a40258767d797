"""The forecast of every indicator at the year's end, and how often its method was right."""

from collections import defaultdict

from dondoc.services.digest.reading import DigestReading
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.report_shapes import IndicatorForecast
from models.rules.forecast import ForecastTrial, of_share, of_year_end, trial
from models.rules.indicators import Kind
from models.rules.measures import Definition


def forecasts(reading: DigestReading) -> tuple[tuple[IndicatorForecast, ...], ForecastTrial]:
    """By code, those of which something can be said; and the trial over all of them."""
    by_indicator: dict[int, list[JudgedCheckpoint]] = defaultdict(list)
    for each in reading.judged:
        by_indicator[each.row.indicator_id].append(each)
    found, tried = [], ForecastTrial()
    for key, judged in by_indicator.items():
        forecast, of_it = _forecast(reading, key, judged)
        tried += of_it
        if forecast is not None:
            found.append(forecast)
    return tuple(sorted(found, key=lambda each: each.code)), tried


def _forecast(
    reading: DigestReading, key: int, judged: list[JudgedCheckpoint]
) -> tuple[IndicatorForecast | None, ForecastTrial]:
    indicator = reading.question.indicators[key]
    if indicator.kind is Kind.COMPOSITE:
        return None, ForecastTrial()
    rule = Definition(indicator.kind, indicator.direction, indicator.adds_up)
    carried = reading.shares.carried(judged)
    carriers = [*carried.values()]
    tried, forecast = trial(rule, carriers), of_year_end(rule, carriers)
    if forecast is None:
        return None, tried
    counted = {key: one for key, one in carried.items() if of_share(rule, one) is not None}
    so_far = reading.shares.measure(rule, counted, reading.question.as_of)
    shown = IndicatorForecast(
        code=indicator.code,
        title=indicator.title,
        unit_of_measure=indicator.unit_of_measure,
        direction=indicator.direction,
        actual=so_far.actual,
        forecast=forecast,
    )
    return shown, tried
