"""One total of a period that somebody spent in more than one unit.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results and the new unit grades. How
two parts of one period become one result is read differently, and so are the general points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.rules.scoring.exact import HUNDRED, ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import DaySpan, IsWorking
from models.rules.scoring.readings import Transfer, TransferGeneral
from models.rules.scoring.results import (
    MissingReason,
    NoTotal,
    PeriodFacts,
    ResultSum,
    TotalPoints,
    result_of,
    total_from,
    total_of,
)


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
    missing = [result.reasons for _, _, result in results if isinstance(result, NoTotal)]
    if general is None:
        missing.append((MissingReason.GENERAL_MISSING,))
    if general is None or missing:
        reasons = dict.fromkeys(reason for reasons in missing for reason in reasons)
        return TransferTotal(weighed, NoTotal(tuple(reasons), lines))
    share = _mean((each.result.share, each.days) for each in weighed if each.result) * HUNDRED
    share = rounded(share, parameters.result_places, parameters.rounding) / HUNDRED
    return TransferTotal(weighed, total_from(ResultSum(lines, (), share), general, parameters))


def _general(weights: Weights, parameters: ScoringParameters) -> Fraction | None:
    if parameters.transfer_general is TransferGeneral.NEW_UNIT:
        return weights[-1][0].facts.general
    known = [(part.facts.general, days) for part, days in weights if part.facts.general is not None]
    return _mean(known) if len(known) == len(weights) else None


def _mean(values: Iterable[tuple[Fraction, int]]) -> Fraction:
    pairs = list(values)
    return sum((value * days for value, days in pairs), ZERO) / sum(days for _, days in pairs)


def _days(part: UnitPart, is_working: IsWorking, parameters: ScoringParameters) -> int:
    working = parameters.transfer is Transfer.BY_WORKING_DAYS
    return sum(not working or is_working(day) for day in part.days.days())
