"""What of figures is drawn: the year's course, units side by side, units on their roadmaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dondoc.exports.charts.course import DayCount
from dondoc.exports.charts.targets import UnitOnRoadmap
from dondoc.exports.charts.unit_bars import UnitCounts
from dondoc.services.figures.on_roadmap import UnitReading
from dondoc.services.organisation.units import UnitOnDay


@dataclass(frozen=True)
class IndicatorOnRoadmaps:
    """An indicator of several units, and how each stands to its own roadmap."""

    title: str
    unit_of_measure: str
    units: tuple[UnitOnRoadmap, ...]


@dataclass(frozen=True)
class DrawnFigures:
    """Figures that people look at rather than read. `due`: by unit, what was due."""

    course: tuple[DayCount, ...] = ()
    due: tuple[UnitCounts, ...] = ()
    behind: IndicatorOnRoadmaps | None = None


def most_behind(indicators: Sequence[Sequence[UnitReading]]) -> int | None:
    """Which of them has most units behind their roadmaps; None where none is.

    Of those with as many, the one of most units, then the first: they are given by their codes.
    """
    found = [(sum(not one.met for one in units), len(units)) for units in indicators]
    most = max(found, default=(0, 0))
    return found.index(most) if most[0] else None


def named_units(
    units: Sequence[UnitReading], names: Mapping[int, UnitOnDay]
) -> tuple[UnitOnRoadmap, ...]:
    """The same with their names, to be drawn."""
    return tuple(
        UnitOnRoadmap(names[one.unit_id].name, one.expected, one.actual, one.met) for one in units
    )
