"""One checkpoint as it counts for the official who answered for it as lead."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dondoc.services.evaluation.catalogue.coefficients import CoefficientUse
from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.from_checkpoints import (
    NEVER,
    STILL_OPEN,
    NotCountedReason,
    WorkAsked,
    WorkResult,
    line_of,
)
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.periods import DaySpan, is_within
from models.rules.scoring.readings import DueInAbsence
from models.rules.scoring.task_lines import Shortfall, TaskLine


@dataclass(frozen=True)
class SentBackReport:
    """A report that was sent back: when it came, when and why it was.

    `answered_by`: who held the position when it came, where that is somebody else: then it takes
    nothing from whoever has the work now; '' where it is their own.
    """

    number: int
    returned_on: date
    reported_on: date | None
    reason: str
    cause: CauseState
    answered_by: str = ""


@dataclass(frozen=True)
class Lateness:
    """A term that ran out before the report came (None: without one), by so many working days."""

    number: int
    due_on: date
    reported_on: date | None
    days: int
    cause: CauseState
    answered_by: str = ""


@dataclass(frozen=True)
class OfficialWork:
    """A checkpoint that somebody leads. `reason`: why it is not counted, None where it is.

    `result`: what was verified, None before a result. `value`: of an indicator, as it was
    verified. `quality`: the percentage that the secretariat gave, None where it gave none or was
    not asked for it. `taken_over`, `before`: since when they hold the position, and who did,
    where it was overdue by then. `product`: of the catalogue, None where it is none.
    `verdict_waiting`: the verdict on it, where a decision about them is what evaluates it.
    `category`: the group of its indicator. `of_field`: it is another's, of the field that they
    lead.
    """

    ref: str
    title: str
    unit_id: int
    unit: str
    position: str
    asked: WorkAsked
    result: WorkResult | None
    reason: NotCountedReason | None
    due_on: date
    original_due_on: date
    unit_of_measure: str
    expected: Decimal | None
    value: Decimal | None
    is_estimate: bool
    weight: Decimal
    product: CoefficientUse | None = None
    quality: Decimal | None = None
    reported_on: date | None = None
    reviews: tuple[SentBackReport, ...] = ()
    latenesses: tuple[Lateness, ...] = ()
    taken_over: date | None = None
    before: str = ""
    verdict_waiting: int | None = None
    category: str = ""
    of_field: bool = False

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """What was wanting of it and is their own: nothing else is scored."""
        failed = (
            Shortfall(ShortfallKind.FAILED_REVIEW, each.cause)
            for each in self.reviews
            if not each.answered_by
        )
        late = (
            Shortfall(ShortfallKind.LATENESS, each.cause, each.days)
            for each in self.latenesses
            if not each.answered_by
        )
        return (*failed, *late)

    def of_unit(self) -> "OfficialWork":
        """The same as the unit's, whoever led it then: all that was wanting of it is its own."""
        reviews = tuple(replace(each, answered_by="") for each in self.reviews)
        latenesses = tuple(replace(each, answered_by="") for each in self.latenesses)
        return replace(self, reviews=reviews, latenesses=latenesses)

    def line(self, parameters: ScoringParameters) -> TaskLine | None:
        """As it is scored; None before a result, and of what is never scored."""
        if self.result is None or (self.reason is not None and self.reason not in STILL_OPEN):
            return None
        return line_of(self.asked, replace(self.result, shortfalls=self.shortfalls), parameters)


def work_of_most(works: Sequence[OfficialWork]) -> OfficialWork:
    """A piece of work of the unit that most of it is of; there is at least one."""
    counts: dict[int, int] = {}
    for each in works:
        counts[each.unit_id] = counts.get(each.unit_id, 0) + 1
    most = min(counts, key=lambda unit: (-counts[unit], unit))
    return next(each for each in works if each.unit_id == most)


def while_present(
    works: Sequence[OfficialWork], away: Sequence[DaySpan], parameters: ScoringParameters
) -> tuple[OfficialWork, ...]:
    """The same with what fell due in an absence taken out, where the rule set says so."""
    if not away or parameters.due_in_absence is DueInAbsence.COUNTED:
        return tuple(works)
    within = [each for each in works if is_within(each.due_on, away)]
    taken_out = {each.ref: each for each in not_counted(within, NotCountedReason.DUE_IN_ABSENCE)}
    return tuple(taken_out.get(each.ref, each) for each in works)


def not_counted(
    works: Sequence[OfficialWork], reason: NotCountedReason
) -> tuple[OfficialWork, ...]:
    """The same, counted nowhere for this reason; what never counts keeps its own."""
    return tuple(each if each.reason in NEVER else replace(each, reason=reason) for each in works)
