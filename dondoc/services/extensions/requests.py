"""Requests for an extension: who asks for how much time, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.boards.overdue.own_rows import own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.extensions.history import AskedExtension, ItemHistory, histories
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.rules.act_effects import report_until_if_refused


@dataclass(frozen=True)
class Request:
    """A request on the checkpoint of `row`. `moved`: how often its date was moved before.

    `asked`: the date that it asks for, and `request` all of it. `history`: what else happened.
    `until`: the last day to report that refusing it today would leave; None where that gives no
    time. `own`: the viewer answers for the work, or did, so somebody else decides.
    """

    row: CheckpointRow
    asked: date
    request: AskedExtension
    history: ItemHistory
    moved: int
    original_due_on: date
    own: bool
    until: date | None


def requests(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> list[Request]:
    """The open requests on these checkpoints, in their order; in a fixed number of queries."""
    asking = [row for row in rows if row.extension_asked is not None]
    if not asking:
        return []
    ids = [row.checkpoint_id for row in asking]
    query = (
        select(
            col(Checkpoint.id), col(Checkpoint.due_revision), col(Checkpoint.original_due_on),
            own_work(scope),
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(among(scope.session, col(Checkpoint.id), ids))
    )  # fmt: skip
    dates = {key: rest for key, *rest in scope.session.connection().execute(query)}
    loaded, known = load_checkpoints(scope.session, scope.frame, ids), histories(scope, asking)
    return [
        Request(
            row, row.extension_asked, history.last, history, moved, original, own,
            report_until_if_refused(loaded[row.checkpoint_id].facts, scope.today),
        )
        for row in asking
        for history in [known[row.checkpoint_id]]
        if row.extension_asked is not None and history.last is not None
        for moved, original, own in [dates[row.checkpoint_id]]
    ]  # fmt: skip
