"""Who answers for one checkpoint, as a form names them before somebody decides."""

from datetime import date

from sqlmodel import Session, col

from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.responsible import Answering, officials_on
from models.assignment import Assignment
from models.rules.calendar import WorkingCalendar
from models.rules.due import due_facts
from models.rules.responsibility import Occasion


def answering_of(
    session: Session, checkpoint: LoadedCheckpoint, calendar: WorkingCalendar, today: date
) -> tuple[Answering, ...]:
    """Whose the checkpoint is on the day that counts, position by position."""
    ours = col(Assignment.id) == checkpoint.assignment.key
    officials = officials_on(session, ours, today, calendar)
    return officials.of(checkpoint.assignment.key, Occasion.of(due_facts(checkpoint.facts)))
