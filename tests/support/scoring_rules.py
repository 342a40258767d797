"""A rule set to score by in tests, and short words for lines of work."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from models.rules.evaluation import Grade
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring import readings as read
from models.rules.scoring.parameters import Need, ScoringParameters
from models.rules.scoring.task_lines import Shortfall, TaskLine
from models.rules.scoring.undecided_periods import UndecidedPeriods

E, G, C, N = Grade.EXCELLENT, Grade.GOOD, Grade.COMPLETED, Grade.NOT_COMPLETED

PARAMETERS = ScoringParameters(
    general_most=Fraction(30),
    results_most=Fraction(70),
    leader_formula=read.LeaderFormula.MEAN_OF_SIX,
    leader_part_else=Fraction(50),
    subordinates_by=read.SubordinatesBy.POINTS,
    heads_tasks=read.HeadsTasks.OWN,
    coefficient_least=None,
    coefficient_most=None,
    denominator=read.Denominator.ASSIGNED,
    deduction=Fraction(25),
    deduction_base=read.DeductionBase.LINE,
    deduction_floor=read.DeductionFloor.ZERO,
    lateness=read.LatenessRule.EACH,
    surplus=read.Surplus.LINE,
    nothing_assigned=read.NothingAssigned.NOT_ENOUGH_DATA,
    under_full_quantity=read.UnderFullQuantity.NOTHING_MORE,
    returned_reports=read.ReturnedReports.NOT_DONE,
    given_quality=read.GivenQuality.COUNTED,
    rounding=read.RoundingKind.HALF_UP,
    ratio_places=None,
    result_places=None,
    points_places=None,
    total_places=2,
    bands_on=read.BandsOn.ROUNDED,
    bands=((E, Fraction(90)), (G, Fraction(70)), (C, Fraction(50))),
    needs=(
        (
            E,
            (
                Need.EVERY_TASK_DONE,
                Need.EVERY_TASK_IN_TIME,
                Need.ENOUGH_EXCEEDED,
                Need.SHORTCOMINGS_REPAIRED,
                Need.NOBODY_DISCIPLINED,
                Need.FIELD_DONE,
                Need.FIELD_EXCEEDED,
            ),
        ),
        (G, (Need.EVERY_TASK_IN_TIME, Need.FIELD_IN_TIME)),
        (C, (Need.EVERY_TASK_DONE, Need.FEW_LATE)),
    ),
    exceeded_least=Fraction(30),
    late_most=Fraction(20),
    fall_below_gate=read.FallBelowGate.ONE_STEP,
    least_tasks_for_shares=0,
    excused_lateness=read.ExcusedLateness.LATE,
    exceeding=read.Exceeding.BY_QUANTITY,
    discipline=read.Discipline.NOT_COMPLETED,
    unit_share_least=Fraction(70),
    unit_share_by=read.CountedBy.TASKS,
    force_majeure=read.ForceMajeure.TAKEN_OUT,
    head_and_unit=read.HeadAndUnit.NOT_ABOVE,
    seat_share=Fraction(20),
    seat_share_outstanding=Fraction(25),
    seat_base=read.SeatBase.GOOD_BEFORE,
    seat_rounding=read.SeatRounding.DOWN,
    seat_scope=read.SeatScope.GROUP_AND_AGENCY,
    seats_least=0,
    year_from=read.YearFrom.EXACT,
    undecided_periods=UndecidedPeriods.LEFT_OUT,
    one_not_completed=read.OneNotCompleted.NO_EXCELLENT_FOR_LEADERS,
    absence_days=read.AbsenceDays.CALENDAR,
    absence_from=Fraction(50),
    due_in_absence=read.DueInAbsence.COUNTED,
    appointed_months=1,
    transfer=read.Transfer.POOLED,
    transfer_general=read.TransferGeneral.NEW_UNIT,
    carried_over=read.CarriedOver.STAYS,
    lower_is_better=read.LowerIsBetter.TARGET_BY_ACTUAL,
    share_most=Fraction(100),
    silence=read.SilenceRule.NOT_DONE,
)
"""The worked cases are scored by these, with one reading or another changed."""


def reading(**changes: Any) -> ScoringParameters:
    """The rule set read otherwise in these points."""
    return replace(PARAMETERS, **changes)


def exact(number: float | str) -> Fraction:
    """As it is written: 27.995 is that, and not what binary makes of it."""
    return Fraction(str(number))


def failed(cause: CauseState = CauseState.NONE) -> Shortfall:
    """A failed review."""
    return Shortfall(ShortfallKind.FAILED_REVIEW, cause)


def late(cause: CauseState = CauseState.NONE, days: int | None = None) -> Shortfall:
    """A lateness."""
    return Shortfall(ShortfallKind.LATENESS, cause, days)


def line(
    reference: str,
    coefficient: float | str,
    assigned: float | str,
    done: float | str,
    *shortfalls: Shortfall,
    **more: Any,
) -> TaskLine:
    """A line of work as the tables of the cases write it."""
    numbers = (exact(number) for number in (coefficient, assigned, done))
    return TaskLine(reference, *numbers, shortfalls=shortfalls, **more)
