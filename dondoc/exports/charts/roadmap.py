"""The roadmap of an assignment as data: what is expected when, what was reached, the forecast."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.rules.achievement import Expectation, target_met
from models.rules.indicators import Direction


@dataclass(frozen=True)
class ChartPoint:
    """A checkpoint: what is expected by `day`, and what was reached and when, as far as known."""

    label: str
    day: date
    expected: Decimal | None
    actual: Decimal | None
    actual_on: date
    verified: bool = True


@dataclass(frozen=True)
class YearForecast:
    """What it comes to at the year's end: at its roadmap's pace, or else as far from it as now."""

    value: Decimal
    by_pace: bool


@dataclass(frozen=True)
class RoadmapGap:
    """What is missing by a day (or too much, of a limit): `reached` against `expected`."""

    day: date
    expected: Decimal
    reached: Decimal

    @property
    def size(self) -> Decimal:
        """How far apart they are, whichever is larger."""
        return abs(self.expected - self.reached)


@dataclass(frozen=True)
class Roadmap:
    """Points in the order of their days. `begins_at`: where the steps start from, if anywhere."""

    points: tuple[ChartPoint, ...]
    start: date
    end: date
    today: date
    target: Decimal | None = None
    begins_at: Decimal | None = None
    direction: Direction = Direction.HIGHER
    forecast: YearForecast | None = None

    @property
    def values(self) -> list[Decimal]:
        """Every number that must find its place."""
        named = [value for point in self.points for value in (point.expected, point.actual)]
        ahead = self.forecast.value if self.forecast else None
        more = (self.target, self.begins_at, ahead)
        return [amount for amount in (*named, *more) if amount is not None]

    @property
    def reached(self) -> ChartPoint | None:
        """The last checkpoint of which a value is known."""
        known = [point for point in self.points if point.actual is not None]
        return known[-1] if known else None

    @property
    def gap(self) -> RoadmapGap | None:
        """How the last value misses what is expected by today; None where it does not."""
        due = [point for point in self.points if point.day <= self.today]
        expected = next((one.expected for one in reversed(due) if one.expected is not None), None)
        last = self.reached
        if expected is None or last is None or last.actual is None:
            return None
        asked = Expectation(expected, self.direction, is_product=False)
        if target_met(asked, last.actual, None) is not False:
            return None
        return RoadmapGap(min(self.today, self.end), expected, last.actual)
