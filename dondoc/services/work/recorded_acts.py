"""Everything that was recorded on checkpoints, as the rules see it, and applied up to a moment.

A row tells what the last drain knew. How it stood when an earlier day was over is told by
applying again what was recorded until then, and the due dates that a plan loaded anew set.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.event import Event, EventKind
from models.objective_cause import CauseStatement
from models.report import ProgressReport
from models.rules.acts import MOVES_DUE, RULES, Decision, decide, effect_of, target_of
from models.rules.checkpoints import ActFacts, CheckpointFacts, end_of
from models.rules.evaluated_by import step_behind
from models.rules.evaluation import Grade
from models.rules.indicators import Basis
from models.rules.objective_causes import Deduction
from models.rules.roles import Role
from models.rules.stages import Stage
from models.submission import Submission, SubmissionState
from models.verdict import Evaluation, Verification


@dataclass(frozen=True)
class RecordedAct:
    """One submission that was not refused. `verification`, `evaluation`: the rows that it wrote."""

    deed: ActFacts
    applied: bool
    grade: Grade | None
    verification: int | None
    evaluation: int | None

    @property
    def at(self) -> datetime:
        """When it was recorded."""
        return self.deed.recorded_at


@dataclass(frozen=True)
class PlannedDue:
    """A due date that a plan loaded anew set in the place of another."""

    at: datetime
    due_on: date


@dataclass
class Course:
    """All that was recorded on a checkpoint, the earliest first."""

    acts: list[RecordedAct] = field(default_factory=list)
    due_changes: list[PlannedDue] = field(default_factory=list)

    @property
    def moved_due(self) -> bool:
        """Whether an act or a plan moved the due date, so that the first one is not today's."""
        return bool(self.due_changes) or any(
            act.deed.new_due_on and act.deed.act in MOVES_DUE for act in self.acts
        )

    def until(self, day: date) -> list[RecordedAct]:
        """The acts that were recorded before a day was over."""
        return [act for act in self.acts if act.at < end_of(day)]

    @property
    def _steps(self) -> list[RecordedAct | PlannedDue]:
        steps: list[RecordedAct | PlannedDue] = [*self.due_changes, *self.acts]
        return sorted(steps, key=attrgetter("at")) if self.due_changes else steps

    def facts(self, beginning: CheckpointFacts, day: date) -> CheckpointFacts:
        """How the checkpoint stood when a day was over. `beginning`: as it was assigned."""
        facts = beginning
        for step in self._steps:
            if step.at < end_of(day):
                facts = _after(facts, step)
        opened = facts.stage is Stage.ASSIGNED and facts.opens_on <= day
        return replace(facts, stage=Stage.IN_PROGRESS) if opened else facts


def _after(facts: CheckpointFacts, step: RecordedAct | PlannedDue) -> CheckpointFacts:
    if isinstance(step, PlannedDue):
        revision = facts.due_revision + 1  # it answers whoever asked for another date as well
        facts = replace(facts, due_on=step.due_on, due_revision=revision)
        return replace(facts, extension_asked=None, asked_on=None)
    return _after_act(facts, step)


def _after_act(facts: CheckpointFacts, act: RecordedAct) -> CheckpointFacts:
    """What was applied once was allowed then, and is not judged again."""
    if not act.applied:
        decision = decide(facts, act.deed)
        return decision.facts if isinstance(decision, Decision) else facts
    stage = target_of(RULES[act.deed.act], facts, act.deed) or facts.stage
    return replace(effect_of(facts, act.deed), stage=stage)


def courses_of(session: Session, ids: Iterable[int]) -> Mapping[int, Course]:
    """What was recorded on these checkpoints and not refused, in the order of recording."""
    courses: dict[int, Course] = defaultdict(Course)
    checkpoint_ids, connection = set(ids), session.connection()
    if not checkpoint_ids:
        return courses
    on_them = among(session, col(Submission.checkpoint_id), checkpoint_ids)
    for row in connection.execute(_acts().where(on_them)):
        courses[row.checkpoint_id].acts.append(_recorded(row))
    on_them = among(session, col(Event.checkpoint_id), checkpoint_ids)
    for row in connection.execute(_due_changes().where(on_them)):
        if "to" in row.data:
            due = PlannedDue(row.at, date.fromisoformat(row.data["to"]))
            courses[row.checkpoint_id].due_changes.append(due)
    return courses


def _due_changes() -> Select[Any]:
    return (
        select(col(Event.checkpoint_id), col(Event.at), col(Event.data))
        .where(
            col(Event.kind) == EventKind.DUE_CHANGED,
            col(Event.submission_id).is_(None),
        )
        .order_by(col(Event.id))
    )


def _acts() -> Select[Any]:
    return (
        select(
            col(Submission.checkpoint_id), col(Submission.act), col(Submission.actor_id),
            col(Submission.on_behalf_of_id), col(Submission.roles), col(Submission.recorded_at),
            col(Submission.reason), col(Submission.new_due_on), col(Submission.confirmed),
            col(Submission.state), col(Evaluation.grade),
            col(Evaluation.id).label("evaluation"), col(ProgressReport.id).label("report"),
            col(Evaluation.dossier_step_id), col(Evaluation.round_step_id),
            col(Verification.id).label("verification"), col(Verification.quality),
            col(Verification.objective_cause), col(ProgressReport.value).label("reported"),
            col(ProgressReport.delivered).label("reported_delivered"),
            col(ProgressReport.basis).label("reported_basis"), col(Verification.value),
            col(Verification.delivered), col(Verification.basis), col(CauseStatement.kind),
            col(CauseStatement.number), col(CauseStatement.since),
        )
        .join(ProgressReport, col(ProgressReport.submission_id) == Submission.id, isouter=True)
        .join(Verification, col(Verification.submission_id) == Submission.id, isouter=True)
        .join(CauseStatement, col(CauseStatement.submission_id) == Submission.id, isouter=True)
        .join(Evaluation, col(Evaluation.submission_id) == Submission.id, isouter=True)
        .where(col(Submission.state) != SubmissionState.REFUSED)
        .order_by(col(Submission.id))
    )  # fmt: skip


def _recorded(row: Any) -> RecordedAct:
    """A submission has a report or a verification, never both: the one that is there speaks."""
    said = (row.value, row.delivered, row.basis)
    if row.report is not None:
        said = (row.reported, row.reported_delivered, row.reported_basis)
    deed = ActFacts(
        act=row.act,
        by=row.actor_id or 0,
        roles=frozenset(Role(role) for role in row.roles.split(",") if role),
        recorded_at=row.recorded_at,
        on_behalf_of=row.on_behalf_of_id,
        value=said[0],
        delivered=said[1],
        basis=said[2] or Basis.ACTUAL,
        reason=row.reason,
        new_due_on=row.new_due_on,
        quality=row.quality,
        objective_cause=row.objective_cause,
        confirmed=row.confirmed,
        report_id=row.report,
        deduction=Deduction(row.kind, row.number) if row.kind else None,
        since=row.since,
        step_behind=step_behind(row.dossier_step_id, row.round_step_id),
    )
    applied = row.state is SubmissionState.APPLIED
    return RecordedAct(deed, applied, row.grade, row.verification, row.evaluation)
