"""Other checkpoints of the same assignment for which more time can be asked with one request."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from models.assignment import Checkpoint
from models.rules.acts import possible
from models.rules.checkpoints import Act
from models.rules.roles import Role


@dataclass(frozen=True)
class OtherCheckpoint:
    """A checkpoint beside the one that a request is about. `due_on`: None if not asked here."""

    ref: str
    title: str
    due_on: date | None


def others_to_ask(
    session: Session,
    frame: ProgrammeRules,
    checkpoint: LoadedCheckpoint,
    roles: frozenset[Role],
) -> tuple[OtherCheckpoint, ...]:
    """Those for which somebody of these roles could ask now, in the order of the plan."""
    query = (
        select(Checkpoint.id)
        .where(
            col(Checkpoint.assignment_id) == checkpoint.assignment.key,
            col(Checkpoint.id) != checkpoint.checkpoint.key,
        )
        .order_by(col(Checkpoint.rank), col(Checkpoint.id))
    )
    ids = [key for key in session.exec(query) if key is not None]
    loaded = load_checkpoints(session, frame, ids)
    return tuple(
        OtherCheckpoint(each.ref, each.checkpoint.title or each.checkpoint.label, each.facts.due_on)
        for each in (loaded[key] for key in ids if key in loaded)
        if Act.ASK_EXTENSION in possible(each.facts, roles)
    )
