"""The same facts with one parameter read differently: what changes, and who crosses a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.evaluation import Grade
from models.rules.scoring.parameters import ScoringParameters

VARIED = (
    "denominator", "deduction_base", "deduction_floor", "lateness", "surplus", "nothing_assigned",
    "under_full_quantity", "lower_is_better", "silence", "leader_formula", "bands_on",
    "excused_lateness",
)  # fmt: skip
"""Parameters of a choice that a period of one person can turn on."""


@dataclass(frozen=True)
class OtherReading:
    """A parameter read otherwise. `crosses`: it can bring another grade, or opens another gate."""

    name: str
    value: StrEnum
    results: Fraction | None
    least: Fraction | None
    most: Fraction | None
    grades: tuple[Grade | None, Grade | None]
    crosses: bool


def other_readings(
    works: Sequence[OfficialWork], leads: bool, parameters: ScoringParameters
) -> tuple[OtherReading, ...]:
    """The readings under which something of a period differs."""
    here = scored(works, leads, parameters)
    return tuple(_differing(here, works, leads, parameters))


def _differing(
    here: ScoredPeriod, works: Sequence[OfficialWork], leads: bool, parameters: ScoringParameters
) -> Iterator[OtherReading]:
    for name in VARIED:
        chosen: StrEnum = getattr(parameters, name)
        for value in type(chosen):
            if value is chosen:
                continue
            otherwise: ScoringParameters = replace(parameters, **{name: value})  # type: ignore[arg-type]
            there = scored(works, leads, otherwise)
            if _figures(there) != _figures(here) or _lines(there) != _lines(here):
                yield _reading(name, value, there, _lines(there) != _lines(here))


def _reading(name: str, value: StrEnum, there: ScoredPeriod, crosses: bool) -> OtherReading:
    least, most = there.bounds
    return OtherReading(name, value, there.results, least, most, there.grades, crosses)


def _figures(period: ScoredPeriod) -> tuple[object, ...]:
    return (period.results, *period.bounds)


def _lines(period: ScoredPeriod) -> tuple[object, ...]:
    """What a line separates: the grades by points, the gates, and what overrules both."""
    gates = tuple((gate.grade, gate.need, gate.state) for gate in period.gates)
    return (*period.grades, gates, period.grade, period.overruled)
