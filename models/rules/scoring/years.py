"""The year of somebody from what was decided of its periods, and from what of it is not decided.

The year is the mean of its periods and is evaluated before 15 December, when the last of them is
not over (Decree 335/2025/NĐ-CP Art. 17, secondary). HD 02-HD/BTCTW (secondary): one quarter "not
completed" allows no "excellent" that year; at two running, replacing is considered. What the old
unit decided is handed over on a transfer (Art. 21) and counts as any other period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.exact import ZERO, rounded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import YearTotal, not_completed_binds
from models.rules.scoring.readings import YearFrom
from models.rules.scoring.results import grade_by_points
from models.rules.scoring.undecided_periods import UndecidedPeriods


class YearPartState(StrEnum):
    """What a period has for the year of somebody.

    Decided: published, with points. Not graded: decided so, as where its work counts with the next.
    Not in round: nobody evaluated them in it. All others have nothing decided yet: a grade without
    points, a round that is not published, no round, and a period that is not over.
    """

    DECIDED = "decided"
    NOT_GRADED = "not_graded"
    NOT_IN_ROUND = "not_in_round"
    WITHOUT_POINTS = "without_points"
    NOT_PUBLISHED = "not_published"
    NO_ROUND = "no_round"
    NOT_OVER = "not_over"


NOTHING_TO_COUNT = frozenset({YearPartState.NOT_GRADED, YearPartState.NOT_IN_ROUND})
"""Periods that are no part of the mean: nothing is missing there."""


@dataclass(frozen=True)
class YearPart:
    """A period of the year, in order. Points are those decided, or what it comes to today.

    `exact`: None where there are none. `grade`: decided alone; `disciplined`: which was "not
    completed" for discipline.
    """

    state: YearPartState
    general: Fraction | None = None
    results: Fraction | None = None
    exact: Fraction | None = None
    grade: Grade | None = None
    disciplined: bool = False

    @property
    def is_undecided(self) -> bool:
        """Whether points of it are still to be decided."""
        return self.state is not YearPartState.DECIDED and self.state not in NOTHING_TO_COUNT


@dataclass(frozen=True)
class YearOfParts:
    """The year. `counted`: the places of the periods in the mean; `lacking`: of those without which
    the rule set has no mean. `total`, `general`, `results`: the means; None where there is none.
    """

    counted: tuple[int, ...]
    lacking: tuple[int, ...]
    total: YearTotal | None
    general: Fraction | None
    results: Fraction | None
    not_completed: tuple[int, ...]
    two_running: bool
    disciplined: bool


def year_of(parts: Sequence[YearPart], leads: bool, parameters: ScoringParameters) -> YearOfParts:
    """The year of somebody who leads, or does not."""
    counted = tuple(place for place, part in enumerate(parts) if _counts(part, parameters))
    lacking = tuple(place for place, part in enumerate(parts) if _lacks(part, parameters))
    failed = tuple(place for place, part in enumerate(parts) if part.grade is Grade.NOT_COMPLETED)
    two = _two_running(parts)
    has_mean = bool(counted) and not lacking
    meant = [parts[place] for place in counted] if has_mean else []
    return YearOfParts(
        counted,
        lacking,
        _total(meant, bool(failed), leads, two, parameters),
        _mean(part.general for part in meant),
        _mean(part.results for part in meant),
        failed,
        two,
        any(part.disciplined for part in parts),
    )


def _counts(part: YearPart, parameters: ScoringParameters) -> bool:
    if part.state is YearPartState.DECIDED:
        return True
    provisional = parameters.undecided_periods is UndecidedPeriods.PROVISIONAL
    return provisional and part.is_undecided and part.exact is not None


def _lacks(part: YearPart, parameters: ScoringParameters) -> bool:
    match parameters.undecided_periods:
        case UndecidedPeriods.LEFT_OUT:
            return False
        case UndecidedPeriods.PROVISIONAL:
            return part.is_undecided and part.exact is None
        case UndecidedPeriods.NO_TOTAL:
            return part.is_undecided


def _total(
    meant: Sequence[YearPart], failed: bool, leads: bool, two: bool, parameters: ScoringParameters
) -> YearTotal | None:
    exact = parameters.year_from is YearFrom.EXACT
    known = [part.exact for part in meant if part.exact is not None]
    mean = _mean(known if exact else (_printed(each, parameters) for each in known))
    if mean is None:
        return None
    by_points = grade_by_points(mean, parameters)
    held = by_points is Grade.EXCELLENT and failed and not_completed_binds(leads, parameters)
    grade = Grade.GOOD if held else by_points
    return YearTotal(mean, _printed(mean, parameters), by_points, grade, held, two)


def _two_running(parts: Iterable[YearPart]) -> bool:
    """Two without another grade between them; where nothing is decided yet nobody can tell."""
    before = False
    for part in parts:
        if part.grade is not None:
            failed = part.grade is Grade.NOT_COMPLETED
            if failed and before:
                return True
            before = failed
        elif part.is_undecided:
            before = False
    return False


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """None of nothing, and where one of them is not known."""
    every = list(values)
    known = [value for value in every if value is not None]
    return sum(known, ZERO) / len(known) if known and len(known) == len(every) else None


def _printed(points: Fraction, parameters: ScoringParameters) -> Fraction:
    return rounded(points, parameters.total_places, parameters.rounding)
