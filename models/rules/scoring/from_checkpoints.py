"""From a checkpoint to a line of tasks: verified results alone are scored.

What is not verified or not yet due is named with its reason and scored by nobody. Silence and a
product that is verified as not delivered are results: nothing was done, each with its own word.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from models.rules.calendar import WorkingCalendar
from models.rules.due import DueFacts, last_day
from models.rules.indicators import Direction
from models.rules.scoring.achieved_shares import ReportedAs, achieved_share, done_of_product
from models.rules.scoring.exact import ONE, ZERO
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.task_lines import Shortfall, TaskLine
from models.rules.stages import SETTLED, Stage


class NotCountedReason(StrEnum):
    """Why a checkpoint is not scored; of the last six nothing will ever be."""

    NOT_DUE = "not_due"
    VERIFIED_EARLY = "verified_early"
    MAY_YET_COME = "may_yet_come"
    WAITS = "waits"
    RETURNED = "returned"
    OVERDUE = "overdue"
    NOTHING_ASKED = "nothing_asked"
    NO_TARGET = "no_target"
    COMPUTED = "computed"
    NO_WEIGHT = "no_weight"
    DUE_IN_ABSENCE = "due_in_absence"
    COUNTED_WITH_NEXT = "counted_with_next"


STILL_OPEN = frozenset({
    NotCountedReason.NOT_DUE, NotCountedReason.VERIFIED_EARLY, NotCountedReason.MAY_YET_COME,
    NotCountedReason.WAITS, NotCountedReason.RETURNED, NotCountedReason.OVERDUE,
})  # fmt: skip
"""Of these a result will still come."""
NEVER = frozenset(NotCountedReason) - STILL_OPEN
"""Of these nothing is ever scored."""


@dataclass(frozen=True)
class WorkAsked:
    """What a checkpoint asks for. `expected`: None of a product, or where no number was set."""

    reference: str
    coefficient: Fraction
    due_on: date
    direction: Direction
    is_product: bool
    expected: Fraction | None


@dataclass(frozen=True)
class WorkResult:
    """What was verified of it; `actual`: None of a product, of silence and before a result.

    `quality`: the share of it in quality, 1 where whoever verified it gave none.
    """

    reported: ReportedAs
    actual: Fraction | None
    shortfalls: tuple[Shortfall, ...] = ()
    quality: Fraction = ONE


def reported_as(facts: DueFacts, delivered: bool | None, is_product: bool) -> ReportedAs:
    """How a verified result came; what was found without any report is known from elsewhere."""
    if facts.missing:
        return ReportedAs.SILENT
    if is_product and not delivered:
        return ReportedAs.NOT_DELIVERED
    return ReportedAs.KNOWN_ELSEWHERE if facts.reported_at is None else ReportedAs.DELIVERED


def why_not_yet(
    facts: DueFacts, was_returned: bool, today: date, calendar: WorkingCalendar
) -> NotCountedReason | None:
    """Why a result does not count on a day; None where it does."""
    over = today > last_day(facts.due_on, calendar)
    if facts.stage in SETTLED:
        if facts.undelivered and not over:
            return NotCountedReason.MAY_YET_COME
        return NotCountedReason.VERIFIED_EARLY if facts.due_on > today else None
    if facts.stage is Stage.REPORTED:
        return NotCountedReason.WAITS
    if was_returned:
        return NotCountedReason.RETURNED
    return NotCountedReason.OVERDUE if over else NotCountedReason.NOT_DUE


def why_never(asked: WorkAsked, is_computed: bool) -> NotCountedReason | None:
    """Why nothing of it can be scored at all; None where it can.

    A share of nothing is none: like nothing assigned, it is never all of it by default.
    """
    if is_computed:
        return NotCountedReason.COMPUTED
    if asked.coefficient <= 0:
        return NotCountedReason.NO_WEIGHT
    if asked.is_product:
        return None
    if asked.expected is None:
        return NotCountedReason.NO_TARGET
    nothing = asked.direction is Direction.HIGHER and asked.expected <= 0
    return NotCountedReason.NOTHING_ASKED if nothing else None


def line_of(asked: WorkAsked, result: WorkResult, parameters: ScoringParameters) -> TaskLine:
    """One product: done or not, or of an indicator the share of its target that was reached.

    What is not done has no quality and no progress to lose: it is not late once more.
    """
    counts = done_of_product(result.reported, parameters)
    done, exceeded = _reached(asked, result, parameters) if counts else (ZERO, False)
    return TaskLine(
        asked.reference,
        asked.coefficient,
        ONE,
        done,
        result.shortfalls if counts else (),
        due_on=asked.due_on,
        target_exceeded=exceeded,
        given_quality=result.quality,
    )


def line_if_done(asked: WorkAsked, shortfalls: tuple[Shortfall, ...]) -> TaskLine:
    """The same where all of it will have been done; what was wanting so far stays."""
    return TaskLine(asked.reference, asked.coefficient, ONE, ONE, shortfalls, due_on=asked.due_on)


def _reached(
    asked: WorkAsked, result: WorkResult, parameters: ScoringParameters
) -> tuple[Fraction, bool]:
    """What was reached of one product, and whether a target was passed."""
    if asked.is_product:
        return ONE, False
    if asked.expected is None or result.actual is None:
        return ZERO, False
    reached = achieved_share(asked.expected, result.actual, asked.direction, parameters)
    return (ZERO if reached.share is None else reached.share), reached.exceeded
