"""Tells the officials of a due date that the plan moved, as an act that moves one does."""

from dondoc.services.plan_load.changes import Change, What
from dondoc.services.plan_load.writer import Writer
from dondoc.services.remind.nudging import insert_portion, nudge_row
from models.nudge import NudgeKind
from models.rules.roles import Audience


def write_nudges(writer: Writer) -> None:
    """One for each moved date; the revision makes it another one than the next time."""
    rows = []
    for entry in writer.entries(What.CHECKPOINT, Change.CHANGED):
        if any(change.name == "due_on" for change in entry.fields):
            revision = writer.stored.checkpoints[entry.key].due_revision + 1
            key, cause = writer.checkpoints[entry.key], f"plan:{revision}"
            kind = NudgeKind.DUE_CHANGED
            rows.append(nudge_row(key, kind, Audience.LEAD, writer.now, cause=cause))
    insert_portion(writer.session, writer.programme_id, rows, writer.now)
