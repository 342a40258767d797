"""Reports as whoever verifies looks at them: who said what, when, and what is remarkable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_queries import RETURNED, returned_of, waits_of
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.columns import Amount
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_REPORT,
    INDICATOR_OF_ASSIGNMENT,
    REPORT_IN_FORCE,
    VERIFICATION_IN_FORCE,
)
from models.person import Person
from models.report import ProgressReport, ReportEvidence
from models.rules.achievement import Expectation
from models.rules.checkpoints import local_date
from models.rules.due import DueFacts, days_late
from models.rules.indicators import asks_for_product
from models.rules.stages import Stage
from models.rules.warnings import DatedValue, ReportHint, ReportUnderCheck, hints
from models.submission import Submission
from models.verdict import Verification


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits. `own`: the viewer sent it, or it was sent in their name."""

    report_id: int
    reported_at: datetime
    by: str
    on_behalf_of: str
    own: bool
    delivered: bool | None
    claim: ReportUnderCheck

    @property
    def hints(self) -> tuple[ReportHint, ...]:
        """What is worth a second look."""
        return hints(self.claim)


def claims(scope: BoardQuestion, checkpoint_ids: Sequence[int]) -> dict[int, WaitingReport]:
    """The standing reports of these checkpoints, in a fixed number of queries."""
    rows = _reports(scope, checkpoint_ids)
    reports = [row.report_id for row in rows.values()]
    before = _before(scope.session, rows.values())
    updates = _updates(scope.session, rows)
    files = _files(scope.session, reports)
    return {
        key: _claimed(scope, row, (before.get(key), updates[key], files.get(row.report_id, 0)))
        for key, row in rows.items()
    }


def _reports(scope: BoardQuestion, checkpoint_ids: Iterable[int]) -> dict[int, Any]:
    """By checkpoint; the report that stands once everything recorded is applied."""
    ids = set(checkpoint_ids)
    since = {key: checkpoint for key, checkpoint in scope.since.items() if key in ids}
    fresh = [
        pending_checkpoint.item.report_id
        for pending_checkpoint in since.values()
        if pending_checkpoint.item.report_id is not None
    ]
    session, stored = scope.session, sorted(ids - since.keys())
    query = _report_query().where(
        scope.viewer.visible(),
        (among(session, col(Checkpoint.id), stored) & REPORT_IN_FORCE.on)
        | among(session, col(ProgressReport.id), fresh),
    )
    return {row.id: row for row in session.connection().execute(query)}


def _report_query() -> Select[Any]:
    principal = aliased(Person)
    return (
        select(
            col(Checkpoint.id), col(Checkpoint.assignment_id), col(Checkpoint.due_on),
            col(Checkpoint.expected), col(Checkpoint.product), col(Indicator.kind),
            col(Checkpoint.verification_id), col(Checkpoint.stage),
            col(Indicator.direction), col(ProgressReport.id).label("report_id"),
            col(ProgressReport.value), col(ProgressReport.delivered), col(ProgressReport.basis),
            col(Submission.recorded_at), col(Submission.actor_id),
            col(Submission.on_behalf_of_id), col(Person.full_name).label("actor"),
            col(principal.full_name).label("principal"), *RETURNED,
            col(Checkpoint.returned_waits),
        )
        .select_from(ProgressReport)
        .join(*CHECKPOINT_OF_REPORT)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .outerjoin(principal, col(principal.id) == col(Submission.on_behalf_of_id))
    )  # fmt: skip


def _before(session: Session, rows: Iterable[Any]) -> dict[int, Decimal]:
    """The last value of the checkpoint before each, verified or else reported."""
    value = func.coalesce(col(Verification.value), col(ProgressReport.value), type_=Amount)
    query = (
        select(col(Checkpoint.assignment_id), col(Checkpoint.due_on), value)
        .outerjoin(*VERIFICATION_IN_FORCE)
        .outerjoin(*REPORT_IN_FORCE)
        .where(
            among(session, col(Checkpoint.assignment_id), {row.assignment_id for row in rows}),
            value.is_not(None),
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
    )
    known: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for assignment_id, due_on, amount in session.connection().execute(query):
        known[assignment_id].append((due_on, amount))
    latest = {}
    for row in rows:
        earlier = [amount for day, amount in known[row.assignment_id] if day < row.due_on]
        if earlier:
            latest[row.id] = earlier[-1]
    return latest


def _updates(session: Session, rows: dict[int, Any]) -> defaultdict[int, tuple[DatedValue, ...]]:
    """What was said of each before its standing report, the oldest first."""
    query = (
        select(
            col(ProgressReport.checkpoint_id), col(ProgressReport.id), col(ProgressReport.value),
            col(Submission.recorded_at),
        )
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .where(
            among(session, col(ProgressReport.checkpoint_id), rows),
            col(ProgressReport.value).is_not(None),
        )
        .order_by(col(ProgressReport.id))
    )  # fmt: skip
    dated_values: dict[int, list[DatedValue]] = defaultdict(list)
    for checkpoint_id, report_id, value, at in session.connection().execute(query):
        if report_id < rows[checkpoint_id].report_id:
            dated_values[checkpoint_id].append(DatedValue(value, local_date(at)))
    return defaultdict(tuple, {key: tuple(values) for key, values in dated_values.items()})


def _files(session: Session, report_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(col(ReportEvidence.report_id), func.count())
        .where(among(session, col(ReportEvidence.report_id), report_ids))
        .group_by(col(ReportEvidence.report_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _makes_good(scope: BoardQuestion, row: Any) -> bool:
    """Whether a verified result waits behind a report that waits: before a first one there is none.

    Once a report is verified, the result is its own.
    """
    since = scope.since.get(row.id)
    if since is not None:
        return since.item.facts.finding and since.item.facts.stage is Stage.REPORTED
    return row.verification_id is not None and row.stage is Stage.REPORTED


def _due_facts(scope: BoardQuestion, row: Any) -> DueFacts:
    """What the lateness of a report that waits depends on."""
    due_on, returned = row.due_on, returned_of(row.returned_due_on, row.returned_report_on)
    waits = waits_of(row.returned_waits)
    if (since := scope.since.get(row.id)) is not None:
        facts = since.item.facts
        due_on, returned, waits = facts.due_on, facts.returned, facts.waits
    return DueFacts(Stage.REPORTED, due_on, row.recorded_at, returned=returned, waits=waits)


def _claimed(
    scope: BoardQuestion, row: Any, known: tuple[Decimal | None, tuple[DatedValue, ...], int]
) -> WaitingReport:
    before, updates, files = known
    product = asks_for_product(row.kind, row.expected, row.product)
    due = _due_facts(scope, row)
    claim = ReportUnderCheck(
        kind=row.kind,
        expected=Expectation(row.expected, row.direction, product),
        value=row.value,
        due_on=due.due_on,
        basis=row.basis,
        before=before,
        updates=updates,
        late_by=days_late(due, scope.today, scope.frame.calendar),
        files=files,
        undelivered=product and row.delivered is False,
        makes_good=_makes_good(scope, row),
    )
    return WaitingReport(
        report_id=row.report_id,
        reported_at=row.recorded_at,
        by=row.actor or "",
        on_behalf_of=row.principal or "",
        own=scope.viewer.person_id in (row.actor_id, row.on_behalf_of_id),
        delivered=row.delivered,
        claim=claim,
    )
