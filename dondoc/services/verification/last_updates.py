"""The latest progress update on checkpoints that nobody has reported: who sent one was not idle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.report import ProgressReport
from models.rules.checkpoints import local_date
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class LastUpdate:
    """What the update said, and on which day it was sent."""

    day: date
    value: Decimal | None
    delivered: bool | None
    narrative: str


def last_updates(session: Session, ids: Iterable[int]) -> dict[int, LastUpdate]:
    """By checkpoint; what waits for its drain counts."""
    newest = (
        select(func.max(col(ProgressReport.id)))
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .where(
            among(session, col(ProgressReport.checkpoint_id), ids),
            col(ProgressReport.final).is_(False),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .group_by(col(ProgressReport.checkpoint_id))
    )
    query = (
        select(ProgressReport, col(Submission.recorded_at))
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .where(col(ProgressReport.id).in_(newest))
    )
    return {
        report.checkpoint_id: LastUpdate(
            local_date(at), report.value, report.delivered, report.narrative
        )
        for report, at in session.execute(query)
    }
