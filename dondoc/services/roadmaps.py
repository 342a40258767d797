"""The roadmap of an assignment as points of a chart, and what it came to so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dondoc.exports.roadmap import Point, Roadmap
from models.rules.achievement import Expectation, percent_achieved
from models.rules.indicators import Direction, Kind
from models.rules.stages import SETTLED, Stage, Standing


class Step(NamedTuple):
    """What is needed of a checkpoint. `reported_on`: the day in Viet Nam."""

    label: str
    due_on: date
    standing: Standing
    stage: Stage
    expected: Decimal | None
    value: Decimal | None
    delivered: bool | None
    reported_on: date | None


@dataclass(frozen=True)
class Asked:
    """What an assignment asks for in the year."""

    kind: Kind
    direction: Direction
    target: Decimal | None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class SoFar:
    """What came of an assignment so far. `percent` of the year's target.

    `unverified`: a part of it is reported and not verified. `delivered` of `steps`: for products.
    """

    actual: Decimal | None
    percent: Decimal | None
    unverified: bool
    delivered: int
    steps: int


def so_far(asked: Asked, steps: Iterable[Step]) -> SoFar:
    """Increments are summed; of anything else the last value counts."""
    live = _in_order(steps)
    valued = [one for one in live if one.value is not None]
    counted = valued if asked.kind is Kind.INCREMENT else valued[-1:]
    actual = sum((one.value or Decimal(0) for one in counted), Decimal(0)) if counted else None
    return SoFar(
        actual=actual,
        percent=percent_achieved(Expectation(asked.target, asked.direction), actual),
        unverified=any(one.stage not in SETTLED for one in counted),
        delivered=sum(bool(one.delivered) for one in live),
        steps=len(live),
    )


def roadmap_of(
    asked: Asked, steps: Iterable[Step], span: tuple[date, date], today: date
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


def _in_order(steps: Iterable[Step]) -> list[Step]:
    live = (one for one in steps if one.standing is Standing.LIVE)
    return sorted(live, key=lambda one: one.due_on)


def _points(live: Sequence[Step], *, adds: bool) -> list[Point]:
    points = []
    expected = actual = Decimal(0)
    for one in live:
        if adds:
            expected += one.expected or Decimal(0)
            actual += one.value or Decimal(0)
        points.append(
            Point(
                label=one.label,
                day=one.due_on,
                expected=one.expected if not adds or one.expected is None else expected,
                actual=one.value if not adds or one.value is None else actual,
                actual_on=min(one.due_on, one.reported_on or one.due_on),
                verified=one.stage in SETTLED,
            )
        )
    return points
