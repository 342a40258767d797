"""Requests for an extension: who asks for how much time, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.boards.overdue.board_rows import BoardRow, rows_of
from dondoc.services.boards.overdue.own_rows import own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_SUBMISSION
from models.person import Person
from models.rules.checkpoints import Act
from models.submission import Submission


@dataclass(frozen=True)
class Request:
    """A request on the checkpoint of `row`. `moved`: how often its date was moved before.

    `own`: the viewer answers for the work, or did, so somebody else decides.
    """

    row: BoardRow
    asked: date
    by: str
    at: datetime
    reason: str
    moved: int
    original_due_on: date
    own: bool


def requests(scope: BoardQuestion, checkpoint_ids: Sequence[int]) -> list[Request]:
    """The open requests on these checkpoints, in their order; in a fixed number of queries."""
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
    latest = {row[0]: row for row in scope.session.connection().execute(query)}
    return [
        Request(row, row.extension_asked, who or "", at, reason, *more)
        for row in rows_of(scope, checkpoint_ids)
        if row.extension_asked is not None and row.checkpoint_id in latest
        for _, at, reason, who, *more in [latest[row.checkpoint_id]]
    ]
