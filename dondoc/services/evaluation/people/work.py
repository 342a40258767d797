"""One checkpoint as it counts for the official who answered for it as lead."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from models.rules.objective_causes import CauseState, ShortfallKind
from models.rules.scoring.from_checkpoints import (
    STILL_OPEN,
    NotCountedReason,
    WorkAsked,
    WorkResult,
    line_of,
)
from models.rules.scoring.parameters import ScoringParameters
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
    where it was overdue by then.
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
    quality: Decimal | None = None
    reported_on: date | None = None
    reviews: tuple[SentBackReport, ...] = ()
    latenesses: tuple[Lateness, ...] = ()
    taken_over: date | None = None
    before: str = ""

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

    def line(self, parameters: ScoringParameters) -> TaskLine | None:
        """As it is scored; None before a result, and of what is never scored."""
        if self.result is None or (self.reason is not None and self.reason not in STILL_OPEN):
            return None
        return line_of(self.asked, replace(self.result, shortfalls=self.shortfalls), parameters)
