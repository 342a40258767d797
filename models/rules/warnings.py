"""What whoever verifies a report should look at twice: hints, never refusals.

Systems like this one are reported to be gamed: targets set low to score high, figures declared
too high, work that is counted in the last week only (the experience of Khánh Hòa and of Rwanda).
None of it is proof, so each hint only says what was seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from models.rules.achievement import Expectation, percent_achieved, percent_of_plan
from models.rules.indicators import Basis, Direction, Kind

FAR_ABOVE = Decimal(150)
"""Percent from which a result is worth a question: was the target too low, or the figure high?"""

JUMP = Decimal("0.5")
"""The share of what was expected that seldom comes about in the last week alone."""

LAST_WEEK = timedelta(days=7)


class Hint(StrEnum):
    """What was seen, the gravest first."""

    UNDELIVERED = "undelivered"
    MAKES_GOOD = "makes_good"
    FALLING = "falling"
    JUMP = "jump"
    FAR_ABOVE = "far_above"
    FAR_BELOW_LIMIT = "far_below_limit"
    ESTIMATE = "estimate"
    UNCHANGED = "unchanged"
    LATE = "late"
    JUST_LATE = "just_late"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True)
class DatedValue:
    """A value and the day on which it was recorded."""

    value: Decimal
    on: date


@dataclass(frozen=True)
class ReportUnderCheck:
    """A report as it is looked at.

    `before`: the last verified or reported value of the checkpoint before this one. `updates`:
    interim values of this checkpoint, the oldest first. `late_by`: working days after the last
    day in time, 0 on the days off that follow it; None when in time. `undelivered`: it says that
    the product is not there. `makes_good`: it was verified before that the work is not done.
    """

    kind: Kind
    expected: Expectation
    value: Decimal | None
    due_on: date
    basis: Basis = Basis.ACTUAL
    before: Decimal | None = None
    updates: tuple[DatedValue, ...] = ()
    late_by: int | None = None
    files: int = 0
    undelivered: bool = False
    makes_good: bool = False


@dataclass(frozen=True)
class ReportHint:
    """A hint with the figures that it is about."""

    hint: Hint
    params: tuple[tuple[str, Decimal | int], ...] = ()


Rule = Callable[[ReportUnderCheck], ReportHint | None]


def hints(claim: ReportUnderCheck) -> tuple[ReportHint, ...]:
    """Everything worth a second look, the gravest first."""
    return tuple(hint for rule in _RULES if (hint := rule(claim)) is not None)


def _undelivered(claim: ReportUnderCheck) -> ReportHint | None:
    """Whoever accepts it accepts that the work is not done."""
    return ReportHint(Hint.UNDELIVERED) if claim.undelivered else None


def _makes_good(claim: ReportUnderCheck) -> ReportHint | None:
    """A result stands already, and this report would replace it."""
    return ReportHint(Hint.MAKES_GOOD) if claim.makes_good else None


def _falling(claim: ReportUnderCheck) -> ReportHint | None:
    """A running total contains what was counted before: it cannot become less."""
    if claim.kind is not Kind.RUNNING_TOTAL or claim.value is None or claim.before is None:
        return None
    if claim.value >= claim.before:
        return None
    return ReportHint(Hint.FALLING, (("value", claim.value), ("before", claim.before)))


def _jump(claim: ReportUnderCheck) -> ReportHint | None:
    """Half of what was expected within the last week is counted in a hurry, or was held back."""
    expected = claim.expected
    if claim.value is None or not expected.value or expected.direction is Direction.LOWER:
        return None
    earlier = _last_before(claim.updates, claim.due_on - LAST_WEEK)
    if earlier is None:
        return None
    carried = claim.before or Decimal(0) if claim.kind is Kind.RUNNING_TOTAL else Decimal(0)
    wanted_growth, gained = expected.value - carried, claim.value - earlier
    if wanted_growth <= 0 or gained < wanted_growth * JUMP:
        return None
    return ReportHint(Hint.JUMP, (("gained", gained), ("earlier", earlier)))


def _last_before(updates: Sequence[DatedValue], day: date) -> Decimal | None:
    """What was last said on or before a day; None where nothing was, so nothing can be told."""
    amounts = [value.value for value in updates if value.on <= day]
    return amounts[-1] if amounts else None


def _far_above(claim: ReportUnderCheck) -> ReportHint | None:
    """Targets set low to score high, or a figure that counts what others did."""
    percent = percent_achieved(claim.expected, claim.value)
    if percent is None or percent < FAR_ABOVE:
        return None
    if claim.expected.direction is Direction.LOWER:
        used = percent_of_plan(claim.expected, claim.value)
        return ReportHint(Hint.FAR_BELOW_LIMIT, (("percent", used),)) if used is not None else None
    return ReportHint(Hint.FAR_ABOVE, (("percent", percent),))


def _estimate(claim: ReportUnderCheck) -> ReportHint | None:
    """An estimate (ước thực hiện) stands for the figure only until the figure is there."""
    return ReportHint(Hint.ESTIMATE) if claim.basis is Basis.ESTIMATE else None


def _unchanged(claim: ReportUnderCheck) -> ReportHint | None:
    """The same figure as last time was perhaps copied rather than counted."""
    if claim.value is None or claim.before is None or claim.value != claim.before:
        return None
    return ReportHint(Hint.UNCHANGED, (("before", claim.before),))


def _late(claim: ReportUnderCheck) -> ReportHint | None:
    """Decree 335/2025/NĐ-CP takes a part off the progress of what came late."""
    if not claim.late_by:
        return None if claim.late_by is None else ReportHint(Hint.JUST_LATE)
    return ReportHint(Hint.LATE, (("n", claim.late_by),))


def _no_evidence(claim: ReportUnderCheck) -> ReportHint | None:
    """Officials are judged by products: one that is said to be there has something to show.

    A number has its source in the indicator, and a product that is not there has nothing.
    """
    expected = claim.kind is Kind.PRODUCT or claim.expected.is_product
    if not expected or claim.undelivered or claim.files:
        return None
    return ReportHint(Hint.NO_EVIDENCE)


_RULES: tuple[Rule, ...] = (
    _undelivered,
    _makes_good,
    _falling,
    _jump,
    _far_above,
    _estimate,
    _unchanged,
    _late,
    _no_evidence,
)
