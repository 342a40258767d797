"""How an indicator or a product becomes a quantity that can be scored.

The decree counts products and says nothing of indicators: an office that assigns indicators says
how a share becomes a quantity. A share is of one task, 1 at the target, cut at what the rule set
allows. Where the ratio has no value, the verdict decides.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.indicators import Direction
from models.rules.scoring.exact import HUNDRED, ONE, ZERO
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import LowerIsBetter, SilenceRule


@dataclass(frozen=True)
class AchievedShare:
    """Whether the target was met and exceeded, and the share; None where nothing was asked."""

    met: bool
    exceeded: bool
    share: Fraction | None


class ReportedAs(StrEnum):
    """What is known of a product at the cut-off."""

    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    SILENT = "silent"
    KNOWN_ELSEWHERE = "known_elsewhere"


def achieved_share(
    target: Fraction, actual: Fraction, direction: Direction, parameters: ScoringParameters
) -> AchievedShare:
    """The share of a target that was reached."""
    lower = direction is Direction.LOWER
    met, exceeded = (
        (actual <= target, actual < target) if lower else (actual >= target, actual > target)
    )
    if lower:
        share = _share_where_less_is_better(target, actual, parameters)
    elif target > 0:
        share = _within(actual / target, parameters)
    else:
        # Like nothing assigned: never all of it by default.
        return AchievedShare(met, exceeded, None)
    return AchievedShare(met, exceeded, share)


def done_of_product(reported: ReportedAs, parameters: ScoringParameters) -> int:
    """1 where one product counts as done: what is not delivered is not late once more."""
    if reported is ReportedAs.KNOWN_ELSEWHERE:
        return int(parameters.silence is SilenceRule.KNOWN_RESULT)
    return int(reported is ReportedAs.DELIVERED)


def _share_where_less_is_better(
    target: Fraction, actual: Fraction, parameters: ScoringParameters
) -> Fraction:
    if target <= 0:
        return ONE if actual <= target else ZERO
    if parameters.lower_is_better is LowerIsBetter.TWO_MINUS_RATIO:
        return _within(2 - actual / target, parameters)
    if actual <= 0:
        # Better than any ratio, and never less than the smallest amount above nothing gives.
        return parameters.share_most / HUNDRED
    return _within(target / actual, parameters)


def _within(share: Fraction, parameters: ScoringParameters) -> Fraction:
    return max(ZERO, min(share, parameters.share_most / HUNDRED))
