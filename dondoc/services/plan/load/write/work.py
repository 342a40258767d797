"""Writes indicators, assignments and checkpoints."""

from collections.abc import Iterable, Mapping
from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.store.row_batches import delete_rows, insert_rows, update_rows
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit, Checkpoint
from models.indicator import Indicator
from models.rules.roles import Involvement
from models.rules.stages import Standing

_APART = ("target_product", "officials", "coordinating", "watching")
_STANDING = {ChangeKind.WITHDRAWN: Standing.WITHDRAWN, ChangeKind.RESTORED: Standing.LIVE}


def write_indicators(writer: Writer) -> None:
    """Parents are set afterwards: a part may stand above its whole."""
    ids = writer.add(
        ThingKind.INDICATOR,
        Indicator,
        lambda new: {"programme_id": writer.programme_id, "code": new.ref, **_indicator(new)},
    )
    writer.indicators |= {code: indicator_id for (code,), indicator_id in ids.items()}
    changed = writer.entries(ThingKind.INDICATOR, ChangeKind.CHANGED)
    values = {writer.indicators[entry.ref]: _indicator(entry) for entry in changed}
    update_rows(writer.connection, Indicator, values)
    _write_parents(writer)


def _indicator(entry: PlanChange) -> dict[str, Any]:
    return {name: value for name, value in entry.row.items() if name != "parent"}


def _write_parents(writer: Writer) -> None:
    values: dict[int, dict[str, Any]] = {}
    for entry in writer.entries(ThingKind.INDICATOR):
        old, new = (entry.old or {}).get("parent", ""), entry.row["parent"]
        if old != new:
            parent_id = writer.indicators[new] if new else None
            values[writer.indicators[entry.ref]] = {"parent_id": parent_id}
    update_rows(writer.connection, Indicator, values)


def write_assignments(writer: Writer) -> None:
    """New ones get the reference by which they were shown."""
    writer.assignments |= writer.add(
        ThingKind.ASSIGNMENT,
        Assignment,
        lambda entry: {
            "programme_id": writer.programme_id,
            "indicator_id": writer.indicators[entry.key[0]],
            "unit_id": writer.units[entry.key[1]],
            "ref": entry.ref,
            **_assignment(entry.row),
        },
    )
    values = {}
    for entry in writer.entries(ThingKind.ASSIGNMENT, ChangeKind.CHANGED, *_STANDING):
        changed = {change.name: change.new for change in entry.fields}
        values[writer.assignments[entry.key]] = _assignment(changed) | _standing(entry)
    update_rows(writer.connection, Assignment, values)
    _write_officials(writer)
    _write_other_units(writer)


def _assignment(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name not in _APART}
    if "target_product" in row:
        values["product"] = row["target_product"]
    return values


def _standing(entry: PlanChange) -> dict[str, Any]:
    return {"standing": _STANDING[entry.change]} if entry.change in _STANDING else {}


def _differing(writer: Writer, *names: str) -> Iterable[tuple[int, PlanChange]]:
    """Assignments in which one of these fields is new or another."""
    for entry in writer.entries(ThingKind.ASSIGNMENT):
        old, new = entry.old or {}, entry.new
        if new is not None and any(old.get(name, ()) != new[name] for name in names):
            yield writer.assignments[entry.key], entry


def _write_officials(writer: Writer) -> None:
    differing = list(_differing(writer, "officials"))
    former = [key for key, entry in differing if entry.old]
    delete_rows(writer.connection, AssignmentOfficial, former, "assignment_id")
    rows = [
        {"assignment_id": key, "position_id": writer.positions[code], "rank": rank}
        for key, entry in differing
        for rank, code in enumerate(entry.row["officials"])
    ]
    insert_rows(writer.connection, AssignmentOfficial, rows)


def _write_other_units(writer: Writer) -> None:
    names = [involvement.value for involvement in Involvement]
    differing = list(_differing(writer, *names))
    former = [key for key, entry in differing if entry.old]
    delete_rows(writer.connection, AssignmentUnit, former, "assignment_id")
    rows = [
        {"assignment_id": key, "unit_id": writer.units[code], "involvement": name}
        for key, entry in differing
        for name in names
        for code in entry.row[name]
    ]
    insert_rows(writer.connection, AssignmentUnit, rows)


def write_checkpoints(writer: Writer) -> None:
    """New ones begin as assigned; of the others only what the plan owns is touched."""
    ranks = _ranks(writer)
    writer.checkpoints |= writer.add(
        ThingKind.CHECKPOINT,
        Checkpoint,
        lambda entry: {
            "assignment_id": writer.assignments[entry.key[:2]],
            "label": entry.key[2],
            "rank": ranks[entry.key],
            "original_due_on": entry.row["due_on"],
            "stage_since": writer.now,
            **entry.row,
        },
    )
    stored = writer.stored.checkpoints
    values = {
        stored_checkpoint.id: {"rank": ranks[key]}
        for key, stored_checkpoint in stored.items()
        if ranks.get(key, stored_checkpoint.rank) != stored_checkpoint.rank
    }
    for entry in writer.entries(ThingKind.CHECKPOINT, ChangeKind.CHANGED, *_STANDING):
        ranked = values.get(stored[entry.key].id, {})
        values[stored[entry.key].id] = ranked | _changed(writer, entry) | _standing(entry)
    update_rows(writer.connection, Checkpoint, values)


def _changed(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    """A moved date counts as a revision, so that reminders of the new date are new ones.

    It answers whoever asked for another date as well.
    """
    changed = {change.name: change.new for change in entry.fields}
    if "due_on" in changed:
        changed["due_revision"] = writer.stored.checkpoints[entry.key].due_revision + 1
        changed |= {"extension_asked": None, "asked_on": None}
    return changed


def _ranks(writer: Writer) -> dict[Key, int]:
    """The order by days of the checkpoints of every assignment that is touched."""
    changed = {entry.key: entry.new for entry in writer.entries(ThingKind.CHECKPOINT)}
    stored = writer.stored.checkpoints
    points: dict[Key, list[tuple[Any, ...]]] = {key[:2]: [] for key in changed}
    for key, stored_checkpoint in stored.items():
        if key[:2] in points:
            row = changed.get(key) or stored_checkpoint.row
            points[key[:2]].append((row["due_on"], row["opens_on"], stored_checkpoint.rank, key))
    for number, (key, new) in enumerate(changed.items()):
        if key not in stored and new is not None:
            points[key[:2]].append((new["due_on"], new["opens_on"], number, key))
    return {key: rank for rows in points.values() for rank, (*_, key) in enumerate(sorted(rows))}
