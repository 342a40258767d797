"""Tells the officials of a due date that the plan moved, and of work that it takes back."""

from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, PlanChange, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from models.nudge import NudgeKind
from models.rules.checkpoints import local_date
from models.rules.roles import Audience

_TAKEN_BACK = (ThingKind.CHECKPOINT, ChangeKind.WITHDRAWN)


def write_nudges(writer: Writer) -> None:
    """One for each; a revision or the day makes it another one than the next time."""
    rows = [_withdrawn(writer, entry) for entry in writer.entries(*_TAKEN_BACK)]
    for entry in writer.entries(ThingKind.CHECKPOINT, ChangeKind.CHANGED):
        if any(change.name == "due_on" for change in entry.fields):
            revision = writer.stored.checkpoints[entry.key].due_revision + 1
            key, cause = writer.checkpoints[entry.key], f"plan:{revision}"
            kind = NudgeKind.DUE_CHANGED
            rows.append(nudge_row(key, kind, Audience.LEAD, writer.now, cause=cause))
    insert_portion(writer.session, writer.programme_id, rows, writer.now)


def _withdrawn(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    cause = f"plan:{local_date(writer.now).isoformat()}"
    key = writer.checkpoints[entry.key]
    return nudge_row(key, NudgeKind.WITHDRAWN, Audience.LEAD, writer.now, cause=cause)
