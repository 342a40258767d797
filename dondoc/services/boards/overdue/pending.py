"""What people recorded and the advance flow has not applied yet: it counts on the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.boards.overdue.filters import DuePart, Limits, place_of
from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_pending
from models.rules.due import due_facts


@dataclass(frozen=True)
class PendingCheckpoint:
    """A checkpoint with everything recorded applied. `place`: None where it has ended."""

    checkpoint: LoadedCheckpoint
    place: DuePart | None
    asked: date | None


Recorded = Mapping[int, PendingCheckpoint]
"""By checkpoint. Usually empty: a drain takes a second or two."""


def recorded(
    session: Session, programme_id: int, frame: ProgrammeRules, limits: Limits
) -> Recorded:
    """The checkpoints on which something was recorded that no drain has dealt with."""
    checkpoints = load_pending(session, frame, programme_id)
    return {key: _since(checkpoint, limits) for key, checkpoint in checkpoints.items()}


def _since(checkpoint: LoadedCheckpoint, limits: Limits) -> PendingCheckpoint:
    facts = checkpoint.facts
    place = place_of(due_facts(facts), limits) if checkpoint.is_live else None
    return PendingCheckpoint(checkpoint, place, facts.extension_asked if place else None)
