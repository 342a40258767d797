"""What a file of facts holds: work done, and whatever else a grade looks at."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dondoc.services.evaluation.rule_sets.schema import Text
from dondoc.services.evaluation.rule_sets.values import Amount, Choice, StrictTable
from models.rules.evaluation import Grade
from models.rules.indicators import Direction
from models.rules.objective_causes import CauseState
from models.rules.scoring.achieved_shares import ReportedAs
from models.rules.scoring.gates import WhoIsGraded
from models.rules.scoring.units import PlaceInUnit

NotNegative = Annotated[Amount, Field(ge=0, le=10**9)]
AboveZero = Annotated[Amount, Field(gt=0, le=10**9)]
AnyPoints = Annotated[Amount, Field(ge=-1000, le=1000)]
AnyAmount = Annotated[Amount, Field(ge=-(10**15), le=10**15)]
Number = Annotated[int, Field(ge=0, le=10**6)]
MAX_DAYS = 400
"""Longer than a year is no period."""

GivenCause = Annotated[CauseState, Choice]
Several: Any = Field(default=(), strict=False)
"""A list in the file; what there is none of is left out."""


class FailedReview(StrictTable):
    """One failed review; its cause is always said, be it that there is none."""

    cause: GivenCause


class LateTime(StrictTable):
    """One lateness, with its days where the rule set asks for them."""

    cause: GivenCause
    days: Number | None = None


class TaskFacts(StrictTable):
    """A line of work."""

    reference: Text
    coefficient: AboveZero
    assigned: NotNegative
    done: NotNegative
    failed_reviews: tuple[FailedReview, ...] = Several
    latenesses: tuple[LateTime, ...] = Several
    returned: NotNegative = Decimal(0)
    short_cause: GivenCause = CauseState.NONE
    declared_exceeded: bool = False
    due_on: date | None = None
    given_quality: Annotated[Amount, Field(ge=0, le=100)] = Decimal(100)


class CarriedFacts(TaskFacts):
    """A line finished in another period than its own; periods are numbered from 1."""

    due_in: Number
    done_in: Number | None = None
    moved_to: Number | None = None
    days_late: Number | None = None
    late_cause: GivenCause = CauseState.NONE


class LeaderFacts(StrictTable):
    """d, đ, e of a leader: true is 100; what is left out is not known."""

    subordinates: bool | None = None
    organising: bool | None = None
    uniting: bool | None = None


class SubordinateFacts(StrictTable):
    """A subordinate, of whom d is made."""

    points: AnyPoints | None = None
    decided: Annotated[Grade, Choice] | None = None


class UnitWorkFacts(StrictTable):
    """What đ is made of."""

    all_in_time: bool | None = None
    all_well: bool | None = None
    with_initiative: bool | None = None


class CountFacts(StrictTable):
    """Tasks by number, where the lines themselves are not in the file."""

    tasks: Number
    done: Number
    late: Number
    exceeded: Number


class GateTable(StrictTable):
    """What gates look at beside the lines. `points`: where the total is not made of lines."""

    who: Annotated[WhoIsGraded, Choice]
    points: AnyPoints | None = None
    counts: CountFacts | None = None
    field: CountFacts | None = None
    shortcomings: Number = 0
    repaired: Number = 0
    disciplined: bool = False
    below_disciplined: bool | None = None


class UnitTable(StrictTable):
    """The unit of somebody who is graded, by what it did or by its lines, and its own grade."""

    place: Annotated[PlaceInUnit, Choice]
    points: AnyPoints | None = None
    done: NotNegative | None = None
    whole: NotNegative | None = None
    grade: Annotated[Grade, Choice] | None = None
    task: tuple[TaskFacts, ...] = Several


class OfficialFacts(StrictTable):
    """One of a group among whom seats are given."""

    reference: Text
    points: AnyPoints
    grade: Annotated[Grade, Choice] | None = None
    group: Text


class PeriodTable(StrictTable):
    """A period of the year: its points, or the lines that they are made of."""

    points: AnyPoints | None = None
    grade: Annotated[Grade, Choice] | None = None
    general: NotNegative | None = None
    task: tuple[TaskFacts, ...] = Several


class FirstAndLast(StrictTable):
    """From one day to another, both in it."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> "FirstAndLast":
        if self.last < self.first:
            raise PydanticCustomError("dates_crossed", "last")
        if (self.last - self.first).days > MAX_DAYS:
            raise PydanticCustomError("span_too_long", "last")
        return self


class AbsenceTable(FirstAndLast):
    """The period, the days away within it, and the days that are worked or off unusually."""

    away: tuple[FirstAndLast, ...] = Several
    off: tuple[date, ...] = Several
    worked: tuple[date, ...] = Several
    appointed: date | None = None


class PartTable(FirstAndLast):
    """What somebody did in one of several units in the period."""

    unit: Text
    general: NotNegative | None = None
    task: tuple[TaskFacts, ...] = Several


class IndicatorFacts(StrictTable):
    """A target and what was reached of it."""

    reference: Text
    direction: Annotated[Direction, Choice]
    target: AnyAmount
    actual: AnyAmount


class ProductFacts(StrictTable):
    """What is known of a product at the cut-off."""

    reference: Text
    reported: Annotated[ReportedAs, Choice]


class CaseFacts(StrictTable):
    """A file of facts: what is not in it is not scored."""

    title: Text
    general: NotNegative | None = None
    leads: bool = False
    outstanding: bool = False
    task: tuple[TaskFacts, ...] = Several
    field_task: tuple[TaskFacts, ...] = Several
    leader: LeaderFacts | None = None
    subordinate: tuple[SubordinateFacts, ...] = Several
    unit_work: UnitWorkFacts | None = None
    gates: GateTable | None = None
    unit: UnitTable | None = None
    official: tuple[OfficialFacts, ...] = Several
    period: tuple[PeriodTable, ...] = Several
    carried: tuple[CarriedFacts, ...] = Several
    absence: AbsenceTable | None = None
    part: tuple[PartTable, ...] = Several
    indicator: tuple[IndicatorFacts, ...] = Several
    product: tuple[ProductFacts, ...] = Several
