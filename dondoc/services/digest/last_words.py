"""The last words on checkpoints: why something is late, and by what its due date was moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.store.bulk import among
from models.report import Difficulty, ProgressReport
from models.rules.acts import MOVES_DUE
from models.rules.checkpoints import Act, local_date
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class StatedReason:
    """Why a checkpoint is late, in the words of whoever said so last, and when.

    `is_reason`: it was stated as a difficulty, or to ask for more time. Else it is what the last
    report says was done, which is no reason.
    """

    said_on: date
    words: str
    is_reason: bool = True


@dataclass(frozen=True)
class DueMove:
    """The act that moved a due date last, when, and why. A plan moves one without any act."""

    act: Act
    moved_on: date
    reason: str


def stated_reasons(
    session: Session, checkpoint_ids: Iterable[int], end: datetime
) -> dict[int, StatedReason]:
    """By checkpoint, the last difficulty or reason for asking for more time; else what was told."""
    stated = func.coalesce(func.nullif(Difficulty.difficulty, ""), Submission.reason)
    query = (
        select(
            col(Submission.checkpoint_id), col(Submission.recorded_at), stated,
            col(ProgressReport.narrative),
        )
        .outerjoin(ProgressReport, col(ProgressReport.submission_id) == Submission.id)
        .outerjoin(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
        .where(
            among(session, col(Submission.checkpoint_id), checkpoint_ids),
            col(Submission.act).in_((Act.REPORT, Act.UPDATE, Act.ASK_EXTENSION)),
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) < end,
        )
        .order_by(col(Submission.id), col(Difficulty.id))
    )  # fmt: skip
    rows = session.connection().execute(query).all()
    told = {key: StatedReason(local_date(at), said, False) for key, at, _, said in rows if said}
    return told | {key: StatedReason(local_date(at), said) for key, at, said, _ in rows if said}


def due_moves(session: Session, checkpoint_ids: Iterable[int], end: datetime) -> dict[int, DueMove]:
    """By checkpoint, the last act until a moment that set another due date."""
    query = (
        select(
            col(Submission.checkpoint_id), col(Submission.act), col(Submission.recorded_at),
            col(Submission.reason),
        )
        .where(
            among(session, col(Submission.checkpoint_id), checkpoint_ids),
            col(Submission.act).in_(MOVES_DUE),
            col(Submission.new_due_on).is_not(None),
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) < end,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip
    rows = session.connection().execute(query)
    return {key: DueMove(act, local_date(at), reason) for key, act, at, reason in rows}
