"""Reports as whoever verifies looks at them: who said what, when, and what is remarkable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.columns import Amount
from models.joins import REPORT_IN_FORCE, VERIFICATION_IN_FORCE
from models.person import Person
from models.report import ProgressReport, ReportEvidence
from models.rules.achievement import Expectation
from models.rules.checkpoints import local_date
from models.rules.due import days_late, in_time
from models.rules.stages import Stage
from models.rules.warnings import DatedValue, ReportHint, ReportUnderCheck, hints
from models.submission import Submission
from models.unreadable_value import refuse_unreadable
from models.verdict import Verification


@dataclass(frozen=True)
class WaitingReport:
    """A report that waits. `own`: the viewer sent it, or it was sent in their name."""

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


def claims(scope: BoardQuestion, rows: Iterable[CheckpointRow]) -> dict[int, WaitingReport]:
    """The reports that stand on these checkpoints, in a fixed number of queries.

    One that is not there although its checkpoint names it is left out, and told.
    """
    session = scope.session
    reported = {row.checkpoint_id: row for row in rows if row.report_id is not None}
    before, filed = _before(session, reported.values()), _filed(session, reported)

    def made(row: CheckpointRow) -> tuple[int, WaitingReport]:
        key = row.checkpoint_id
        for report in filed[key]:
            refuse_unreadable(report)
        return key, _waiting(scope, row, filed[key], before.get(key))

    return dict(readable(session, reported.values(), made, lambda row: row.checkpoint_id))


def _before(session: Session, rows: Iterable[CheckpointRow]) -> dict[int, Decimal]:
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
            latest[row.checkpoint_id] = earlier[-1]
    return latest


def _filed(session: Session, ids: Iterable[int]) -> dict[int, list[Any]]:
    """What was filed on each checkpoint, interim reports as well, the oldest first."""
    principal = aliased(Person)
    files = select(func.count()).where(col(ReportEvidence.report_id) == col(ProgressReport.id))
    query: Select[Any] = (
        select(
            col(ProgressReport.checkpoint_id), col(ProgressReport.id), col(ProgressReport.value),
            col(ProgressReport.delivered), col(ProgressReport.basis), col(Submission.recorded_at),
            col(Submission.actor_id), col(Submission.on_behalf_of_id),
            col(Person.full_name).label("actor"), col(principal.full_name).label("principal"),
            files.scalar_subquery().label("files"),
        )
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .outerjoin(principal, col(principal.id) == col(Submission.on_behalf_of_id))
        .where(among(session, col(ProgressReport.checkpoint_id), ids))
        .order_by(col(ProgressReport.id))
    )  # fmt: skip
    filed: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(query):
        filed[row.checkpoint_id].append(row)
    return filed


def _waiting(
    scope: BoardQuestion, row: CheckpointRow, filed: Sequence[Any], before: Decimal | None
) -> WaitingReport:
    report = next(each for each in filed if each.id == row.report_id)
    return WaitingReport(
        reported_at=report.recorded_at,
        by=report.actor or "",
        on_behalf_of=report.principal or "",
        own=scope.viewer.person_id in (report.actor_id, report.on_behalf_of_id),
        delivered=report.delivered,
        claim=_under_check(scope, row, report, filed, before),
    )


def _under_check(
    scope: BoardQuestion,
    row: CheckpointRow,
    report: Any,
    filed: Sequence[Any],
    before: Decimal | None,
) -> ReportUnderCheck:
    """What the rules look at to say what is remarkable about a report."""
    calendar = scope.frame.calendar
    # As late as it came, whatever was verified of it since.
    due = replace(row.due_facts, stage=Stage.REPORTED, missing=False, undelivered=False)
    return ReportUnderCheck(
        kind=row.kind,
        expected=Expectation(row.expected, row.direction, row.is_product),
        value=report.value,
        due_on=due.due_on,
        basis=report.basis,
        before=before,
        updates=tuple(
            DatedValue(each.value, local_date(each.recorded_at))
            for each in filed
            if each.id < report.id and each.value is not None
        ),
        late_by=None if in_time(due, calendar) else days_late(due, scope.today, calendar),
        files=report.files,
        undelivered=row.is_product and report.delivered is False,
        makes_good=row.finding and row.stage is Stage.REPORTED,
    )
