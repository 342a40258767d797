"""Checkpoints with all that they hang on, as they stood when an earlier day was over.

What the plan asks for (targets, weights, expected values) is that of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.changed_by_plan import NOT_YET, ChangedByPlan, changed_by_plan
from dondoc.services.work.checkpoint_states import CheckpointState, stored_states
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.recorded_acts import Course, RecordedAct, courses_of
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Event
from models.rules.checkpoints import Act, CheckpointFacts, end_of
from models.rules.stages import Stage, Standing

R = TypeVar("R", Checkpoint, Assignment)


def as_on(
    session: Session, checkpoints: Mapping[int, LoadedCheckpoint], day: date
) -> dict[int, LoadedCheckpoint]:
    """The checkpoints, each as it stood when the day was over, without what was not assigned yet.

    The rows that they hold are copies, which nothing writes.
    """
    ids = {checkpoint.assignment.key for checkpoint in checkpoints.values()}
    changed = changed_by_plan(session, day, among(session, col(Event.assignment_id), ids))
    courses = courses_of(session, checkpoints)
    stood = {
        key: _as_on(_Then(checkpoint, courses.get(key, Course()), changed), day)
        for key, checkpoint in checkpoints.items()
    }
    return {key: checkpoint for key, checkpoint in stood.items() if checkpoint is not None}


def states_as_on(
    session: Session, frame: ProgrammeRules, ids: Sequence[int], day: date
) -> dict[int, CheckpointState]:
    """These checkpoints as reminders see them, each as it stood when the day was over."""
    states, stood = (
        stored_states(session, ids),
        as_on(session, load_checkpoints(session, frame, ids), day),
    )
    for key, checkpoint in stood.items():
        states[key].bring_to(checkpoint.facts)
        if checkpoint.assignment.standing is not Standing.LIVE:
            states[key].standing = checkpoint.assignment.standing
    return {key: states[key] for key in stood}


@dataclass(frozen=True)
class _Then:
    """A checkpoint of today, and what is known of it before."""

    now: LoadedCheckpoint
    course: Course
    changed: ChangedByPlan

    @property
    def withdrawn(self) -> bool:
        """Whether a person withdrew it, which its course tells then."""
        return any(act.deed.act is Act.WITHDRAW for act in self.course.acts)

    @property
    def standing(self) -> Standing | None:
        """Of the checkpoint, but for a person's act."""
        row = self.now.checkpoint
        today = Standing.LIVE if self.withdrawn else row.standing
        return self.changed.checkpoints.get(row.key, today)

    @property
    def whole(self) -> Standing | None:
        """Of the assignment."""
        row = self.now.assignment
        return self.changed.assignments.get(row.key, row.standing)

    @property
    def beginning(self) -> CheckpointFacts:
        """As it was assigned."""
        row, stored = self.now.checkpoint, self.now.stored
        return CheckpointFacts(
            stage=Stage.ASSIGNED,
            opens_on=row.opens_on,
            due_on=row.original_due_on if self.course.moved_due else row.due_on,
            terms=stored.terms,
            is_product=stored.is_product,
            is_computed=stored.is_computed,
            standing=self.standing or Standing.LIVE,
            by_decision=stored.by_decision,
        )


def _as_on(then: _Then, day: date) -> LoadedCheckpoint | None:
    if then.standing is NOT_YET or then.whole is NOT_YET:
        return None
    applied = [act for act in then.course.until(day) if act.applied]
    facts = Course(applied, then.course.due_changes).facts(then.beginning, day)
    waiting = (act for act in then.now.pending if act.submission.recorded_at < end_of(day))
    return replace(
        then.now,
        checkpoint=_copy(then.now.checkpoint, **_columns(facts, applied)),
        assignment=_copy(then.now.assignment, standing=then.whole),
        stored=facts,
        pending=tuple(waiting),
    )


def _columns(facts: CheckpointFacts, acts: list[RecordedAct]) -> dict[str, Any]:
    """What the advance flow had written that a view reads beside the facts."""
    verdicts = [act.verification for act in acts if act.verification and not _sent_back(act)]
    evaluations = [act.evaluation for act in acts if act.evaluation]
    return {
        "stage": facts.stage,
        "standing": facts.standing,
        "due_on": facts.due_on,
        "due_revision": facts.due_revision,
        "report_id": facts.report.id if facts.report else None,
        "verification_id": verdicts[-1] if verdicts else None,
        "evaluation_id": evaluations[-1] if evaluations and facts.evaluated else None,
    }


def _sent_back(act: RecordedAct) -> bool:
    return act.deed.act is Act.RETURN


def _copy(row: R, **columns: Any) -> R:
    return type(row)(**row.model_dump() | columns)
