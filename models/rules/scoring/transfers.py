"""One total of a period that somebody spent in more than one unit.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results and the new unit grades. How
two parts of one period become one result is read differently, and so are the general points.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.rules.scoring.exact import HUNDRED, ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import DaySpan, IsWorking
from models.rules.scoring.readings import Transfer, TransferGeneral
from models.rules.scoring.results import (
    NoTotal,
    PeriodFacts,
    ResultSum,
    TotalPoints,
    result_of,
    total_of,
    total_with,
)
from models.rules.scoring.task_lines import LinePoints


@dataclass(frozen=True)
class UnitPart:
    """What somebody did in one unit, on these days."""

    unit: str
    facts: PeriodFacts
    days: DaySpan


Weights = Sequence[tuple[UnitPart, int]]
"""Each part with the days that it weighs."""


@dataclass(frozen=True)
class WeighedPart:
    """A part with the days that it weighs, and its own result; None where the parts are pooled."""

    unit: str
    days: int
    result: ResultSum | None


@dataclass(frozen=True)
class TransferTotal:
    """The total, and the parts that it was made of."""

    parts: tuple[WeighedPart, ...]
    total: TotalPoints | NoTotal


def total_after_transfer(
    parts: Sequence[UnitPart], is_working: IsWorking, parameters: ScoringParameters
) -> TransferTotal:
    """The total over all parts, in the order of time: the last unit is the one that grades.

    Raises ValueError without a part, and where no day of any of them is counted.
    """
    weights = [(part, _days(part, is_working, parameters)) for part in parts]
    if not sum(days for _, days in weights):
        raise ValueError("a transfer has parts, and days that are counted")
    general = _general(weights, parameters)
    if parameters.transfer is Transfer.POOLED:
        lines = tuple(line for part in parts for line in part.facts.lines)
        facts = PeriodFacts(lines, general, parts[-1].facts.leader)
        weighed = tuple(WeighedPart(part.unit, days, None) for part, days in weights)
        return TransferTotal(weighed, total_of(facts, parameters))
    return _by_days(weights, general, parameters)


def _by_days(
    weights: Weights, general: Fraction | None, parameters: ScoringParameters
) -> TransferTotal:
    results = [
        (part.unit, days, result_of(part.facts.lines, part.facts.leader, parameters))
        for part, days in weights
    ]
    weighed = tuple(
        WeighedPart(unit, days, None if isinstance(result, NoTotal) else result)
        for unit, days, result in results
    )
    lines = tuple(points for _, _, result in results for points in result.lines)
    whole = weighed_result([(result, days) for _, days, result in results], lines, parameters)
    return TransferTotal(weighed, total_with(whole, general, parameters))


def weighed_result(
    results: Sequence[tuple[ResultSum | NoTotal, int]],
    lines: tuple[LinePoints, ...],
    parameters: ScoringParameters,
) -> ResultSum | NoTotal:
    """The mean of the results of units by the days that each weighs, over all these lines.

    Without the result of one of them there is none.
    """
    missing = [result.reasons for result, _ in results if isinstance(result, NoTotal)]
    if missing:
        reasons = dict.fromkeys(reason for each in missing for reason in each)
        return NoTotal(tuple(reasons), lines)
    known = [(result.share, days) for result, days in results if isinstance(result, ResultSum)]
    share = rounded(_mean(known) * HUNDRED, parameters.result_places, parameters.rounding)
    return ResultSum(lines, (), share / HUNDRED)


def days_of_units(
    spans: Mapping[int, Sequence[DaySpan]],
    units: Collection[int],
    is_working: IsWorking,
    parameters: ScoringParameters,
) -> Mapping[int, int]:
    """The days that each unit weighs for somebody who moved from one to the other.

    None where the rule set pools them, where they were in two units at once (they did not move),
    and where no day of one of them is counted: then all work is pooled.
    """
    if parameters.transfer is Transfer.POOLED or len(units) == 1:
        return {}
    days = {unit: {day for span in spans.get(unit, ()) for day in span.days()} for unit in units}
    at_once = len(set().union(*days.values())) < sum(map(len, days.values()))
    counted = {
        unit: sum(_counts(day, is_working, parameters) for day in of_unit)
        for unit, of_unit in days.items()
    }
    return {} if at_once or not all(counted.values()) else counted


def _general(weights: Weights, parameters: ScoringParameters) -> Fraction | None:
    if parameters.transfer_general is TransferGeneral.NEW_UNIT:
        return weights[-1][0].facts.general
    known = [(part.facts.general, days) for part, days in weights if part.facts.general is not None]
    return _mean(known) if len(known) == len(weights) else None


def _mean(values: Iterable[tuple[Fraction, int]]) -> Fraction:
    pairs = list(values)
    return sum((value * days for value, days in pairs), ZERO) / sum(days for _, days in pairs)


def _days(part: UnitPart, is_working: IsWorking, parameters: ScoringParameters) -> int:
    return sum(_counts(day, is_working, parameters) for day in part.days.days())


def _counts(day: date, is_working: IsWorking, parameters: ScoringParameters) -> bool:
    return parameters.transfer is not Transfer.BY_WORKING_DAYS or is_working(day)
