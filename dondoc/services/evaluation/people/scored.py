"""One person's period by one rule set: what is known of it, and between which bounds the rest is.

General points and d, đ, e come with the course of a period (`course/`). Until somebody has entered
them there is no total: there are the points of the results, and the least and the most that it can
come to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dondoc.services.evaluation.people.entered import NOTHING_ENTERED, EnteredPoints
from dondoc.services.evaluation.people.units_result import (
    UnitLines,
    UnitsResult,
    lines_of,
    result_of_units,
    weighed_parts,
)
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
    ResultSum,
    TotalPoints,
    total_from,
    total_with,
)
from models.rules.scoring.task_lines import LinePoints, TaskLine
from models.rules.scoring.transfers import WeighedPart


@dataclass(frozen=True)
class ScoredPeriod:
    """What a rule set makes of a period.

    `result`: the mean of a, b, c alone, None where there is none; `results`: its points.
    `total`: None where something is missing. `least`, `most`: with nothing, and with all, of what
    is missing; `if_done`: with all of it, and everything that is still open done as well.
    `gates`: of every grade; `grade`: after them, None where it is not known. `weighed`: of whoever
    moved, each unit with its days, where the rule set weighs them.
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
    weighed: tuple[WeighedPart, ...] = ()

    @property
    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """The least and the most that the exact total can come to."""
        least, most = self.least, self.most
        return least.exact if least else None, most.exact if most else None

    @property
    def shown_results(self) -> Fraction | None:
        """The points of the results that the total has in it, of a leader with d, đ and e; while
        something is missing those of a, b and c alone."""
        return self.total.results if self.total else self.results

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """The worst and the best grade by points."""
        least, most = self.least, self.most
        return least.grade if least else None, most.grade if most else None


def scored(
    works: Sequence[OfficialWork],
    leads: bool,
    parameters: ScoringParameters,
    entered: EnteredPoints = NOTHING_ENTERED,
    who: WhoIsGraded | None = None,
) -> ScoredPeriod:
    """The works of a period by a rule set, with what was entered.

    `leads`: whether the person heads a unit. `who`: a unit is graded as a collective; None: a
    leader or an official, as `leads` says.
    """
    counted, still_open = _lines(works, parameters), _open_lines(works, parameters)
    result, lines = result_of_units(counted, entered.times, parameters), lines_of(counted)
    abc, if_done = result.whole(None, parameters), result
    if still_open:
        if_done = result_of_units((*counted, *still_open), entered.times, parameters)
    total, known = _total(result, leads, entered, parameters)
    judged = _gates(lines, who or _who(leads, entered), known, parameters, entered)
    nothing, whole = (entered.bound(full, parameters) for full in (False, True))
    of_results = None if isinstance(abc, NoTotal) else abc
    return ScoredPeriod(
        lines=abc.lines,
        result=of_results,
        results=None if of_results is None else total_from(of_results, ZERO, parameters).results,
        missing=total.reasons if isinstance(total, NoTotal) else (),
        total=known,
        least=_total(result, leads, nothing, parameters)[1],
        most=_total(result, leads, whole, parameters)[1],
        if_done=_total(if_done, leads, whole, parameters)[1],
        gates=judged[0],
        grade=judged[1],
        overruled=judged[2],
        weighed=weighed_parts(result, works),
    )


@dataclass(frozen=True)
class QuarterPoints:
    """What a year asks of a quarter: how much is counted, the points of the results that the total
    has in it (without one of a, b and c alone), the total."""

    counted: int
    results: Fraction | None
    total: PeriodTotal | None


def quarter_points(
    works: Sequence[OfficialWork],
    leads: bool,
    parameters: ScoringParameters,
    entered: EnteredPoints = NOTHING_ENTERED,
) -> QuarterPoints:
    """The same sums as `scored`, without the bounds: a list asks it for thousands of people."""
    counted = _lines(works, parameters)
    of_units, lines = result_of_units(counted, entered.times, parameters), lines_of(counted)
    result = of_units.whole(None, parameters)
    if isinstance(result, NoTotal):
        return QuarterPoints(len(lines), None, None)
    results = total_from(result, ZERO, parameters).results
    total = _total(of_units, leads, entered, parameters)[1]
    if total is None:
        return QuarterPoints(len(lines), results, None)
    grade = _gates(lines, _who(leads, entered), total, parameters, entered)[1]
    return QuarterPoints(len(lines), total.results, PeriodTotal(total.exact, grade or total.grade))


def _lines(works: Sequence[OfficialWork], parameters: ScoringParameters) -> UnitLines:
    """What is counted, each with its unit."""
    lines = ((each.unit_id, each.line(parameters)) for each in works if each.reason is None)
    return tuple((unit_id, line) for unit_id, line in lines if line is not None)


def _open_lines(works: Sequence[OfficialWork], parameters: ScoringParameters) -> UnitLines:
    """What is still open, as if it were done; what was verified early is what it is."""
    return tuple(
        (each.unit_id, each.line(parameters) or line_if_done(each.asked, each.shortfalls))
        for each in works
        if each.reason in STILL_OPEN
    )


def _total(
    result: UnitsResult, leads: bool, entered: EnteredPoints, parameters: ScoringParameters
) -> tuple[TotalPoints | NoTotal, TotalPoints | None]:
    """The total of a result with what was entered, and again: None where there is none."""
    leader = (entered.leader or LeaderParts(None, None, None)) if leads else None
    whole = result.whole(leader, parameters)
    total = total_with(whole, entered.general_points(parameters), parameters)
    return total, None if isinstance(total, NoTotal) else total


def _who(leads: bool, entered: EnteredPoints) -> WhoIsGraded:
    """Whoever leads a field is a leader, whether they head a unit or stand beside its head."""
    is_leader = leads or entered.field is not None
    return WhoIsGraded.LEADER if is_leader else WhoIsGraded.OFFICIAL


def _gates(
    lines: tuple[TaskLine, ...],
    who: WhoIsGraded,
    total: TotalPoints | None,
    parameters: ScoringParameters,
    entered: EnteredPoints,
) -> tuple[tuple[Gate, ...], Grade | None, Overruled | None]:
    """The gates of all grades; that of shortcomings is unknown until somebody tells of them.

    Where nothing is counted there are none; a discipline overrules all the same.
    """
    facts = _gate_facts(lines, who, parameters, entered)
    every = through_gates(Grade.EXCELLENT, facts, parameters)
    if not lines:
        return (), None, every.overruled
    gates = tuple(
        replace(gate, state=GateState.UNKNOWN, part=None, whole=None)
        if gate.need is Need.SHORTCOMINGS_REPAIRED and entered.shortcomings is None
        else gate
        for gate in every.gates
    )
    if total is None:
        return gates, None, every.overruled
    outcome = through_gates(total.grade, facts, parameters)
    needed = [gate.state for gate in gates if gate.grade is total.grade]
    known = GateState.UNKNOWN not in needed
    return gates, outcome.grade if known else None, every.overruled


def _gate_facts(
    lines: tuple[TaskLine, ...],
    who: WhoIsGraded,
    parameters: ScoringParameters,
    entered: EnteredPoints,
) -> GateFacts:
    field = lines_of(_lines(entered.field or (), parameters))
    return GateFacts(
        who,
        counts_of(lines, parameters),
        entered.shortcomings or 0,
        entered.repaired or 0,
        field=counts_of(field, parameters) if field else None,
        disciplined=entered.disciplined,
        below_disciplined=entered.below_disciplined,
        short_through_own_fault=short_through_own_fault(lines, parameters),
    )
