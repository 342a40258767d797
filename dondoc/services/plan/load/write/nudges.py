"""Tells the officials what a plan that is loaded anew made of their work."""

from collections.abc import Iterator
from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.reminders.nudges.reasons import plan_change_cause
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from models.nudge import NudgeKind
from models.rules.checkpoints import local_date
from models.rules.roles import Audience
from models.rules.stages import SETTLED, Standing

_TAKEN_BACK = (ThingKind.CHECKPOINT, ChangeKind.WITHDRAWN)
_OF_CHECKPOINT = frozenset({"expected", "product"})
_OF_ASSIGNMENT = frozenset({"officials", "target", "target_product", "weight"})
"""What the officials are asked for and who they are; other words are there to be read."""


def write_nudges(writer: Writer) -> None:
    """One for each; a revision, the day or the moment makes it another one than the next time."""
    rows = [_withdrawn(writer, entry) for entry in writer.entries(*_TAKEN_BACK)]
    for entry in writer.entries(ThingKind.CHECKPOINT, ChangeKind.CHANGED):
        if any(change.name == "due_on" for change in entry.fields):
            revision = writer.stored.checkpoints[entry.key].due_revision + 1
            key, cause = writer.checkpoints[entry.key], f"plan:{revision}"
            kind = NudgeKind.DUE_CHANGED
            rows.append(nudge_row(key, kind, Audience.LEAD, writer.now, cause=cause))
    rows += [_changed(writer, key) for key in dict.fromkeys(_changed_checkpoints(writer))]
    insert_portion(writer.session, writer.programme_id, rows, writer.now)


def _withdrawn(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    cause = f"plan:{local_date(writer.now).isoformat()}"
    key = writer.checkpoints[entry.key]
    return nudge_row(key, NudgeKind.WITHDRAWN, Audience.LEAD, writer.now, cause=cause)


def _changed(writer: Writer, key: int) -> dict[str, Any]:
    cause = plan_change_cause(writer.now)
    return nudge_row(key, NudgeKind.ASSIGNED, Audience.LEAD, writer.now, cause=cause)


def _changed_checkpoints(writer: Writer) -> Iterator[int]:
    """Those of which more than the date changed, or that are taken up again.

    What changed of an assignment as a whole is told at its next checkpoint; a new one that it
    has got besides is greeted as every new one is.
    """
    for entry in writer.entries(ThingKind.CHECKPOINT, ChangeKind.RESTORED, ChangeKind.CHANGED):
        if entry.change is ChangeKind.RESTORED or _names(entry) & _OF_CHECKPOINT:
            yield writer.checkpoints[entry.key]
    following = _next_checkpoints(writer)
    for entry in writer.entries(ThingKind.ASSIGNMENT, ChangeKind.RESTORED, ChangeKind.CHANGED):
        if _names(entry) & _OF_ASSIGNMENT and entry.key in following:
            yield following[entry.key]


def _names(entry: PlanChange) -> set[str]:
    return {change.name for change in entry.fields}


def _next_checkpoints(writer: Writer) -> dict[Key, int]:
    """By assignment the first of its checkpoints that stays and is not settled."""
    gone = {entry.key for entry in writer.entries(*_TAKEN_BACK)}
    back = {entry.key for entry in writer.entries(ThingKind.CHECKPOINT, ChangeKind.RESTORED)}
    open_checkpoints = sorted(
        (stored_checkpoint.rank, stored_checkpoint.id, key[:2])
        for key, stored_checkpoint in writer.stored.checkpoints.items()
        if key not in gone
        and (stored_checkpoint.standing is Standing.LIVE or key in back)
        and stored_checkpoint.stage not in SETTLED
    )
    return {assignment: number for _, number, assignment in reversed(open_checkpoints)}
