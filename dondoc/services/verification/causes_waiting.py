"""The objective causes that wait for an answer, as whoever decides on them looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.boards.overdue.own_rows import own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoints import load_checkpoints
from dondoc.services.work.objective_causes import DeductionShown, deductions_shown
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT


@dataclass(frozen=True)
class CausesWaiting:
    """A checkpoint with the causes that wait. `own`: the viewer answers for it, or asked."""

    row: CheckpointRow
    waiting: tuple[DeductionShown, ...]
    own: bool


def causes_waiting(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> list[CausesWaiting]:
    """The causes of these checkpoints, in their order; in a fixed number of queries."""
    ids = [row.checkpoint_id for row in rows]
    loaded = load_checkpoints(scope.session, scope.frame, ids)
    shown = deductions_shown(scope.session, scope.frame, loaded.values(), scope.today)
    theirs = _own(scope, ids)
    return [
        CausesWaiting(
            row,
            waiting,
            row.checkpoint_id in theirs or any(_asked_by(scope, each) for each in waiting),
        )
        for row in rows
        if (waiting := tuple(filter(_waits, shown.get(row.checkpoint_id, ()))))
    ]


def _waits(shown: DeductionShown) -> bool:
    return shown.facts.cause is not None and shown.facts.cause.waits


def _asked_by(scope: BoardQuestion, shown: DeductionShown) -> bool:
    cause = shown.facts.cause
    return cause is not None and scope.viewer.person_id in (cause.asked_by, cause.on_behalf_of)


def _own(scope: BoardQuestion, ids: Sequence[int]) -> set[int]:
    """Of these, the checkpoints for which the viewer answers, or did while they ran."""
    query = (
        select(col(Checkpoint.id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(among(scope.session, col(Checkpoint.id), ids), own_work(scope))
    )
    return set(scope.session.connection().scalars(query))
