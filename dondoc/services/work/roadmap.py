"""The roadmap of an assignment as points of a chart, and what it came to so far."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dondoc.exports.roadmap import ChartPoint, Roadmap
from models.rules.indicators import AddsUp, Direction, Kind
from models.rules.measures import Definition, Measure, Reading, UnitShare, of_year
from models.rules.stages import SETTLED, Stage, Standing


class RoadmapStep(NamedTuple):
    """What is needed of a checkpoint. `reported_on`: the day in Viet Nam.

    `value`, `delivered`: verified, else as reported; `is_product`: it asks for no number.
    """

    label: str
    due_on: date
    standing: Standing
    stage: Stage
    expected: Decimal | None
    value: Decimal | None
    delivered: bool | None
    reported_on: date | None
    is_product: bool = False


@dataclass(frozen=True)
class YearTarget:
    """What an assignment asks for in the year."""

    kind: Kind
    direction: Direction
    target: Decimal | None
    baseline: Decimal | None = None


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


def so_far(asked: YearTarget, steps: Iterable[RoadmapStep], today: date) -> ResultSoFar:
    """Increments are summed; of anything else the last value counts."""
    live = _in_order(steps)
    numbers = [one for one in live if not one.is_product]
    waits = any(one.value is not None and one.stage not in SETTLED for one in numbers)
    said = _measure(asked, numbers, today, frozenset(Stage)) if waits else None
    return ResultSoFar(
        measure=_measure(asked, numbers, today, SETTLED),
        reported=said.actual if said else None,
        delivered=sum(one.stage in SETTLED and bool(one.delivered) for one in live),
        steps=len(live),
    )


def _measure(
    asked: YearTarget, steps: Sequence[RoadmapStep], today: date, stages: Container[Stage]
) -> Measure:
    """The year so far by the results of some stages."""
    rule = Definition(asked.kind, asked.direction, AddsUp.SUM)
    readings = tuple(
        Reading(one.due_on, (place, 0), one.expected, one.value if one.stage in stages else None)
        for place, one in enumerate(steps)
    )
    return of_year(rule, [UnitShare(asked.target, Decimal(1), readings)], today)


def roadmap_of(
    asked: YearTarget, steps: Iterable[RoadmapStep], span: tuple[date, date], today: date
) -> Roadmap | None:
    """The chart of an assignment; None where no number is expected or known.

    `span`: the first day and the last one at least. Increments are shown added up, so that they
    lead to the year's target.
    """
    live = _in_order(steps)
    adds = asked.kind is Kind.INCREMENT
    points = _points(live, adds=adds)
    known = any(one.expected is not None or one.actual is not None for one in points)
    if not known:
        return None
    from_zero = adds or asked.kind is Kind.RUNNING_TOTAL
    return Roadmap(
        points=tuple(points),
        start=span[0],
        end=max([span[1], *(one.day for one in points)]),
        today=today,
        target=asked.target,
        begins_at=Decimal(0) if from_zero else asked.baseline,
    )


def _in_order(steps: Iterable[RoadmapStep]) -> list[RoadmapStep]:
    live = (one for one in steps if one.standing is Standing.LIVE)
    return sorted(live, key=lambda one: one.due_on)


def _points(live: Sequence[RoadmapStep], *, adds: bool) -> list[ChartPoint]:
    points = []
    expected = actual = Decimal(0)
    for one in live:
        if adds:
            expected += one.expected or Decimal(0)
            actual += one.value or Decimal(0)
        points.append(
            ChartPoint(
                label=one.label,
                day=one.due_on,
                expected=one.expected if not adds or one.expected is None else expected,
                actual=one.value if not adds or one.value is None else actual,
                actual_on=min(one.due_on, one.reported_on or one.due_on),
                verified=one.stage in SETTLED,
            )
        )
    return points
