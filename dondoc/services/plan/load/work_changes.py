"""Indicators, assignments and checkpoints: what a plan may still change, and what stands.

What has been reported is judged by what was asked when it was reported. So a plan changes and
withdraws only what nobody has reported yet; everything else is a conflict that says what to do.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from dondoc.services.plan.load.assignment_refs import ref_in, references
from dondoc.services.plan.load.changes import (
    ChangeKind,
    Conflict,
    Key,
    Note,
    PlanChange,
    PlanRow,
    ThingKind,
)
from dondoc.services.plan.load.due_dates import time_taken
from dondoc.services.plan.load.stored_plan import StoredCheckpoint, StoredPlan, StoredThing
from dondoc.services.plan.load.wanted_plan import assignment_rows, checkpoint_rows, indicator_row
from dondoc.services.workbook.plan import PlanDraft
from models.rules.stages import UNREPORTED, Stage, Standing

RECORDED = "recorded"
"""Not a stage: an act is recorded on the checkpoint and waits to be applied."""

_INSTEAD = {
    RECORDED: ("plan_load.instead.wait",),
    Stage.REPORTED: ("plan_load.instead.return",),
    Stage.VERIFIED: ("plan_load.instead.correct",),
    Stage.EVALUATED: ("plan_load.instead.correct",),
}
_WORDS_ONLY = frozenset({"title"})
_MEANING = ("kind", "direction")
_JUDGED = ("target", "weight")


@dataclass
class WorkChanges:
    """What comes out; checkpoints are kept by assignment to judge whole assignments."""

    stored: StoredPlan
    complete: bool
    entries: list[PlanChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.points: dict[Key, list[tuple[Key, StoredCheckpoint]]] = {}
        for key, point in self.stored.checkpoints.items():
            self.points.setdefault(key[:2], []).append((key, point))
        self.refs = dict(self.stored.refs)

    def live(self, key: Key) -> list[tuple[Key, StoredCheckpoint]]:
        """The checkpoints of an assignment that still count."""
        return [pair for pair in self.points.get(key, ()) if pair[1].standing is Standing.LIVE]

    def say(
        self,
        what: ThingKind,
        change: ChangeKind,
        key: Key,
        stored_row: StoredThing | None,
        row: PlanRow | None,
    ) -> None:
        old = stored_row.row if stored_row else None
        self.entries.append(PlanChange(what, change, key, ref_in(self.refs, what, key), old, row))


def lock_of(point: StoredCheckpoint) -> str:
    """Why a checkpoint stands as it is: its stage, or an act that waits; "" when it is open."""
    if point.stage not in UNREPORTED:
        return point.stage.value
    return RECORDED if point.pending else ""


def compare_work(
    draft: PlanDraft, stored: StoredPlan, *, complete: bool, withdrawn: Collection[Key] = ()
) -> WorkChanges:
    """Compares the work of a plan with the stored one. `withdrawn`: left out, and chosen to go."""
    changes = WorkChanges(stored, complete)
    _indicators(changes, draft)
    assignments, checkpoints = assignment_rows(draft), checkpoint_rows(draft)
    changes.refs = references(stored, assignments)
    keys = {key for key, row in assignments.items() if _assignment(changes, key, row)}
    for key, row in checkpoints.items():
        if key[:2] in keys:
            _checkpoint(changes, key, row)
    # A complete plan names all work but what meetings gave; of any other it was chosen.
    going = stored.assignments.keys() - stored.of_meetings if complete else withdrawn
    _missing(changes, assignments, checkpoints, going)
    return changes


def _indicators(changes: WorkChanges, draft: PlanDraft) -> None:
    locked = {key[0]: lock for key, p in changes.stored.checkpoints.items() if (lock := lock_of(p))}
    for indicator in draft.indicators:
        key, row = (indicator.code,), indicator_row(indicator)
        stored_row = changes.stored.indicators.get(key)
        if stored_row is None:
            changes.say(ThingKind.INDICATOR, ChangeKind.ADDED, key, None, row)
        elif stored_row.row != row:
            changes.say(ThingKind.INDICATOR, ChangeKind.CHANGED, key, stored_row, row)
            if indicator.code in locked:
                _meaning(changes, key, stored_row.row, row)


def _meaning(changes: WorkChanges, key: Key, old: PlanRow, new: PlanRow) -> None:
    """A number that was reported as one kind means something else as another."""
    for name in _MEANING:
        if old[name] != new[name]:
            conflict = Conflict(
                ThingKind.INDICATOR,
                str(key[0]),
                "plan_load.conflict.meaning",
                ("plan_load.instead.new_indicator",),
                name,
                old[name],
                new[name],
            )
            changes.conflicts.append(conflict)


def _assignment(changes: WorkChanges, key: Key, row: PlanRow) -> bool:
    """False when a decision keeps the assignment as it is, with all its checkpoints."""
    stored_row = changes.stored.assignments.get(key)
    if stored_row is None:
        changes.say(ThingKind.ASSIGNMENT, ChangeKind.ADDED, key, None, row)
    elif stored_row.standing is Standing.HANDED_OVER or stored_row.by_decision:
        _note_ended(changes, ThingKind.ASSIGNMENT, key, stored_row)
        return False
    elif stored_row.standing is Standing.WITHDRAWN:
        changes.say(ThingKind.ASSIGNMENT, ChangeKind.RESTORED, key, stored_row, row)
    elif stored_row.row != row:
        changes.say(ThingKind.ASSIGNMENT, ChangeKind.CHANGED, key, stored_row, row)
        _judged(changes, key, stored_row.row, row)
    return True


def _note_ended(changes: WorkChanges, what: ThingKind, key: Key, stored_row: StoredThing) -> None:
    changes.notes.append(
        Note(what, ref_in(changes.refs, what, key), f"plan_load.note.{stored_row.standing.value}")
    )


def _judged(changes: WorkChanges, key: Key, old: PlanRow, new: PlanRow) -> None:
    """A year that has been judged as a whole keeps the target that it was judged by."""
    live = changes.live(key)
    if not live or any(point.stage is not Stage.EVALUATED for _, point in live):
        return
    ref = ref_in(changes.refs, ThingKind.ASSIGNMENT, key)
    for name in _JUDGED:
        if old[name] != new[name]:
            conflict = Conflict(
                ThingKind.ASSIGNMENT,
                ref,
                "plan_load.conflict.judged",
                ("plan_load.instead.correct",),
                name,
                old[name],
                new[name],
                Stage.EVALUATED.value,
            )
            changes.conflicts.append(conflict)


def _checkpoint(changes: WorkChanges, key: Key, row: PlanRow) -> None:
    stored_checkpoint = changes.stored.checkpoints.get(key)
    if stored_checkpoint is None:
        changes.say(ThingKind.CHECKPOINT, ChangeKind.ADDED, key, None, row)
        return
    if stored_checkpoint.standing is Standing.HANDED_OVER or stored_checkpoint.by_decision:
        _note_ended(changes, ThingKind.CHECKPOINT, key, stored_checkpoint)
        return
    extended_row = _with_extension(changes, key, stored_checkpoint, row)
    if stored_checkpoint.standing is Standing.WITHDRAWN:
        changes.say(ThingKind.CHECKPOINT, ChangeKind.RESTORED, key, stored_checkpoint, extended_row)
    elif stored_checkpoint.row != extended_row:
        changes.say(ThingKind.CHECKPOINT, ChangeKind.CHANGED, key, stored_checkpoint, extended_row)
        ref, today = ref_in(changes.refs, ThingKind.CHECKPOINT, key), changes.stored.units.day
        if not lock_of(stored_checkpoint):
            changes.conflicts += time_taken(ref, stored_checkpoint, extended_row, today)
    _locked(changes, key, stored_checkpoint, extended_row)


def _with_extension(
    changes: WorkChanges, key: Key, stored_checkpoint: StoredCheckpoint, row: PlanRow
) -> PlanRow:
    """A plan that only repeats its own date does not take back an extension decided since."""
    due_on = stored_checkpoint.row["due_on"]
    if row["due_on"] == due_on or row["due_on"] != stored_checkpoint.planned_due:
        return row
    ref = ref_in(changes.refs, ThingKind.CHECKPOINT, key)
    note = Note(ThingKind.CHECKPOINT, ref, "plan_load.note.extended", row["due_on"], due_on)
    changes.notes.append(note)
    return {**row, "due_on": due_on}


def _locked(
    changes: WorkChanges, key: Key, stored_checkpoint: StoredCheckpoint, row: PlanRow
) -> None:
    if lock := lock_of(stored_checkpoint):
        for name, value in row.items():
            if value != stored_checkpoint.row[name] and name not in _WORDS_ONLY:
                _refuse(
                    changes,
                    ThingKind.CHECKPOINT,
                    key,
                    lock,
                    (name, stored_checkpoint.row[name], value),
                )


def _refuse(
    changes: WorkChanges,
    what: ThingKind,
    key: Key,
    lock: str,
    change: tuple[str, Any, Any] | None = None,
) -> None:
    name, old, new = change or ("", None, None)
    reason = "plan_load.conflict.changed" if change else "plan_load.conflict.missing"
    instead = _INSTEAD[lock] if change else ("plan_load.instead.keep_row",)
    ref = ref_in(changes.refs, what, key)
    changes.conflicts.append(Conflict(what, ref, reason, instead, name, old, new, lock))


def _missing(
    changes: WorkChanges,
    assignments: dict[Key, PlanRow],
    points: dict[Key, PlanRow],
    going: Collection[Key],
) -> None:
    """Withdraws of the work that may go what the plan leaves out, but never what was reported."""
    for key, stored_row in changes.stored.assignments.items():
        if stored_row.standing is not Standing.LIVE or key not in going:
            continue
        if key not in assignments:
            changes.say(ThingKind.ASSIGNMENT, ChangeKind.WITHDRAWN, key, stored_row, None)
        for point_key, point in changes.live(key):
            if point_key not in points and (lock := lock_of(point)):
                _refuse(changes, ThingKind.CHECKPOINT, point_key, lock)
            elif point_key not in points:
                changes.say(ThingKind.CHECKPOINT, ChangeKind.WITHDRAWN, point_key, point, None)
