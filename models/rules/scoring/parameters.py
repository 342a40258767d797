"""What a rule set decides: every number and every reading, each named by whoever scores."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.evaluation import Grade
from models.rules.scoring.readings import (
    AbsenceDays,
    BandsOn,
    CarriedOver,
    CountedBy,
    DeductionBase,
    DeductionFloor,
    Denominator,
    Discipline,
    DueInAbsence,
    Exceeding,
    ExcusedLateness,
    FallBelowGate,
    ForceMajeure,
    GivenQuality,
    HeadAndUnit,
    HeadsTasks,
    LatenessRule,
    LeaderFormula,
    LowerIsBetter,
    NothingAssigned,
    OneNotCompleted,
    ReturnedReports,
    RoundingKind,
    SeatBase,
    SeatRounding,
    SeatScope,
    SilenceRule,
    SubordinatesBy,
    Surplus,
    Transfer,
    TransferGeneral,
    UnderFullQuantity,
    YearFrom,
)
from models.rules.scoring.undecided_periods import UndecidedPeriods


class Need(StrEnum):
    """What a grade asks for beside points; one that is not met is an open gate (366-QĐ/TW)."""

    EVERY_TASK_DONE = "every_task_done"
    EVERY_TASK_IN_TIME = "every_task_in_time"
    ENOUGH_EXCEEDED = "enough_exceeded"
    FEW_LATE = "few_late"
    SHORTCOMINGS_REPAIRED = "shortcomings_repaired"
    NOBODY_DISCIPLINED = "nobody_disciplined"
    FIELD_DONE = "field_done"
    FIELD_IN_TIME = "field_in_time"
    FIELD_EXCEEDED = "field_exceeded"


Bands = tuple[tuple[Grade, Fraction], ...]
"""The least points of each grade, from best to worst; below the last is "not completed"."""

Needs = tuple[tuple[Grade, tuple[Need, ...]], ...]
"""What each grade asks for beside points."""


@dataclass(frozen=True)
class ScoringParameters:
    """Everything that scoring asks of a rule set; nothing has a default.

    Percentages are 0 to 100. `..._places`: decimals of a percentage or of points; None rounds
    nothing there. Ratios are a, b, c; the result is their mean; points are what becomes of it
    and of the general criteria. `least_tasks_for_shares`: with fewer tasks no gate of a
    percentage applies. `coefficient_least`, `coefficient_most`, `absence_from`,
    `appointed_months`, `unit_share_least`: None where the rule set sets no such bound.
    """

    general_most: Fraction
    results_most: Fraction
    leader_formula: LeaderFormula
    leader_part_else: Fraction
    subordinates_by: SubordinatesBy
    heads_tasks: HeadsTasks
    coefficient_least: Fraction | None
    coefficient_most: Fraction | None

    denominator: Denominator
    deduction: Fraction
    deduction_base: DeductionBase
    deduction_floor: DeductionFloor
    lateness: LatenessRule
    surplus: Surplus
    nothing_assigned: NothingAssigned
    under_full_quantity: UnderFullQuantity
    returned_reports: ReturnedReports
    given_quality: GivenQuality

    rounding: RoundingKind
    ratio_places: int | None
    result_places: int | None
    points_places: int | None
    total_places: int
    bands_on: BandsOn
    bands: Bands

    needs: Needs
    exceeded_least: Fraction
    late_most: Fraction
    fall_below_gate: FallBelowGate
    least_tasks_for_shares: int
    excused_lateness: ExcusedLateness
    exceeding: Exceeding
    discipline: Discipline

    unit_share_least: Fraction | None
    unit_share_by: CountedBy
    force_majeure: ForceMajeure
    head_and_unit: HeadAndUnit

    seat_share: Fraction
    seat_share_outstanding: Fraction
    seat_base: SeatBase
    seat_rounding: SeatRounding
    seat_scope: SeatScope
    seats_least: int

    year_from: YearFrom
    undecided_periods: UndecidedPeriods
    one_not_completed: OneNotCompleted
    absence_days: AbsenceDays
    absence_from: Fraction | None
    due_in_absence: DueInAbsence
    appointed_months: int | None
    transfer: Transfer
    transfer_general: TransferGeneral
    carried_over: CarriedOver

    lower_is_better: LowerIsBetter
    share_most: Fraction
    silence: SilenceRule
