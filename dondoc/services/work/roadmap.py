"""The roadmap of an assignment as points of a chart, and what it came to so far."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.exports.charts.roadmap import ChartPoint, Roadmap, YearForecast
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoint_view import CheckpointView
from models.rules.forecast import of_year_end
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Definition, Measure, Reading, UnitShare, of_year
from models.rules.stages import SETTLED, Stage, Standing

RoadmapPlace = CheckpointRow | CheckpointView
_ADDS_UP = frozenset({Kind.INCREMENT, Kind.RUNNING_TOTAL})


@dataclass(frozen=True)
class YearTarget:
    """What an assignment asks for in the year."""

    kind: Kind
    direction: Direction
    target: Decimal | None


@dataclass(frozen=True)
class ResultSoFar:
    """What came of an assignment so far, by the rule that every page and paper asks.

    `measure`: verified results alone. `reported`: what the result comes to with what waits for
    verification, None where nothing does. `delivered` of `steps`: products accepted.
    """

    measure: Measure
    reported: Decimal | None
    delivered: int
    steps: int

    @property
    def actual(self) -> Decimal | None:
        """The verified result."""
        return self.measure.actual


def so_far(target: YearTarget, steps: Iterable[RoadmapPlace], today: date) -> ResultSoFar:
    """Increments are summed; of anything else the last value counts."""
    live = _in_order(steps)
    numbers = [roadmap_step for roadmap_step in live if not roadmap_step.is_product]
    waits = any(number.value is not None and number.stage not in SETTLED for number in numbers)
    measure = _measure(target, numbers, today, frozenset(Stage)) if waits else None
    return ResultSoFar(
        measure=_measure(target, numbers, today, SETTLED),
        reported=measure.actual if measure else None,
        delivered=sum(step.stage in SETTLED and bool(step.delivered) for step in live),
        steps=len(live),
    )


def _measure(
    target: YearTarget, steps: Sequence[RoadmapPlace], today: date, stages: Container[Stage]
) -> Measure:
    """The year so far by the results of some stages."""
    rule = Definition(target.kind, target.direction, AddsUp.SUM)
    share = UnitShare(target.target, Decimal(1), _readings(steps, stages))
    return of_year(rule, [share], today)


def _readings(steps: Sequence[RoadmapPlace], stages: Container[Stage]) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            step.due_on, (place, 0), step.expected, step.value if step.stage in stages else None
        )
        for place, step in enumerate(steps)
    )


def roadmap_of(
    target: YearTarget, steps: Iterable[RoadmapPlace], span: tuple[date, date], today: date
) -> Roadmap | None:
    """The chart of an assignment; None where no number is expected or known.

    `span`: the first day and the last one at least. Increments are shown added up, so that they
    lead to the year's target.
    """
    live = _in_order(steps)
    adds = target.kind is Kind.INCREMENT
    points = _points(live, adds=adds)
    known = any(point.expected is not None or point.actual is not None for point in points)
    if not known:
        return None
    return Roadmap(
        points=tuple(points),
        start=span[0],
        end=max([span[1], *(point.day for point in points)]),
        today=today,
        target=target.target,
        begins_at=_begins_at(target),
        direction=target.direction,
        forecast=_forecast(target, live, max([span[1], *(point.day for point in points)]), today),
    )


def _forecast(
    target: YearTarget, live: Sequence[RoadmapPlace], end: date, today: date
) -> YearForecast | None:
    """By the rule that the digest asks; None once the year is over or its last result is there."""
    numbers = [step for step in live if not step.is_product]
    if today > end or not numbers or target.kind is Kind.COMPOSITE:
        return None
    if numbers[-1].stage in SETTLED and numbers[-1].value is not None:
        return None
    rule = Definition(target.kind, target.direction, AddsUp.SUM)
    share = UnitShare(target.target, Decimal(1), _readings(numbers, SETTLED))
    forecast = of_year_end(rule, [share])
    if forecast is None:
        return None
    return YearForecast(forecast.value, by_pace=target.kind in _ADDS_UP)


def _begins_at(target: YearTarget) -> Decimal | None:
    """Where what is expected begins: at nothing, where the year begins with nothing.

    Anything else is expected from the first day as at the first checkpoint. Last year's value is
    nobody's task of this year: a line that rises or falls from it would show one.
    """
    grows = target.kind is Kind.PERCENTAGE and target.direction is Direction.HIGHER
    return Decimal(0) if target.kind in _ADDS_UP or grows else None


def _in_order(steps: Iterable[RoadmapPlace]) -> list[RoadmapPlace]:
    live = (step for step in steps if step.standing is Standing.LIVE)
    return sorted(live, key=lambda roadmap_step: roadmap_step.due_on)


def _points(live: Sequence[RoadmapPlace], *, adds: bool) -> list[ChartPoint]:
    points = []
    expected = actual = Decimal(0)
    for step in live:
        if adds:
            expected += step.expected or Decimal(0)
            actual += step.value or Decimal(0)
        points.append(
            ChartPoint(
                label=step.label,
                day=step.due_on,
                expected=step.expected if not adds or step.expected is None else expected,
                actual=step.value if not adds or step.value is None else actual,
                actual_on=min(step.due_on, step.reported_on or step.due_on),
                verified=step.stage in SETTLED,
            )
        )
    return points
