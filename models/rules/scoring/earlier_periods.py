"""What a quarter that was not completed means for a grade after it, before that is decided.

HD 02-HD/BTCTW (secondary): one quarter "not completed" allows no "excellent" that year; at two
running, replacing is considered.
"""

from collections.abc import Sequence
from enum import StrEnum

from models.rules.evaluation import Grade
from models.rules.scoring.parameters import ScoringParameters
from models.rules.scoring.readings import OneNotCompleted


class EarlierReason(StrEnum):
    """What is to be settled, or only to be known: that one before was not completed."""

    NO_EXCELLENT = "no_excellent"
    TWO_RUNNING = "two_running"
    FAILED_BEFORE = "failed_before"


SPEAK_AGAINST = frozenset({EarlierReason.NO_EXCELLENT, EarlierReason.TWO_RUNNING})


def before_year(
    grade: Grade | None,
    quarters: Sequence[Grade | None],
    leads: bool,
    parameters: ScoringParameters,
) -> EarlierReason | None:
    """Of a year: its quarters as they were decided, beside the grade that it would get."""
    if Grade.NOT_COMPLETED not in quarters:
        return None
    rule = parameters.one_not_completed
    for_leaders = leads and rule is OneNotCompleted.NO_EXCELLENT_FOR_LEADERS
    bound = for_leaders or rule is OneNotCompleted.NO_EXCELLENT
    return (
        EarlierReason.NO_EXCELLENT
        if bound and grade is Grade.EXCELLENT
        else EarlierReason.FAILED_BEFORE
    )


def before_quarter(grade: Grade | None, last: Grade | None) -> EarlierReason | None:
    """Of a quarter: the one directly before it, beside the grade that it would get."""
    if last is not Grade.NOT_COMPLETED:
        return None
    failed = grade is Grade.NOT_COMPLETED
    return EarlierReason.TWO_RUNNING if failed else EarlierReason.FAILED_BEFORE
