"""What comes of a file of facts under one rule set, with everything that it was made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from dondoc.errors import BadInput
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.trials.as_scored import (
    carried_of,
    exact,
    gate_facts,
    leader_parts,
    lines_of,
    own_lines,
    span,
    working_days,
)
from dondoc.services.evaluation.trials.facts import CaseFacts, PeriodTable
from models.rules.evaluation import Grade
from models.rules.scoring.achieved_shares import AchievedShare, achieved_share, done_of_product
from models.rules.scoring.gates import (
    GateOutcome,
    counts_of,
    short_through_own_fault,
    through_gates,
)
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import (
    AbsenceShare,
    PeriodTotal,
    YearTotal,
    absence_share,
    is_newly_appointed,
    line_in_period,
    lines_while_present,
    year_total,
)
from models.rules.scoring.results import (
    NoTotal,
    PeriodFacts,
    TotalPoints,
    grade_by_points,
    total_of,
)
from models.rules.scoring.seats import RankedOfficial, SeatsOfGroup, seats_of
from models.rules.scoring.task_lines import TaskLine
from models.rules.scoring.transfers import TransferTotal, UnitPart, total_after_transfer
from models.rules.scoring.units import GradeInUnit, WorkShare, grade_in_unit, share_of_unit

PeriodScored = TotalPoints | NoTotal | PeriodTotal


@dataclass(frozen=True)
class TrialOutcome:
    """A case under a rule set, or under a reading of it; None and empty: not asked by the file."""

    code: str
    reading: str
    total: TotalPoints | NoTotal | None = None
    absence: AbsenceShare | None = None
    newly_appointed: bool = False
    transfer: TransferTotal | None = None
    gates: GateOutcome | None = None
    unit_share: WorkShare | None = None
    in_unit: GradeInUnit | None = None
    seats: tuple[SeatsOfGroup, ...] = ()
    periods: tuple[PeriodScored, ...] = ()
    year: YearTotal | None = None
    shares: dict[str, AchievedShare] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)


def tried(case: CaseFacts, rules: EvaluationRules, reading: str = "") -> TrialOutcome:
    """The case under a rule set; `reading`: how it was read otherwise, as it was typed.

    Raises BadInput for a coefficient that the rule set does not allow, and for parts without days.
    """
    parameters = rules.parameters()
    absence, newly = _absence(case, parameters)
    lines = own_lines(case, parameters)
    if case.absence is not None:
        lines = lines_while_present(lines, map(span, case.absence.away), parameters)
    transfer = _transfer(case, parameters)
    total = transfer.total if transfer else None
    graded = not newly and not (absence and absence.counted_with_next)
    if transfer is None and graded and (case.general is not None or case.task):
        leader = leader_parts(case, parameters)
        total = total_of(PeriodFacts(lines, exact(case.general), leader), parameters)
    gates = _gates(case, lines, total, parameters)
    share, in_unit = _unit(case, gates, parameters)
    periods = tuple(
        _period(number, each, case, parameters) for number, each in enumerate(case.period, 1)
    )
    return TrialOutcome(
        rules.code, reading, total, absence, newly, transfer, gates, share, in_unit,
        _seats(case, parameters), periods, _year(case, periods, parameters),
        _shares(case, parameters),
        {each.reference: done_of_product(each.reported, parameters) for each in case.product},
    )  # fmt: skip


def _shares(case: CaseFacts, parameters: ScoringParameters) -> dict[str, AchievedShare]:
    return {
        each.reference: achieved_share(
            Fraction(each.target), Fraction(each.actual), each.direction, parameters
        )
        for each in case.indicator
    }


def _absence(case: CaseFacts, parameters: ScoringParameters) -> tuple[AbsenceShare | None, bool]:
    table = case.absence
    if table is None:
        return None, False
    away = [span(each) for each in table.away]
    share = absence_share(span(table), away, working_days(case), parameters)
    appointed = table.appointed
    newly = appointed is not None and is_newly_appointed(appointed, table.last, parameters)
    return share, newly


def _transfer(case: CaseFacts, parameters: ScoringParameters) -> TransferTotal | None:
    if not case.part:
        return None
    leader = leader_parts(case, parameters)
    parts = [
        UnitPart(
            each.unit,
            PeriodFacts(lines_of(each.task, parameters), exact(each.general), leader),
            span(each),
        )
        for each in case.part
    ]
    try:
        return total_after_transfer(parts, working_days(case), parameters)
    except ValueError as error:
        raise BadInput("evaluation.days_needed") from error


def _gates(
    case: CaseFacts,
    lines: tuple[TaskLine, ...],
    total: TotalPoints | NoTotal | None,
    parameters: ScoringParameters,
) -> GateOutcome | None:
    points = exact(case.gates.points) if case.gates else None
    if points is None and not isinstance(total, TotalPoints):
        return None
    if points is None and isinstance(total, TotalPoints):
        points = total.exact
        lines = tuple(each.line for each in total.result.lines)
    grade = grade_by_points(points or Fraction(0), parameters)
    short = short_through_own_fault(lines, parameters)
    facts = gate_facts(case, counts_of(lines, parameters), short)
    return through_gates(grade, facts, parameters)


def _unit(
    case: CaseFacts, gates: GateOutcome | None, parameters: ScoringParameters
) -> tuple[WorkShare | None, GradeInUnit | None]:
    table = case.unit
    if table is None:
        return None, None
    share = share_of_unit(lines_of(table.task, parameters), parameters) if table.task else None
    if table.done is not None and table.whole is not None:
        share = WorkShare(Fraction(table.done), Fraction(table.whole))
    points = exact(table.points)
    before = grade_by_points(points, parameters) if points is not None else None
    before = before or (gates.grade if gates else None)
    if before is None:
        return share, None
    return share, grade_in_unit(table.place, before, (share, table.grade), parameters)


def _seats(case: CaseFacts, parameters: ScoringParameters) -> tuple[SeatsOfGroup, ...]:
    if not case.official:
        return ()
    people = [
        RankedOfficial(
            each.reference,
            Fraction(each.points),
            each.grade or grade_by_points(Fraction(each.points), parameters),
            each.group,
        )
        for each in case.official
    ]
    usual, outstanding = parameters.seat_share, parameters.seat_share_outstanding
    return seats_of(people, outstanding if case.outstanding else usual, parameters)


def _period(
    number: int, table: PeriodTable, case: CaseFacts, parameters: ScoringParameters
) -> PeriodScored:
    points = exact(table.points)
    if points is not None:
        return PeriodTotal(points, table.grade or grade_by_points(points, parameters))
    carried = (
        line_in_period(carried_of(each, parameters), number, parameters) for each in case.carried
    )
    lines = (*lines_of(table.task, parameters), *(line for line in carried if line is not None))
    return total_of(PeriodFacts(lines, exact(table.general)), parameters)


def _year(
    case: CaseFacts, periods: Sequence[PeriodScored], parameters: ScoringParameters
) -> YearTotal | None:
    """The year of the periods that have a total; a grade that the file says goes before its own."""
    totals = [
        PeriodTotal(each.exact, table.grade or each.grade)
        for table, each in zip(case.period, periods, strict=True)
        if not isinstance(each, NoTotal)
    ]
    return year_total(totals, case.leads or case.leader is not None, parameters)


def final_grade(outcome: TrialOutcome) -> Grade | None:
    """The grade that is left after gates and unit, before the cap; None where there is none."""
    if outcome.in_unit is not None:
        return outcome.in_unit.grade
    return outcome.gates.grade if outcome.gates else None
