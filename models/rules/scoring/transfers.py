"""One total of a period that somebody spent in more than one unit.

Decree 335/2025/NĐ-CP Art. 21: the old unit hands over its results and the new unit grades. How
two parts of one period become one result is read differently, and so are the general points.
"""

from collections.abc import Sequence
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
    days = [_days(part, is_working, parameters) for part in parts]
    if not sum(days):
        raise ValueError("a transfer has parts, and days that are counted")
    general = _general(parts, days, parameters)
    if parameters.transfer is Transfer.POOLED:
        lines = tuple(line for part in parts for line in part.facts.lines)
        facts = PeriodFacts(lines, general, parts[-1].facts.leader)
        weighed = tuple(WeighedPart(part.unit, each, None) for part, each in _with(parts, days))
        return TransferTotal(weighed, total_of(facts, parameters))
    return _by_days(parts, days, general, parameters)


def _by_days(
    parts: Sequence[UnitPart],
    days: list[int],
    general: Fraction | None,
    parameters: ScoringParameters,
) -> TransferTotal:
    results = [result_of(part.facts.lines, part.facts.leader, parameters) for part in parts]
    known = [result for result in results if isinstance(result, ResultSum)]
    weighed = tuple(
        WeighedPart(part.unit, each, result if isinstance(result, ResultSum) else None)
        for (part, each), result in zip(_with(parts, days), results, strict=True)
    )
    lines = tuple(points for result in results for points in result.lines)
    missing = [result for result in results if isinstance(result, NoTotal)]
    if missing:
        reasons = dict.fromkeys(reason for result in missing for reason in result.reasons)
        return TransferTotal(weighed, NoTotal(tuple(reasons), lines))
    if general is None:
        return TransferTotal(weighed, NoTotal((MissingReason.GENERAL_MISSING,), lines))
    share = _mean([result.share for result in known], days) * HUNDRED
    share = rounded(share, parameters.result_places, parameters.rounding) / HUNDRED
    return TransferTotal(weighed, total_from(ResultSum(lines, (), share), general, parameters))


def _general(
    parts: Sequence[UnitPart], days: list[int], parameters: ScoringParameters
) -> Fraction | None:
    if parameters.transfer_general is TransferGeneral.NEW_UNIT:
        return parts[-1].facts.general
    points = [part.facts.general for part in parts]
    known = [each for each in points if each is not None]
    return _mean(known, days) if len(known) == len(points) else None


def _mean(values: list[Fraction], days: list[int]) -> Fraction:
    pairs = zip(values, days, strict=True)
    return sum((value * each for value, each in pairs), ZERO) / sum(days)


def _days(part: UnitPart, is_working: IsWorking, parameters: ScoringParameters) -> int:
    working = parameters.transfer is Transfer.BY_WORKING_DAYS
    return sum(not working or is_working(day) for day in part.days.days())


def _with(parts: Sequence[UnitPart], days: list[int]) -> list[tuple[UnitPart, int]]:
    return list(zip(parts, days, strict=True))
