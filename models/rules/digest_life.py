"""The life of a digest: drawn up, remarked upon, approved, issued, and where need be reopened.

A digest of all units is the office's word on a period. Approving it closes the period: its figures
never change any more, and nobody approves another one for it, until somebody reopens it and says
why. What is reported, verified and corrected goes on: nobody's work is shut out by a paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DigestStepKind(StrEnum):
    """What was done with a digest, step by step."""

    APPROVED = "approved"
    ISSUED = "issued"
    REOPENED = "reopened"


class DigestState(StrEnum):
    """Where a digest stands. Replaced: a newer one of the same period was drawn up."""

    DRAFT = "draft"
    REPLACED = "replaced"
    APPROVED = "approved"
    ISSUED = "issued"


class DigestAct(StrEnum):
    """What somebody can do with a digest."""

    REMARK = "remark"
    APPROVE = "approve"
    ISSUE = "issue"
    REOPEN = "reopen"


LOCKS = frozenset({DigestState.APPROVED, DigestState.ISSUED})
"""In these the period is closed."""


@dataclass(frozen=True)
class DigestFacts:
    """What decides about a digest.

    `steps`: in the order in which they were taken. `is_whole`: of all units, of no official;
    `newer`: another one of its period was kept after it; `locked_by_other`: another one of its
    period is approved.
    """

    steps: tuple[DigestStepKind, ...]
    is_whole: bool
    period_end: date
    as_of: date
    newer: bool = False
    locked_by_other: bool = False


def last_step(steps: Iterable[DigestStepKind]) -> DigestStepKind | None:
    """The step that counts; None before the first, and after it was reopened."""
    last = None
    for step in steps:
        last = None if step is DigestStepKind.REOPENED else step
    return last


def state_of(facts: DigestFacts) -> DigestState:
    """Where it stands. One that is approved is never replaced; a reopened one is a draft again."""
    match last_step(facts.steps):
        case DigestStepKind.APPROVED:
            return DigestState.APPROVED
        case DigestStepKind.ISSUED:
            return DigestState.ISSUED
        case _:
            gone = facts.newer or facts.locked_by_other
            return DigestState.REPLACED if gone else DigestState.DRAFT


def why_not(act: DigestAct, facts: DigestFacts) -> str:
    """Why it cannot be done, in a word; '' where it can."""
    if not facts.is_whole:
        return "part"
    state = state_of(facts)
    match act:
        case DigestAct.REMARK:
            return "replaced" if state is DigestState.REPLACED else ""
        case DigestAct.APPROVE:
            return _why_not_approved(facts, state)
        case _:
            return "" if state in LOCKS else "not_approved"


def _why_not_approved(facts: DigestFacts, state: DigestState) -> str:
    if state in LOCKS:
        return "approved_before"
    if facts.locked_by_other:
        return "locked"
    if state is DigestState.REPLACED:
        return "replaced"
    return "not_over" if facts.as_of <= facts.period_end else ""
