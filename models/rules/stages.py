"""The five stages of a checkpoint, and the endings that are not stages."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a checkpoint stands on its way from being assigned to being judged."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    VERIFIED = "verified"
    EVALUATED = "evaluated"


class Standing(StrEnum):
    """Whether an assignment or a checkpoint still counts; an ending keeps its last stage."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"


UNREPORTED = frozenset({Stage.ASSIGNED, Stage.IN_PROGRESS})
"""Stages in which somebody must still report: what reminders are about."""

SETTLED = frozenset({Stage.VERIFIED, Stage.EVALUATED})
"""Stages in which the result stands."""
