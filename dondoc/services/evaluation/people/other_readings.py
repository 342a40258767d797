"""The same facts with one parameter read differently: what changes, and who crosses a line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.evaluation import Grade
from models.rules.scoring.gates import Overruled
from models.rules.scoring.parameters import ScoringParameters

VARIED = (
    "denominator", "deduction_base", "deduction_floor", "lateness", "surplus", "nothing_assigned",
    "under_full_quantity", "lower_is_better", "silence", "leader_formula", "rounding", "bands_on",
    "excused_lateness", "fall_below_gate", "discipline",
    "given_quality", "transfer",
)  # fmt: skip
"""Parameters of a choice that a period of one person can turn on."""

SEEN_PLACES: Mapping[str, tuple[int | None, ...]] = {
    "ratio_places": (None, 1, 2, 4),
    "result_places": (None, 1, 2, 4),
    "points_places": (None, 1, 2),
    "total_places": (1, 2),
}
"""To how many decimals offices round, and where."""

ALL_PLACES = "all_places"
"""One number of decimals at every step: one Party committee is said to prescribe one."""


@dataclass(frozen=True)
class OtherReading:
    """A parameter read otherwise. `crosses`: it can bring another grade, or opens another gate.

    `value`: of a choice; a number of decimals, or None for no rounding there. `overruled`: what
    would make the grade "not completed", whatever the points.
    """

    name: str
    value: StrEnum | int | None
    results: Fraction | None
    least: Fraction | None
    most: Fraction | None
    grades: tuple[Grade | None, Grade | None]
    crosses: bool
    overruled: Overruled | None = None


def other_readings(
    works: Sequence[OfficialWork],
    leads: bool,
    parameters: ScoringParameters,
    entered: EnteredPoints = NOTHING_ENTERED,
) -> tuple[OtherReading, ...]:
    """The readings under which something of a period differs, with what was entered."""

    def read(otherwise: ScoringParameters) -> ScoredPeriod:
        return scored(works, leads, otherwise, entered)

    return tuple(_differing(read(parameters), read, parameters))


def _differing(
    here: ScoredPeriod,
    read: Callable[[ScoringParameters], ScoredPeriod],
    parameters: ScoringParameters,
) -> Iterator[OtherReading]:
    for name, value, otherwise in _otherwise(parameters):
        there = read(otherwise)
        if _figures(there) != _figures(here) or _lines(there) != _lines(here):
            yield OtherReading(
                name, value, there.shown_results, *there.bounds, there.grades,
                _lines(there) != _lines(here), there.overruled,
            )  # fmt: skip


def _otherwise(
    parameters: ScoringParameters,
) -> Iterator[tuple[str, StrEnum | int | None, ScoringParameters]]:
    """Each parameter with another value, and the rule set with it."""
    for name in VARIED:
        chosen: StrEnum = getattr(parameters, name)
        for value in type(chosen):
            if value is not chosen:
                yield name, value, replace(parameters, **{name: value})  # type: ignore[arg-type]
    for name, places in SEEN_PLACES.items():
        for number in places:
            if number != getattr(parameters, name):
                yield name, number, replace(parameters, **{name: number})  # type: ignore[arg-type]
    everywhere = dict.fromkeys(SEEN_PLACES, 1)
    yield ALL_PLACES, 1, replace(parameters, **everywhere)  # type: ignore[arg-type]


def _figures(period: ScoredPeriod) -> tuple[object, ...]:
    return (period.results, *period.bounds)


def _lines(period: ScoredPeriod) -> tuple[object, ...]:
    """What a line separates: the grades by points, the gates, and what overrules both."""
    gates = tuple((gate.grade, gate.need, gate.state) for gate in period.gates)
    return (*period.grades, gates, period.grade, period.overruled)
