"""What people recorded and the advance flow has not applied yet: it counts on the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_pending
from models.rules.due import due_facts, due_state, is_due_soon
from models.rules.due_parts import DuePart, part_of


@dataclass(frozen=True)
class PendingCheckpoint:
    """A checkpoint with everything recorded applied. `place`: None where it has ended."""

    checkpoint: LoadedCheckpoint
    place: DuePart | None
    asked: date | None


PendingByKey = Mapping[int, PendingCheckpoint]
"""By checkpoint. Usually empty: a drain takes a second or two."""


def recorded(
    session: Session, programme_id: int, frame: ProgrammeRules, today: date
) -> PendingByKey:
    """The checkpoints on which something was recorded that no drain has dealt with."""
    checkpoints = load_pending(session, frame, programme_id)
    return {key: _since(checkpoint, frame, today) for key, checkpoint in checkpoints.items()}


def _since(checkpoint: LoadedCheckpoint, frame: ProgrammeRules, today: date) -> PendingCheckpoint:
    if not checkpoint.is_live:
        return PendingCheckpoint(checkpoint, None, None)
    facts = due_facts(checkpoint.facts)
    state = due_state(facts, today, frame.calendar)
    soon = is_due_soon(facts, today, frame.calendar, frame.rules.due_soon_days)
    part = part_of(facts, state, due_soon=soon)
    return PendingCheckpoint(checkpoint, part, checkpoint.facts.extension_asked)
