"""Requests for an extension: who asks for how much time, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.boards.overdue.own_rows import own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_SUBMISSION
from models.person import Person
from models.rules.act_effects import report_until_if_refused
from models.rules.checkpoints import Act
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class EarlierRequest:
    """A request that was decided on. `granted`: the date that came of it, None for a refusal."""

    at: datetime
    asked: date | None
    granted: date | None
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class Request:
    """A request on the checkpoint of `row`. `moved`: how often its date was moved before.

    `earlier`: requests on it that were decided on, the oldest first. `until`: the last day to
    report that refusing it today would leave; None where that gives no time.
    `own`: the viewer answers for the work, or did, so somebody else decides.
    """

    row: CheckpointRow
    asked: date
    by: str
    at: datetime
    reason: str
    moved: int
    original_due_on: date
    own: bool
    until: date | None
    earlier: tuple[EarlierRequest, ...] = ()


def requests(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> list[Request]:
    """The open requests on these checkpoints, in their order; in a fixed number of queries."""
    checkpoint_ids = [row.checkpoint_id for row in rows]
    query = (
        select(
            col(Submission.checkpoint_id), col(Submission.recorded_at), col(Submission.reason),
            col(Person.full_name), col(Checkpoint.due_revision), col(Checkpoint.original_due_on),
            own_work(scope),
        )
        .join(*CHECKPOINT_OF_SUBMISSION)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .where(
            among(scope.session, col(Submission.checkpoint_id), checkpoint_ids),
            col(Submission.act) == Act.ASK_EXTENSION,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip
    earlier = _earlier(scope.session, checkpoint_ids)
    loaded = load_checkpoints(scope.session, scope.frame, checkpoint_ids)
    latest = {row[0]: row for row in scope.session.connection().execute(query)}
    return [
        Request(
            row, row.extension_asked, who or "", at, reason, moved, original, own,
            report_until_if_refused(loaded[key].facts, scope.today), earlier.get(key, ()),
        )
        for row in rows
        if row.extension_asked is not None and row.checkpoint_id in latest
        for key, at, reason, who, moved, original, own in [latest[row.checkpoint_id]]
    ]  # fmt: skip


_DECISIONS = (Act.CHANGE_DUE, Act.REFUSE_EXTENSION)


def _earlier(
    session: Session, checkpoint_ids: Sequence[int]
) -> dict[int, tuple[EarlierRequest, ...]]:
    """Each request with the decision that came next; what was withdrawn by itself is left out."""
    query = (
        select(
            col(Submission.checkpoint_id), col(Submission.act), col(Submission.recorded_at),
            col(Submission.new_due_on), col(Submission.reason),
        )
        .where(
            among(session, col(Submission.checkpoint_id), checkpoint_ids),
            col(Submission.act).in_((Act.ASK_EXTENSION, *_DECISIONS)),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip
    asked: dict[int, tuple[datetime, date | None]] = {}
    decided: dict[int, list[EarlierRequest]] = defaultdict(list)
    for key, act, at, day, reason in session.connection().execute(query):
        if act == Act.ASK_EXTENSION:
            asked[key] = (at, day)
        elif (request := asked.pop(key, None)) is not None:
            granted = day if act == Act.CHANGE_DUE else None
            decided[key].append(EarlierRequest(*request, granted, at, reason))
    return {key: tuple(some) for key, some in decided.items()}
