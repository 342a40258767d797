"""What a year's evaluation of somebody rests on: each period as it was decided, or as it stands.

Decree 335/2025/NĐ-CP Art. 17 (secondary): the year is the mean of its periods. Only decisions that
are published count, so that everybody reads the same figure; what a former unit decided is handed
over by being there (Art. 21).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.scored import ScoredPeriod, scored
from dondoc.services.evaluation.people.work import OfficialWork
from dondoc.services.figures.periods import DigestPeriod
from models.rules.evaluation import Grade
from models.rules.scoring.exact import ZERO
from models.rules.scoring.gates import Gate, GateState, Overruled, grade_left
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import Discipline
from models.rules.scoring.results import MissingReason, ResultSum, TotalPoints
from models.rules.scoring.undecided_periods import UndecidedPeriods
from models.rules.scoring.years import YearOfParts, YearPart, YearPartState, year_of


@dataclass(frozen=True)
class YearPeriod:
    """A period of somebody's year.

    `rounded`: the total as its own rule set rounded it. `unit`: where they were evaluated, '' where
    they were not. `outdated`: it is to be decided again; `asked_again`: a re-assessment waits.
    `counted_with_next`: not graded, as they were away for too much of it. `so_far`: what it comes
    to today, of a period that is not decided.
    """

    period: DigestPeriod
    part: YearPart
    rounded: Fraction | None = None
    unit: str = ""
    outdated: bool = False
    asked_again: bool = False
    counted_with_next: bool = False
    so_far: ScoredPeriod | None = None


@dataclass(frozen=True)
class YearBasis:
    """The periods of somebody's year in order. `works`: what gates of the whole year look at.

    `field`: the work of the field that they lead in the year, None where they lead none.
    """

    periods: tuple[YearPeriod, ...]
    works: tuple[OfficialWork, ...] = ()
    field: tuple[OfficialWork, ...] | None = None

    def outcome(self, leads: bool, parameters: ScoringParameters) -> YearOfParts:
        """The mean, and what holds the year back."""
        return year_of([each.part for each in self.periods], leads, parameters)

    def scored(
        self, leads: bool, parameters: ScoringParameters, entered: EnteredPoints
    ) -> ScoredPeriod:
        """The year as any other evaluation is read: without products, which are its periods'."""
        made = self.outcome(leads, parameters)
        total = _total(made, parameters)
        gates = scored(self.works, leads, parameters, entered).gates if self.works else ()
        overruled = _overruled(made, entered, parameters)
        grade = Grade.NOT_COMPLETED if overruled else _after_gates(made, gates, parameters)
        missing = () if total else (MissingReason.PERIOD_UNDECIDED,)
        return ScoredPeriod(
            lines=(), result=None, results=made.results, missing=missing, total=total, least=total,
            most=total, if_done=total, gates=gates, grade=grade if total else None,
            overruled=overruled,
        )  # fmt: skip

    def plain(self, leads: bool, parameters: ScoringParameters) -> list[Any]:
        """What a decision on the year rests on: the same after a period was decided as before, and
        once a round is opened that does not evaluate them, where what is not decided is left out.
        """
        undecided = parameters.undecided_periods
        known = replace(NOTHING_ENTERED, field=self.field)
        gates = scored(self.works, leads, parameters, known).gates if self.works else ()
        return [
            [_plain(each, undecided) for each in self.periods],
            [[gate.grade.value, gate.need.value, gate.state.value] for gate in gates],
        ]


def _plain(each: YearPeriod, undecided: UndecidedPeriods) -> list[Any]:
    part = each.part
    left_out = undecided is UndecidedPeriods.LEFT_OUT
    is_nothing = part.is_undecided or (left_out and part.state is YearPartState.NOT_IN_ROUND)
    counts = undecided is UndecidedPeriods.PROVISIONAL or not is_nothing
    return [
        str(each.period),
        "undecided" if is_nothing else part.state.value,
        str(part.exact) if counts else "",
        part.grade.value if part.grade else "",
        part.disciplined,
        each.outdated,
    ]


def _total(made: YearOfParts, parameters: ScoringParameters) -> TotalPoints | None:
    if made.total is None:
        return None
    general, results = made.general or ZERO, made.results or ZERO
    share = results / parameters.results_most if parameters.results_most else ZERO
    year = made.total
    return TotalPoints(
        ResultSum((), (), share), general, results, year.mean, year.rounded, year.by_points
    )


def _overruled(
    made: YearOfParts, entered: EnteredPoints, parameters: ScoringParameters
) -> Overruled | None:
    """Discipline in the year (Decree 335/2025/NĐ-CP): in one of its periods, or entered of it."""
    disciplined = made.disciplined or entered.disciplined
    counts = parameters.discipline is Discipline.NOT_COMPLETED
    return Overruled.DISCIPLINE if disciplined and counts else None


def _after_gates(
    made: YearOfParts, gates: Sequence[Gate], parameters: ScoringParameters
) -> Grade | None:
    """None while nobody knows a gate of the grade."""
    if made.total is None:
        return None
    grade = made.total.grade
    if any(gate.grade is grade and gate.state is GateState.UNKNOWN for gate in gates):
        return None
    below = list(Grade)[list(Grade).index(grade) :]
    asked = [gate for gate in gates if gate.grade in below]
    return grade_left(grade, asked, parameters, unknown_holds=True)


def plain_periods(basis: YearBasis, made: YearOfParts) -> Mapping[str, Any]:
    """The periods as a step of the year keeps them, so that they are read without any rules."""
    periods = [
        {
            "period": str(each.period),
            "state": each.part.state.value,
            "counted": place in made.counted,
            "general": _text(each.part.general),
            "results": _text(each.part.results),
            "exact": _text(each.part.exact),
            "rounded": _text(each.rounded),
            "grade": each.part.grade.value if each.part.grade else None,
            "unit": each.unit,
            "outdated": each.outdated,
            "asked_again": each.asked_again,
            "counted_with_next": each.counted_with_next,
            "so_far": _text(each.so_far.results if each.so_far else None),
        }
        for place, each in enumerate(basis.periods)
    ]
    held = made.total is not None and made.total.held_back
    return {"periods": periods, "held_back": held, "two_running": made.two_running}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
