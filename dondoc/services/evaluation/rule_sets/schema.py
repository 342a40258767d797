"""What a rule set's file holds: each parameter as value, source and how sure it is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from dondoc.services.evaluation.rule_sets import values as kind
from dondoc.services.evaluation.rule_sets.values import Choice, HowSure, StrictTable
from models.rules.scoring import readings as read
from models.rules.scoring.gates import WhoIsGraded
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.undecided_periods import UndecidedPeriods

Value = TypeVar("Value")
Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{1,39}$")]


class Parameter(StrictTable, Generic[Value]):
    """A value, where it is from, and how sure that is."""

    value: Value
    source: Text
    basis: Annotated[HowSure, Choice]


class _Group(StrictTable):
    """Some parameters under one heading."""


class Formula(_Group):
    """Of what the total is made."""

    general_most: Parameter[kind.Points]
    results_most: Parameter[kind.Points]
    leader_formula: Parameter[Annotated[read.LeaderFormula, Choice]]
    leader_part_else: Parameter[kind.Percent]
    subordinates_by: Parameter[Annotated[read.SubordinatesBy, Choice]]
    heads_tasks: Parameter[Annotated[read.HeadsTasks, Choice]]
    coefficient_least: Parameter[kind.Coefficient]
    coefficient_most: Parameter[kind.Coefficient]


class Deductions(_Group):
    """What a task line gives, and what is taken from it."""

    denominator: Parameter[Annotated[read.Denominator, Choice]]
    deduction: Parameter[kind.Percent]
    deduction_base: Parameter[Annotated[read.DeductionBase, Choice]]
    deduction_floor: Parameter[Annotated[read.DeductionFloor, Choice]]
    lateness: Parameter[Annotated[read.LatenessRule, Choice]]
    surplus: Parameter[Annotated[read.Surplus, Choice]]
    nothing_assigned: Parameter[Annotated[read.NothingAssigned, Choice]]
    under_full_quantity: Parameter[Annotated[read.UnderFullQuantity, Choice]]
    returned_reports: Parameter[Annotated[read.ReturnedReports, Choice]]
    given_quality: Parameter[Annotated[read.GivenQuality, Choice]]


class Rounding(_Group):
    """What is rounded, and the bands of the grades."""

    rounding: Parameter[Annotated[read.RoundingKind, Choice]]
    ratio_places: Parameter[kind.PlacesOrNone]
    result_places: Parameter[kind.PlacesOrNone]
    points_places: Parameter[kind.PlacesOrNone]
    total_places: Parameter[kind.Places]
    bands_on: Parameter[Annotated[read.BandsOn, Choice]]
    bands: Parameter[kind.BandsTable]


class Gates(_Group):
    """What a grade asks for beside points."""

    needs: Parameter[kind.NeedsTable]
    exceeded_least: Parameter[kind.Percent]
    late_most: Parameter[kind.Percent]
    fall_below_gate: Parameter[Annotated[read.FallBelowGate, Choice]]
    least_tasks_for_shares: Parameter[kind.CountOfTasks]
    excused_lateness: Parameter[Annotated[read.ExcusedLateness, Choice]]
    exceeding: Parameter[Annotated[read.Exceeding, Choice]]
    discipline: Parameter[Annotated[read.Discipline, Choice]]


class UnitRules(_Group):
    """What the unit means for whoever leads it."""

    unit_share_least: Parameter[kind.PercentOrNone]
    unit_share_by: Parameter[Annotated[read.CountedBy, Choice]]
    force_majeure: Parameter[Annotated[read.ForceMajeure, Choice]]
    head_and_unit: Parameter[Annotated[read.HeadAndUnit, Choice]]


class SeatRules(_Group):
    """The cap on "excellent"."""

    seat_share: Parameter[kind.Percent]
    seat_share_outstanding: Parameter[kind.Percent]
    seat_base: Parameter[Annotated[read.SeatBase, Choice]]
    seat_rounding: Parameter[Annotated[read.SeatRounding, Choice]]
    seat_scope: Parameter[Annotated[read.SeatScope, Choice]]
    seats_least: Parameter[kind.CountOfTasks]


class PeriodRules(_Group):
    """From periods to the year; absence, transfer, carried-over work."""

    year_from: Parameter[Annotated[read.YearFrom, Choice]]
    undecided_periods: Parameter[Annotated[UndecidedPeriods, Choice]]
    one_not_completed: Parameter[Annotated[read.OneNotCompleted, Choice]]
    absence_days: Parameter[Annotated[read.AbsenceDays, Choice]]
    absence_from: Parameter[kind.PercentOrNone]
    due_in_absence: Parameter[Annotated[read.DueInAbsence, Choice]]
    appointed_months: Parameter[kind.MonthsOrNone]
    transfer: Parameter[Annotated[read.Transfer, Choice]]
    transfer_general: Parameter[Annotated[read.TransferGeneral, Choice]]
    carried_over: Parameter[Annotated[read.CarriedOver, Choice]]


class IndicatorRules(_Group):
    """How indicators and products become quantities."""

    lower_is_better: Parameter[Annotated[read.LowerIsBetter, Choice]]
    share_most: Parameter[kind.PercentMost]
    silence: Parameter[Annotated[read.SilenceRule, Choice]]


class NamedParameter(NamedTuple):
    """A parameter with the heading that it stands under."""

    group: str
    name: str
    parameter: Parameter[Any]


class EvaluationRules(StrictTable):
    """A rule set of evaluation; `valid_to`: None while it is in force."""

    code: Code
    version: Annotated[int, Field(ge=1)]
    title: Text
    subjects: Annotated[
        tuple[Annotated[WhoIsGraded, Choice], ...], Field(min_length=1, strict=False)
    ]
    valid_from: date
    valid_to: date | None = None
    source: Text
    formula: Formula
    deductions: Deductions
    rounding: Rounding
    gates: Gates
    unit: UnitRules
    seats: SeatRules
    periods: PeriodRules
    indicators: IndicatorRules

    @model_validator(mode="after")
    def _in_order(self) -> "EvaluationRules":
        """What is each right by itself must fit together too."""
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("dates_crossed", "valid_to", {"at": ("valid_to",)})
        usual, outstanding = self.seats.seat_share, self.seats.seat_share_outstanding
        if outstanding.value < usual.value:
            at = ("seats", "seat_share_outstanding", "value")
            raise PydanticCustomError("shares_crossed", "seats", {"at": at})
        least, most = self.formula.coefficient_least.value, self.formula.coefficient_most.value
        if least is not None and most is not None and most < least:
            at = ("formula", "coefficient_most", "value")
            raise PydanticCustomError("coefficients_crossed", "formula", {"at": at})
        return self

    def named(self) -> Iterator[NamedParameter]:
        """Every parameter, heading by heading, in the order of the file."""
        for name, group in self:
            if isinstance(group, _Group):
                for key, parameter in group:
                    yield NamedParameter(name, key, parameter)

    def parameters(self) -> ScoringParameters:
        """What scoring asks for, in exact fractions."""
        found: dict[str, Any] = {each.name: each.parameter.value for each in self.named()}
        bands, needs = found.pop("bands"), found.pop("needs")
        exact: dict[str, Any] = {
            name: Fraction(value) if isinstance(value, Decimal) else value
            for name, value in found.items()
        }
        return ScoringParameters(
            **exact,
            bands=tuple((grade, Fraction(bands[grade])) for grade in kind.GRADES),
            needs=tuple((grade, needs[grade]) for grade in kind.GRADES),
        )
