"""What must be heard at once, what may wait for the weekly letter, and what may be switched off.

Nobody can switch off what they answer for: such a message can only go another way.
"""

from enum import StrEnum

from models.rules.ladder import Firmness


class Urgency(StrEnum):
    """How far a reader may decide about a kind of reminder."""

    MANDATORY = "mandatory"  # every day, cannot be switched off
    MAY_WAIT = "may_wait"  # cannot be switched off, may come once a week
    OPTIONAL = "optional"  # may come once a week, or not at all


_OPTIONAL = frozenset({"opened"})
_MAY_WAIT = frozenset({"assigned", "no_committee", "unreachable"})


def urgency(kind: str, firmness: Firmness) -> Urgency:
    """How urgent a reason is. `kind`: the value of a NudgeKind; early, mild steps are optional."""
    if kind in _OPTIONAL or (kind == "deadline" and firmness is Firmness.REMIND):
        return Urgency.OPTIONAL
    return Urgency.MAY_WAIT if kind in _MAY_WAIT else Urgency.MANDATORY
