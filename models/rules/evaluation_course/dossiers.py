"""The evaluation of one person in a round: three scores that stand apart, and what follows.

Decree 335/2025/NĐ-CP and HD 02-HD/BTCTW (secondary): self-assessment, comment of the level above,
proposal of the unit, decision, re-assessment asked for in writing. Steps are only ever added; where
a dossier stands follows from them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.rules.evaluation_course.rounds import RoundState


class DossierStepKind(StrEnum):
    """What was done with somebody's evaluation."""

    SELF_ASSESSED = "self_assessed"
    COMMENTED = "commented"
    PROPOSED = "proposed"
    DECIDED = "decided"
    REQUESTED = "requested"
    REQUEST_WITHDRAWN = "request_withdrawn"
    ANSWERED = "answered"
    TAKEN_OUT = "taken_out"
    PUT_BACK = "put_back"
    MOVED = "moved"
    BROUGHT_IN = "brought_in"


class DossierState(StrEnum):
    """Where somebody's evaluation stands. Outdated: decided, and what it rested on has changed
    while it can still be decided again: in a locked round the decision stands.

    Taken out: they are not judged in this round, whatever was said of them before.
    """

    OPEN = "open"
    SELF_ASSESSED = "self_assessed"
    COMMENTED = "commented"
    PROPOSED = "proposed"
    DECIDED = "decided"
    OUTDATED = "outdated"
    REQUESTED = "requested"
    TAKEN_OUT = "taken_out"


class DossierAct(StrEnum):
    """What somebody can do with an evaluation."""

    ASSESS_SELF = "assess_self"
    COMMENT = "comment"
    PROPOSE = "propose"
    DECIDE = "decide"
    REQUEST = "request"
    WITHDRAW_REQUEST = "withdraw_request"
    ANSWER = "answer"


STEP_OF: dict[DossierAct, DossierStepKind] = {
    DossierAct.ASSESS_SELF: DossierStepKind.SELF_ASSESSED,
    DossierAct.COMMENT: DossierStepKind.COMMENTED,
    DossierAct.PROPOSE: DossierStepKind.PROPOSED,
    DossierAct.DECIDE: DossierStepKind.DECIDED,
    DossierAct.REQUEST: DossierStepKind.REQUESTED,
    DossierAct.WITHDRAW_REQUEST: DossierStepKind.REQUEST_WITHDRAWN,
    DossierAct.ANSWER: DossierStepKind.ANSWERED,
}
"""The step that each act leaves."""

SCORED = frozenset(
    {
        DossierStepKind.SELF_ASSESSED,
        DossierStepKind.COMMENTED,
        DossierStepKind.DECIDED,
        DossierStepKind.ANSWERED,
    }
)
"""Steps with a score: an answer holds the decision that stands after it."""


@dataclass(frozen=True)
class DossierFacts:
    """What decides about an evaluation.

    `steps`: in the order in which they were taken. `basis_changed`: what the decision in force
    rested on is not what it is now. `self_until`, `comment_until`: the last days of these steps;
    `requests_until`: of asking for a re-assessment of the decision in force, None before grades
    are published.
    """

    steps: tuple[DossierStepKind, ...]
    round_state: RoundState
    basis_changed: bool
    self_until: date
    comment_until: date
    requests_until: date | None
    today: date


def is_decided(steps: Iterable[DossierStepKind]) -> bool:
    """Whether a decision stands."""
    return DossierStepKind.DECIDED in steps


def is_moved_since_decision(steps: Iterable[DossierStepKind]) -> bool:
    """Whether they were moved in the round after what was decided, so that others assess them."""
    known = (DossierStepKind.DECIDED, DossierStepKind.ANSWERED, DossierStepKind.MOVED)
    return [step for step in steps if step in known][-1:] == [DossierStepKind.MOVED]


def is_taken_out(steps: Iterable[DossierStepKind]) -> bool:
    """Whether they were taken out of the round, and not put back since."""
    known = (DossierStepKind.TAKEN_OUT, DossierStepKind.PUT_BACK)
    return [step for step in steps if step in known][-1:] == [DossierStepKind.TAKEN_OUT]


def request_waits(steps: Iterable[DossierStepKind]) -> bool:
    """Whether a re-assessment was asked for and has neither been answered nor withdrawn."""
    waits = False
    for step in steps:
        if step is DossierStepKind.REQUESTED:
            waits = True
        elif step in (DossierStepKind.REQUEST_WITHDRAWN, DossierStepKind.ANSWERED):
            waits = False
    return waits


def was_answered(steps: Iterable[DossierStepKind]) -> bool:
    """Whether the decision in force is the answer of a re-assessment, which is asked for once.

    A decision that was taken anew after it, on other facts, can be contested again.
    """
    known = (DossierStepKind.DECIDED, DossierStepKind.ANSWERED)
    last = [step for step in steps if step in known][-1:]
    return last == [DossierStepKind.ANSWERED]


def dossier_state(facts: DossierFacts) -> DossierState:
    """Where it stands: by the furthest step, whatever was done again before it."""
    if is_taken_out(facts.steps):
        return DossierState.TAKEN_OUT
    if request_waits(facts.steps):
        return DossierState.REQUESTED
    if is_decided(facts.steps):
        is_open = facts.round_state is not RoundState.LOCKED
        outdated = facts.basis_changed and is_open
        return DossierState.OUTDATED if outdated else DossierState.DECIDED
    furthest = (
        (DossierStepKind.PROPOSED, DossierState.PROPOSED),
        (DossierStepKind.COMMENTED, DossierState.COMMENTED),
        (DossierStepKind.SELF_ASSESSED, DossierState.SELF_ASSESSED),
    )
    return next((state for kind, state in furthest if kind in facts.steps), DossierState.OPEN)


def why_not_dossier(act: DossierAct, facts: DossierFacts) -> str:
    """Why it cannot be done, in a word; '' where it can. Who may is another question."""
    if facts.round_state is RoundState.LOCKED:
        return "locked"
    if is_taken_out(facts.steps):
        return "taken_out"
    match act:
        case DossierAct.REQUEST:
            return _why_not_requested(facts)
        case DossierAct.WITHDRAW_REQUEST | DossierAct.ANSWER:
            return _why_not_answered(act, facts)
        case DossierAct.DECIDE:
            return _why_not_decided(facts)
        case _:
            return _why_not_before_decision(act, facts)


def _why_not_before_decision(act: DossierAct, facts: DossierFacts) -> str:
    """A decision closes what comes before it once it is published: until then nobody outside the
    body knows of it, so nobody is refused for it, and what is said anew has it taken again. A
    self-assessment holds nobody up for ever.
    """
    if is_decided(facts.steps) and facts.round_state is not RoundState.UNDER_WAY:
        return "decided"
    if act is DossierAct.ASSESS_SELF:
        return "commented" if DossierStepKind.COMMENTED in facts.steps else ""
    if act is DossierAct.COMMENT:
        waits = DossierStepKind.SELF_ASSESSED not in facts.steps
        return "before_self" if waits and facts.today <= facts.self_until else ""
    waits = DossierStepKind.COMMENTED not in facts.steps
    return "before_comment" if waits and facts.today <= facts.comment_until else ""


def _why_not_decided(facts: DossierFacts) -> str:
    """Before publication a decision may be taken anew; after it, only one that is outdated."""
    if request_waits(facts.steps):
        return "requested"
    if facts.round_state is RoundState.PUBLISHED and not facts.basis_changed:
        return "published"
    if is_decided(facts.steps):
        return ""
    waits = DossierStepKind.COMMENTED not in facts.steps
    return "before_comment" if waits and facts.today <= facts.comment_until else ""


def _why_not_answered(act: DossierAct, facts: DossierFacts) -> str:
    """In a round that was reopened the person cannot know whether it was answered meanwhile."""
    is_own = act is DossierAct.WITHDRAW_REQUEST
    if is_own and facts.round_state is RoundState.UNDER_WAY:
        return "not_published"
    return "" if request_waits(facts.steps) else "not_requested"


def _why_not_requested(facts: DossierFacts) -> str:
    if facts.round_state is not RoundState.PUBLISHED or facts.requests_until is None:
        return "not_published"
    if request_waits(facts.steps):
        return "requested"
    if was_answered(facts.steps):
        return "answered"
    return "requests_over" if facts.today > facts.requests_until else ""
