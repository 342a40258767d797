"""A checkpoint with all that it hangs on, and its facts as they are and as they will be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoint_queries import (
    of_assignment,
    of_checkpoints,
    returned_of,
    terms_of,
    waits_of,
)
from dondoc.services.work.pending import PendingAct, pending_in, pending_of
from dondoc.services.work.references import meant
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among, bound
from dondoc.store.database import is_postgresql
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, REPORT_IN_FORCE
from models.report import ProgressReport
from models.rules.acts import Decision, decide
from models.rules.checkpoints import CheckpointFacts, ReportFacts, ResultFacts
from models.rules.indicators import asks_for_product, is_computed
from models.rules.objective_causes import causes_in
from models.rules.stages import Standing
from models.submission import Submission
from models.unreadable_value import refuse_unreadable
from models.verdict import Verdict, Verification


@dataclass(frozen=True)
class LoadedCheckpoint:
    """One checkpoint. `stored`: facts as the last drain left them; `pending`: what came since.

    `updated_at`: when somebody last told of progress without reporting.
    """

    checkpoint: Checkpoint
    assignment: Assignment
    indicator: Indicator
    stored: CheckpointFacts
    pending: tuple[PendingAct, ...] = ()
    updated_at: datetime | None = None

    @property
    def ref(self) -> str:
        """What people type and read: indicator @ unit / checkpoint."""
        return f"{self.assignment.ref}/{self.checkpoint.label}"

    @property
    def is_live(self) -> bool:
        """Whether it still counts: neither it nor its assignment has ended."""
        return self.assignment.standing is Standing.LIVE and self.facts.standing is Standing.LIVE

    @property
    def report_id(self) -> int | None:
        """The report that stands once everything recorded is applied."""
        report = self.facts.report
        return report.id if report else None

    @property
    def verification_id(self) -> int | None:
        """The verdict that stands once everything recorded is applied."""
        verifications = [
            act.content for act in self.pending if isinstance(act.content, Verification)
        ]
        standing = [
            verification
            for verification in verifications
            if verification.verdict is not Verdict.RETURNED
        ]
        return standing[-1].id if standing else self.checkpoint.verification_id

    @property
    def facts(self) -> CheckpointFacts:
        """The facts as they will be once everything recorded is applied."""
        facts = self.stored
        for act in self.pending:
            decision = decide(facts, act.deed)
            if isinstance(decision, Decision):
                facts = decision.facts
        return facts


def load_checkpoints(
    session: Session, frame: ProgrammeRules, ids: Sequence[int]
) -> dict[int, LoadedCheckpoint]:
    """The checkpoints with these ids, in a fixed number of queries, without unreadable ones."""
    if not ids:
        return {}
    query = of_checkpoints(is_postgresql(session))
    return _with_facts(session, frame, session.execute(query, {"ids": bound(session, ids)}).all())


def load_checkpoint(
    session: Session, frame: ProgrammeRules, checkpoint_id: int
) -> LoadedCheckpoint:
    """The checkpoint with this id. Raises BadInput where its facts cannot be read."""
    loaded = load_checkpoints(session, frame, [checkpoint_id]).get(checkpoint_id)
    if loaded is None:
        raise BadInput("checkpoint.unreadable")
    return loaded


def load_pending(
    session: Session, frame: ProgrammeRules, programme_id: int
) -> dict[int, LoadedCheckpoint]:
    """The checkpoints of a programme on which something waits, as they will be."""
    ids = set(session.connection().scalars(pending_in(programme_id)))
    return load_checkpoints(session, frame, sorted(ids))


def live_pending(
    session: Session, frame: ProgrammeRules, programme_id: int
) -> list[LoadedCheckpoint]:
    """Those of `load_pending` that count once everything recorded is applied."""
    waiting = load_pending(session, frame, programme_id).values()
    return [checkpoint for checkpoint in waiting if checkpoint.is_live]


def checkpoints_of(
    session: Session, frame: ProgrammeRules, assignment_id: int
) -> dict[int, LoadedCheckpoint]:
    """An assignment's checkpoints in the order of its roadmap, in a fixed number of queries."""
    rows = session.execute(of_assignment(), {"assignment": assignment_id}).all()
    return _with_facts(session, frame, rows)


def find_checkpoint(session: Session, programme_id: int, ref: str, day: date) -> int:
    """The id of the checkpoint that a reference such as `KND@LT/Q1` means on a day.

    Raises BadInput for one that does not exist or lacks its checkpoint.
    """
    assignment_ref, _, label = ref.strip().partition("/")
    query = (
        select(Checkpoint.id)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(Assignment.programme_id == programme_id, meant(assignment_ref, day))
    )
    if label:
        query = query.where(Checkpoint.label == label)
    rows = session.exec(query).all()
    if len(rows) != 1 or rows[0] is None:
        raise BadInput("checkpoint.name_one" if rows else "checkpoint.unknown", ref=ref)
    return rows[0]


def _with_facts(
    session: Session, frame: ProgrammeRules, rows: Sequence[Any]
) -> dict[int, LoadedCheckpoint]:
    verdicts = _verdicts(session, [row[0].verification_id for row in rows])
    rested_on = [verification.report_id for verification in verdicts.values()]
    reports = _reports(session, {*(row[0].report_id for row in rows), *rested_on})
    results = {key: _result(verdict, reports) for key, verdict in verdicts.items()}
    pending = pending_of(session, [row[0].key for row in rows])

    def loaded(row: Any) -> LoadedCheckpoint:
        checkpoint, assignment, indicator, updated_at = row
        verdict_id = checkpoint.verification_id or 0
        report, result = reports.get(checkpoint.report_id or 0), results.get(verdict_id)
        for part in (report, result, result and result.report, verdicts.get(verdict_id)):
            refuse_unreadable(vars(part).values() if part else ())
        facts = replace(_stored(checkpoint, indicator, frame), report=report, result=result)
        waiting = tuple(pending.get(checkpoint.key, ()))
        return LoadedCheckpoint(checkpoint, assignment, indicator, facts, waiting, updated_at)

    checkpoints = readable(session, rows, loaded, lambda row: row[0].key)
    return {checkpoint.checkpoint.key: checkpoint for checkpoint in checkpoints}


def _stored(checkpoint: Checkpoint, indicator: Indicator, frame: ProgrammeRules) -> CheckpointFacts:
    return CheckpointFacts(
        stage=checkpoint.stage,
        opens_on=checkpoint.opens_on,
        due_on=checkpoint.due_on,
        terms=frame.terms(indicator.cut_off_days),
        is_product=asks_for_product(indicator.kind, checkpoint.expected, checkpoint.product),
        is_computed=is_computed(indicator.kind, checkpoint.product),
        standing=checkpoint.standing,
        due_revision=checkpoint.due_revision,
        last_act_on=checkpoint.last_act_on,
        returns=checkpoint.returns,
        extension_asked=checkpoint.extension_asked,
        asked_on=checkpoint.asked_on,
        refused_on=checkpoint.refused_on,
        returned=returned_of(checkpoint.returned_due_on, checkpoint.returned_report_on),
        waits=waits_of(checkpoint.returned_waits),
        ended_terms=terms_of(checkpoint.ended_terms),
        causes=causes_in(checkpoint.causes),
        evaluated=checkpoint.evaluation_id is not None,
        by_decision=frame.rules.by_decision,
    )


def _reports(session: Session, ids: Iterable[int | None]) -> dict[int, ReportFacts]:
    keys = [key for key in ids if key is not None]
    if not keys:
        return {}
    query = (
        select(ProgressReport, Submission, Checkpoint.first_reported_at)
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .outerjoin(Checkpoint, REPORT_IN_FORCE.on)
        .where(among(session, col(ProgressReport.id), keys))
    )
    return {
        report.key: ReportFacts(
            recorded_at=sent.recorded_at,
            by=sent.actor_id or 0,
            on_behalf_of=sent.on_behalf_of_id,
            value=report.value,
            delivered=report.delivered,
            basis=report.basis,
            first_at=sent.recorded_at if first_at is None else first_at,
            id=report.key,
        )
        for report, sent, first_at in session.exec(query)
    }


def _verdicts(session: Session, ids: Sequence[int | None]) -> dict[int, Verification]:
    keys = [key for key in ids if key is not None]
    if not keys:
        return {}
    query = select(Verification).where(among(session, col(Verification.id), keys))
    return {row.key: row for row in session.exec(query)}


def _result(row: Verification, reports: Mapping[int, ReportFacts]) -> ResultFacts:
    return ResultFacts(
        value=row.value,
        delivered=row.delivered,
        missing=row.verdict is Verdict.NOT_REPORTED,
        basis=row.basis,
        quality=row.quality,
        objective_cause=row.objective_cause,
        report=reports.get(row.report_id or 0),
    )
