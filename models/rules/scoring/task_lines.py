"""What one line of tasks gives: converted products, and what each shortfall took from them.

Decree 335/2025/NĐ-CP: each failed review takes a part (25%) of the quality of that product, each
lateness a part of its progress, unless the competent level confirms an objective cause for that
one. A cause waives the deduction; it does not make undone work done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.exact import HUNDRED, ONE, ZERO
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import (
    DeductionBase,
    DeductionFloor,
    GivenQuality,
    LatenessRule,
    ReturnedReports,
    Surplus,
)

DAYS_OF_A_PART = 5
"""Days late up to which a lateness takes only its part, where the rule asks for days."""


@dataclass(frozen=True)
class Shortfall:
    """One failed review, or one lateness with its days; each has a cause of its own."""

    kind: ShortfallKind
    cause: CauseState
    days: int | None = None

    @property
    def waived(self) -> bool:
        """Whether it takes nothing: its own cause was confirmed."""
        return self.cause is CauseState.CONFIRMED


@dataclass(frozen=True)
class TaskLine:
    """A line of the list of work: so many products of one coefficient.

    `returned`: units handed in and returned, not accepted yet, and not in `done`. `short_cause`:
    why less than the assigned was done. `declared_exceeded`: where no quantity shows it.
    `target_exceeded`: an indicator passed its target, whatever its share was cut at.
    `given_quality`: the share of it that is in quality, by whoever verified it; 1 is all.
    """

    reference: str
    coefficient: Fraction
    assigned: Fraction
    done: Fraction
    shortfalls: tuple[Shortfall, ...] = ()
    returned: Fraction = ZERO
    short_cause: CauseState = CauseState.NONE
    declared_exceeded: bool = False
    due_on: date | None = None
    target_exceeded: bool = False
    given_quality: Fraction = ONE

    def __post_init__(self) -> None:
        """A negative amount or a coefficient of nothing would turn the sums round."""
        if not ZERO <= self.given_quality <= ONE:
            raise ValueError(f"{self.reference}: a share of quality from 0 to 1")
        if self.coefficient <= 0 or min(self.assigned, self.done, self.returned) < 0:
            raise ValueError(f"{self.reference}: amounts from 0 up, a coefficient above 0")


@dataclass(frozen=True)
class LineDeduction:
    """What one shortfall took, in converted products; nothing where it was waived."""

    shortfall: Shortfall
    taken: Fraction


@dataclass(frozen=True)
class LinePoints:
    """A line in converted products: assigned, completed, and of these in quality and in time."""

    line: TaskLine
    assigned: Fraction
    completed: Fraction
    quality: Fraction
    in_time: Fraction
    deductions: tuple[LineDeduction, ...]


def done_units(line: TaskLine, parameters: ScoringParameters) -> Fraction:
    """Units that count as done, surplus and all."""
    runs = parameters.returned_reports is ReturnedReports.TIME_RUNS
    return line.done + line.returned if runs else line.done


def points_of_line(line: TaskLine, parameters: ScoringParameters) -> LinePoints:
    """The line's converted products, with every deduction that was made or waived."""
    units = done_units(line, parameters)
    if parameters.surplus is Surplus.LINE:
        units = min(units, line.assigned)
    completed = line.coefficient * units
    counted = parameters.given_quality is GivenQuality.COUNTED
    in_quality = completed * line.given_quality if counted else completed
    deductions = tuple(
        LineDeduction(shortfall, _taken(shortfall, line.coefficient, units, parameters))
        for shortfall in line.shortfalls
    )
    return LinePoints(
        line,
        line.coefficient * line.assigned,
        completed,
        _left(in_quality, deductions, ShortfallKind.FAILED_REVIEW, parameters),
        _left(completed, deductions, ShortfallKind.LATENESS, parameters),
        deductions,
    )


def days_missing(lines: Iterable[TaskLine], parameters: ScoringParameters) -> tuple[str, ...]:
    """Lines with a lateness whose days the rule asks for and nobody entered."""
    if parameters.lateness is LatenessRule.EACH:
        return ()
    return tuple(
        line.reference
        for line in lines
        if any(
            each.kind is ShortfallKind.LATENESS and each.days is None and not each.waived
            for each in line.shortfalls
        )
    )


def _taken(
    shortfall: Shortfall, coefficient: Fraction, units: Fraction, parameters: ScoringParameters
) -> Fraction:
    if shortfall.waived:
        return ZERO
    # What was not done has no quality and no progress to lose, under either base.
    base = min(units, ONE) if parameters.deduction_base is DeductionBase.UNIT else units
    return coefficient * base * _part(shortfall, parameters)


def _part(shortfall: Shortfall, parameters: ScoringParameters) -> Fraction:
    """The part that it takes; later never takes less."""
    by_days = (
        shortfall.kind is ShortfallKind.LATENESS and parameters.lateness is LatenessRule.FIVE_DAYS
    )
    if by_days and shortfall.days is not None and shortfall.days > DAYS_OF_A_PART:
        return max(ONE, parameters.deduction / HUNDRED)
    return parameters.deduction / HUNDRED


def _left(
    whole: Fraction,
    deductions: tuple[LineDeduction, ...],
    kind: ShortfallKind,
    parameters: ScoringParameters,
) -> Fraction:
    taken = sum((each.taken for each in deductions if each.shortfall.kind is kind), ZERO)
    left = whole - taken
    return max(ZERO, left) if parameters.deduction_floor is DeductionFloor.ZERO else left
