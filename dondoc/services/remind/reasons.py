"""A reason to remind, and whether the facts have overtaken it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.services.remind.states import State
from models.nudge import Nudge, NudgeKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.rules.stages import Stage, Standing

ALWAYS_SAID = frozenset({NudgeKind.REFUSED, NudgeKind.UNREACHABLE, NudgeKind.NO_COMMITTEE})
"""News that no later event takes back: an author must learn that an act was refused."""

ANSWERS = frozenset({NudgeKind.BY_HAND, NudgeKind.REFUSED})
"""Caused by a person who is at work right now, so a day off does not defer them."""


@dataclass(frozen=True)
class Reason:
    """A nudge as gathering sees it; `nudge_id` is None in a preview."""

    nudge_id: int | None
    checkpoint_id: int
    kind: NudgeKind
    audience: Audience
    person_id: int | None
    step: str
    cause: str
    firmness: Firmness
    decided_on: date

    @property
    def rank(self) -> tuple[int, int]:
        """The later of two reasons of one kind has the higher rank."""
        step = int(self.step) if self.step.lstrip("-").isdigit() else 0
        return (step, self.nudge_id or 0)

    @property
    def unreachable_person(self) -> int:
        """Whom a reason of the kind UNREACHABLE is about."""
        return int(self.cause.partition(":")[2])


def as_reason(nudge: Nudge) -> Reason:
    """A nudge as a reason."""
    return Reason(
        nudge.id,
        nudge.checkpoint_id,
        nudge.kind,
        nudge.audience,
        nudge.person_id,
        nudge.step,
        nudge.cause,
        nudge.firmness,
        nudge.decided_on,
    )


_PLANNED = (
    "checkpoint_id",
    "kind",
    "audience",
    "person_id",
    "step",
    "cause",
    "firmness",
    "decided_on",
)


def planned(row: dict[str, Any]) -> Reason:
    """A nudge that is not written (yet) as a reason."""
    return Reason(nudge_id=None, **{name: row[name] for name in _PLANNED})


def due_cause(state: State) -> str:
    """What a deadline's nudges come from: this revision of the due date."""
    return f"due:{state.due_revision}"


def report_cause(state: State) -> str:
    """What a waiting verification's nudges come from: this report."""
    return f"report:{state.report_id}"


def moot_reason(reason: Reason, state: State) -> str:
    """Why there is nothing left to say (a key of the catalogue), or ''."""
    if reason.kind in ALWAYS_SAID:
        return ""
    if state.standing is not Standing.LIVE:
        return f"moot.{state.standing.value}"
    if reason.kind is NudgeKind.VERIFICATION_WAITING:
        waits = state.stage is Stage.REPORTED and reason.cause == report_cause(state)
        return "" if waits else "moot.verified"
    if not state.unreported:
        return "moot.reported" if state.stage is Stage.REPORTED else "moot.settled"
    if reason.kind is NudgeKind.DEADLINE and reason.cause != due_cause(state):
        return "moot.due_changed"
    greets = reason.kind in (NudgeKind.ASSIGNED, NudgeKind.NOT_ACKNOWLEDGED)
    return "moot.acknowledged" if greets and state.acknowledged else ""
