"""One person's period by one rule set: what is known of it, and between which bounds the rest is.

General points and d, đ, e come with the course of a period. Until somebody has entered them there
is no total: there are the points of the results, and the least and the most that it can come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.people.work import OfficialWork
from models.rules.evaluation import Grade
from models.rules.scoring.exact import ZERO
from models.rules.scoring.from_checkpoints import STILL_OPEN, line_if_done
from models.rules.scoring.gates import (
    Gate,
    GateFacts,
    GateState,
    Overruled,
    WhoIsGraded,
    counts_of,
    short_through_own_fault,
    through_gates,
)
from models.rules.scoring.parameters import Need, ScoringParameters
from models.rules.scoring.periods import PeriodTotal
from models.rules.scoring.results import (
    LeaderParts,
    MissingReason,
    NoTotal,
    PeriodFacts,
    ResultSum,
    TotalPoints,
    result_of,
    total_from,
    total_of,
)
from models.rules.scoring.task_lines import LinePoints, TaskLine

Lines = tuple[TaskLine, ...]


@dataclass(frozen=True)
class ScoredPeriod:
    """What a rule set makes of a period.

    `result`: the mean of a, b, c alone, None where there is none; `results`: its points.
    `total`: None where something is missing. `least`, `most`: with nothing, and with all, of what
    is missing; `if_done`: with all of it, and everything that is still open done as well.
    `gates`: of every grade; `grade`: after them, None where it is not known.
    """

    lines: tuple[LinePoints, ...]
    result: ResultSum | None
    results: Fraction | None
    missing: tuple[MissingReason, ...]
    total: TotalPoints | None
    least: TotalPoints | None
    most: TotalPoints | None
    if_done: TotalPoints | None
    gates: tuple[Gate, ...]
    grade: Grade | None
    overruled: Overruled | None

    @property
    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """The least and the most that the exact total can come to."""
        least, most = self.least, self.most
        return least.exact if least else None, most.exact if most else None

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The worst and the best grade by points."""
        least, most = self.least, self.most
        return least.grade if least else None, most.grade if most else None


def scored(
    works: Sequence[OfficialWork], leads: bool, parameters: ScoringParameters
) -> ScoredPeriod:
    """The works of a period by a rule set; `leads`: whether the person heads a unit."""
    lines = tuple(line for each in works if (line := _counted(each, parameters)) is not None)
    result = result_of(lines, None, parameters)
    total = total_of(_facts(lines, leads, _general(parameters), None), parameters)
    known = None if isinstance(total, NoTotal) else total
    gates, grade, overruled = _gates(lines, leads, known, parameters)
    abc = None if isinstance(result, NoTotal) else result
    return ScoredPeriod(
        lines=result.lines,
        result=abc,
        results=None if abc is None else total_from(abc, ZERO, parameters).results,
        missing=total.reasons if isinstance(total, NoTotal) else (),
        total=known,
        least=_bound(lines, leads, False, parameters),
        most=_bound(lines, leads, True, parameters),
        if_done=_bound((*lines, *_open_lines(works, parameters)), leads, True, parameters),
        gates=gates,
        grade=grade,
        overruled=overruled,
    )


@dataclass(frozen=True)
class QuarterPoints:
    """What a year asks of a quarter: how much is counted, the points of the results, the total."""

    counted: int
    results: Fraction | None
    total: PeriodTotal | None


def quarter_points(
    works: Sequence[OfficialWork], leads: bool, parameters: ScoringParameters
) -> QuarterPoints:
    """The same sums as `scored`, without the bounds: a list asks it for thousands of people."""
    lines = tuple(line for each in works if (line := _counted(each, parameters)) is not None)
    result = result_of(lines, None, parameters)
    if isinstance(result, NoTotal):
        return QuarterPoints(len(lines), None, None)
    results = total_from(result, ZERO, parameters).results
    general = _general(parameters)
    if general is None:
        return QuarterPoints(len(lines), results, None)
    total = total_of(_facts(lines, leads, general, None), parameters)
    if isinstance(total, NoTotal):
        return QuarterPoints(len(lines), results, None)
    grade = _gates(lines, leads, total, parameters)[1]
    return QuarterPoints(len(lines), results, PeriodTotal(total.exact, grade or total.grade))


def _counted(work: OfficialWork, parameters: ScoringParameters) -> TaskLine | None:
    return work.line(parameters) if work.reason is None else None


def _open_lines(works: Sequence[OfficialWork], parameters: ScoringParameters) -> Lines:
    """What is still open, as if it were done; what was verified early is what it is."""
    still_open = (each for each in works if each.reason in STILL_OPEN)
    return tuple(
        each.line(parameters) or line_if_done(each.asked, each.shortfalls) for each in still_open
    )


def _general(parameters: ScoringParameters) -> Fraction | None:
    """Nobody has entered it; where a rule set knows none, it is nothing."""
    return None if parameters.general_most else ZERO


def _facts(lines: Lines, leads: bool, general: Fraction | None, full: bool | None) -> PeriodFacts:
    return PeriodFacts(lines, general, LeaderParts(full, full, full) if leads else None)


def _bound(
    lines: Lines, leads: bool, full: bool, parameters: ScoringParameters
) -> TotalPoints | None:
    general = parameters.general_most if full else ZERO
    total = total_of(_facts(lines, leads, general, full), parameters)
    return None if isinstance(total, NoTotal) else total


def _gates(
    lines: Lines, leads: bool, total: TotalPoints | None, parameters: ScoringParameters
) -> tuple[tuple[Gate, ...], Grade | None, Overruled | None]:
    """The gates of all grades; nobody has told which shortcomings were pointed out."""
    if not lines:
        return (), None, None
    who = WhoIsGraded.LEADER if leads else WhoIsGraded.OFFICIAL
    facts = GateFacts(
        who,
        counts_of(lines, parameters),
        short_through_own_fault=short_through_own_fault(lines, parameters),
    )
    every = through_gates(Grade.EXCELLENT, facts, parameters)
    gates = tuple(
        replace(gate, state=GateState.UNKNOWN, part=None, whole=None)
        if gate.need is Need.SHORTCOMINGS_REPAIRED
        else gate
        for gate in every.gates
    )
    if total is None:
        return gates, None, every.overruled
    outcome = through_gates(total.grade, facts, parameters)
    needed = [gate.state for gate in gates if gate.grade is total.grade]
    known = GateState.UNKNOWN not in needed
    return gates, outcome.grade if known else None, every.overruled
