"""A reason to remind, and whether the facts have overtaken it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from models.nudge import Nudge, NudgeKind
from models.rules.checkpoints import HANOI, Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience
from models.rules.stages import SETTLED, UNREPORTED, Stage, Standing

NEVER_MOOT = frozenset({NudgeKind.REFUSED, NudgeKind.UNREACHABLE, NudgeKind.NO_COMMITTEE})
"""What no event on the item takes back: an author must learn that an act was refused."""

ANSWERS = frozenset({NudgeKind.BY_HAND, NudgeKind.REFUSED})
"""Caused by a person who is at work right now, so a day off does not defer them."""

AT_ONCE = ANSWERS | {
    NudgeKind.RETURNED, NudgeKind.EXTENSION_DECIDED, NudgeKind.CAUSE_DECIDED,
}  # fmt: skip
"""Told on the same day, beside the letter of the day: somebody decided, or set a date to keep."""

GREETS = frozenset({NudgeKind.ASSIGNED, NudgeKind.NOT_ACKNOWLEDGED})
"""What nobody needs any more who has taken the work on."""

_OF_CAUSES = frozenset({NudgeKind.CAUSE_ASKED, NudgeKind.CAUSE_DECIDED})
"""Of what an objective cause says: each is another, and stands beside whatever was reported."""

_VERDICTS = frozenset({Act.NOT_REPORTED, Act.VERIFY, Act.RETURN})
_DATES = frozenset({Act.CHANGE_DUE, Act.REFUSE_EXTENSION, Act.RETURN})
OVERTAKEN_BY = {
    NudgeKind.RETURNED: _VERDICTS,
    NudgeKind.EXTENSION_ASKED: frozenset({Act.ASK_EXTENSION, Act.CHANGE_DUE}),
    NudgeKind.EXTENSION_DECIDED: _DATES | {Act.REPORT},
    NudgeKind.DUE_CHANGED: _DATES - {Act.REFUSE_EXTENSION},
}
"""Acts after which there is another thing to say than the act that gave the reason said."""


class Facts(Protocol):
    """What a checkpoint's facts must say for a reason to be weighed."""

    @property
    def stage(self) -> Stage: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def due_on(self) -> date: ...
    @property
    def due_revision(self) -> int: ...
    @property
    def report_id(self) -> int | None: ...
    @property
    def extension_asked(self) -> date | None: ...
    @property
    def cause_asked_at(self) -> datetime | None: ...
    @property
    def missing(self) -> bool: ...
    @property
    def undelivered(self) -> bool: ...
    @property
    def acknowledged(self) -> bool: ...


# Not frozen: what came later, and the date it sets, are filled in afterwards (later.py).
@dataclass(slots=True, unsafe_hash=True)
class Reason:
    """A nudge as gathering sees it; `nudge_id` is None in a preview.

    `later`: of the acts in OVERTAKEN_BY, those after the one that gave it. `sets`: the due date
    that this one set or asked for.
    """

    nudge_id: int | None
    checkpoint_id: int
    kind: NudgeKind
    audience: Audience
    person_id: int | None
    step: str
    cause: str
    firmness: Firmness
    decided_on: date
    channel: str | None = None
    later: frozenset[Act] = field(default=frozenset(), compare=False)
    sets: date | None = field(default=None, compare=False)

    @property
    def act_id(self) -> int:
        """The number of the act that gave it; 0 where none did."""
        source, _, number = self.cause.partition(":")
        return int(number) if source == "submission" else 0

    @property
    def rank(self) -> tuple[int, int]:
        """The later of two reasons of one kind has the higher rank."""
        step = int(self.step) if self.step.lstrip("-").isdigit() else 0
        return (step, self.nudge_id or 0)

    @property
    def about(self) -> int:
        """The number in the cause: of a person out of reach, of a unit without a committee."""
        return int(self.cause.partition(":")[2])

    @property
    def of_changed_plan(self) -> bool:
        """Whether a plan that was loaded anew changed what had been assigned before."""
        return self.kind is NudgeKind.ASSIGNED and self.cause.startswith("plan:")

    @property
    def unreachable_person(self) -> int:
        """Whom a reason of the kind UNREACHABLE is about."""
        return self.about


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
        nudge.channel,
    )


_REASON_COLUMNS = (
    "checkpoint_id",
    "kind",
    "audience",
    "person_id",
    "step",
    "cause",
    "firmness",
    "decided_on",
    "channel",
)


def reason_of_row(row: dict[str, Any]) -> Reason:
    """A nudge that is not written (yet) as a reason."""
    return Reason(nudge_id=None, **{name: row[name] for name in _REASON_COLUMNS})


def plan_change_cause(now: datetime) -> str:
    """What tells of a plan that was loaded anew: the moment, as one day may see several loads."""
    return f"plan:{now.astimezone(HANOI):%Y-%m-%dT%H:%M:%S}"


def due_cause(state: Facts) -> str:
    """What a deadline's nudges come from: this revision of the due date."""
    return f"due:{state.due_revision}"


def report_cause(state: Facts) -> str:
    """What a waiting verification's nudges come from: this report."""
    return f"report:{state.report_id}"


def verified_undone(state: Facts) -> bool:
    """Whether it was verified that the work is not done: then a report can still make it good."""
    return state.stage in SETTLED and (state.missing or state.undelivered)


def moot_reason(reason: Reason, state: Facts) -> str:
    """Why there is nothing left to say (a key of the catalogue), or ''."""
    if reason.kind in NEVER_MOOT:
        return ""
    if reason.kind is NudgeKind.WITHDRAWN:
        return "" if state.standing is Standing.WITHDRAWN else "moot.restored"
    if state.standing is not Standing.LIVE:
        return f"moot.{state.standing.value}"
    if reason.kind in _OF_CAUSES:
        answered = reason.kind is NudgeKind.CAUSE_ASKED and state.cause_asked_at is None
        return "moot.decided" if answered else ""
    if reason.kind is NudgeKind.VERIFICATION_WAITING:
        waits = state.stage is Stage.REPORTED and reason.cause == report_cause(state)
        return "" if waits else "moot.verified"
    return _overtaken(reason, state)


def unasked_reason(state: Facts) -> str:
    """Why nobody is asked for a report of a live checkpoint (a key of the catalogue), or ''."""
    if state.stage in UNREPORTED:
        return ""
    if state.stage is Stage.REPORTED:
        return "moot.reported"
    if state.missing:
        return "moot.missing"
    return "moot.undelivered" if state.undelivered else "moot.settled"


def _overtaken(reason: Reason, state: Facts) -> str:
    newer = reason.later & OVERTAKEN_BY.get(reason.kind, frozenset())
    if reason.kind is NudgeKind.RETURNED and verified_undone(state) and not newer:
        return ""
    if reason.kind is NudgeKind.EXTENSION_ASKED and state.extension_asked is None:
        return unasked_reason(state) or "moot.decided"
    if not _of_a_late_report(reason, state) and (why := unasked_reason(state)):
        return why
    if newer:
        return "moot.superseded"
    if _date_is_gone(reason, state):
        return "moot.due_changed"
    greets = reason.kind in GREETS and not reason.of_changed_plan
    return "moot.acknowledged" if greets and state.acknowledged else ""


def _of_a_late_report(reason: Reason, state: Facts) -> bool:
    """Whether it is of a request that was, or is to be, decided after the report came."""
    decided = reason.kind is NudgeKind.EXTENSION_DECIDED and Act.REPORT not in reason.later
    return state.stage is Stage.REPORTED and (decided or reason.kind is NudgeKind.EXTENSION_ASKED)


def _date_is_gone(reason: Reason, state: Facts) -> bool:
    """Whether it speaks of a due date that another one has replaced since."""
    if reason.kind is NudgeKind.DEADLINE:
        return reason.cause != due_cause(state)
    if reason.kind is NudgeKind.DUE_CHANGED and reason.cause.startswith("plan:"):
        return reason.about < state.due_revision
    moved = reason.kind in (NudgeKind.DUE_CHANGED, NudgeKind.EXTENSION_DECIDED)
    return moved and reason.sets is not None and reason.sets != state.due_on
