"""A round of evaluation: opened for a period, published, locked, and where need be reopened.

Published is the grade alone, inside the office (HD 02-HD/BTCTW, secondary). A locked round changes
no more, until somebody reopens it and says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RoundStepKind(StrEnum):
    """What was done with a round as a whole."""

    OPENED = "opened"
    PUBLISHED = "published"
    LOCKED = "locked"
    REOPENED = "reopened"


class RoundState(StrEnum):
    """Where a round stands."""

    UNDER_WAY = "under_way"
    PUBLISHED = "published"
    LOCKED = "locked"


class RoundAct(StrEnum):
    """What somebody can do with a round."""

    PUBLISH = "publish"
    LOCK = "lock"
    REOPEN = "reopen"


@dataclass(frozen=True)
class RoundFacts:
    """What decides about a round.

    `undecided`: dossiers without a decision; `outdated`: with one whose basis has changed since;
    `asked_again`: whose re-assessment waits. `requests_until`: the last day on which one can be
    asked for, None before grades are published.
    """

    steps: tuple[RoundStepKind, ...]
    dossiers: int
    undecided: int
    outdated: int
    asked_again: int
    requests_until: date | None
    today: date


def round_state(steps: Iterable[RoundStepKind]) -> RoundState:
    """Where a round stands after its steps, in the order in which they were taken."""
    state = RoundState.UNDER_WAY
    for step in steps:
        match step:
            case RoundStepKind.PUBLISHED:
                state = RoundState.PUBLISHED
            case RoundStepKind.LOCKED:
                state = RoundState.LOCKED
            case _:
                state = RoundState.UNDER_WAY
    return state


def why_not_round(act: RoundAct, facts: RoundFacts) -> str:
    """Why it cannot be done with the round, in a word; '' where it can."""
    state = round_state(facts.steps)
    match act:
        case RoundAct.PUBLISH:
            return _why_not_published(state, facts)
        case RoundAct.LOCK:
            return _why_not_locked(state, facts)
        case _:
            return "under_way" if state is RoundState.UNDER_WAY else ""


def _why_not_published(state: RoundState, facts: RoundFacts) -> str:
    if state is not RoundState.UNDER_WAY:
        return "published_before"
    if not facts.dossiers:
        return "nobody"
    if facts.undecided:
        return "undecided"
    return "outdated" if facts.outdated else ""


def _why_not_locked(state: RoundState, facts: RoundFacts) -> str:
    if state is RoundState.LOCKED:
        return "locked_before"
    if state is RoundState.UNDER_WAY:
        return "not_published"
    if facts.asked_again:
        return "asked_again"
    if facts.outdated:
        return "outdated"
    until = facts.requests_until
    return "requests_open" if until is not None and facts.today <= until else ""
