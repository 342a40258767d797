"""Writes what happened: history is only ever added to."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.services.history.events import append
from dondoc.services.plan.load.changes import ChangeKind, FieldChange, PlanChange, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.reach.masked_addresses import masked
from dondoc.services.work.answering.former_posts import FORMER_POSITIONS
from dondoc.store.row_batches import update_rows
from models.event import EventKind
from models.programme import Programme
from models.rules.stages import Stage


def write_events(writer: Writer, *, complete: bool, plan_sha256: str | None) -> None:
    """One event for the load, one for each new checkpoint and for each thing that was there."""
    counts = {
        f"{what}.{change}": number
        for (what, change), number in sorted(writer.comparison.difference.counts().items())
    }
    loaded: dict[str, Any] = {"counts": counts, "complete": complete, "sha256": plan_sha256}
    effects = writer.comparison.effects
    if effects.rejudges or effects.recounted:
        loaded |= effects.plain()
    rows = [{"kind": EventKind.PLAN_LOADED, "data": loaded}, *_events(writer)]
    common = {"programme_id": writer.programme_id, "actor_id": writer.actor_id}
    append(writer.session, writer.now, [{**common, **row} for row in rows])
    values = {"plan_sha256": plan_sha256}
    update_rows(writer.connection, Programme, {writer.programme_id: values})


def _events(writer: Writer) -> Iterator[dict[str, Any]]:
    new = {entry.key: entry for entry in writer.entries(ThingKind.ASSIGNMENT, ChangeKind.ADDED)}
    for entry in writer.comparison.difference.entries:
        if entry.what is ThingKind.CHECKPOINT and entry.change is ChangeKind.ADDED:
            yield _assigned(writer, entry, new.pop(entry.key[:2], None))
        elif entry.what is ThingKind.CHECKPOINT:
            yield from _checkpoint(writer, entry)
        elif entry.what is ThingKind.ASSIGNMENT:
            yield from _assignment(writer, entry)
        elif entry.change is not ChangeKind.ADDED:
            data = {
                "what": entry.what.value,
                "ref": entry.ref,
                **_change_details(entry, entry.fields),
            }
            yield {"kind": EventKind.CHANGED, "data": data}


def _assignment(writer: Writer, entry: PlanChange) -> Iterator[dict[str, Any]]:
    row: dict[str, Any] = {"assignment_id": writer.assignments[entry.key]}
    if entry.change is ChangeKind.WITHDRAWN:
        yield {**row, "kind": EventKind.WITHDRAWN}
    elif entry.change is not ChangeKind.ADDED:
        data = {**_change_details(entry, entry.fields), **_former_positions(writer, entry)}
        yield {**row, "kind": EventKind.CHANGED, "data": data}


def _former_positions(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    """The keys of the positions that answered for it until now: a code may become another's."""
    for change in entry.fields:
        if change.name == "officials":
            return {FORMER_POSITIONS: [writer.positions[code] for code in change.old]}
    return {}


def _ids(writer: Writer, entry: PlanChange) -> dict[str, Any]:
    return {
        "assignment_id": writer.assignments[entry.key[:2]],
        "checkpoint_id": writer.checkpoints[entry.key],
    }


def _assigned(writer: Writer, entry: PlanChange, assignment: PlanChange | None) -> dict[str, Any]:
    """What a checkpoint asks for by when; the first of a new assignment tells of that, too."""
    data = {"checkpoint": _whole(entry)}
    if assignment is not None:
        data["assignment"] = _whole(assignment)
    row = {"kind": EventKind.ASSIGNED, "to_stage": Stage.ASSIGNED, "data": data}
    return {**_ids(writer, entry), **row}


def _whole(entry: PlanChange) -> dict[str, Any]:
    """All that is said of a new thing; what is empty is left out."""
    values = entry.row.items()
    return {name: plain(value) for name, value in values if value not in (None, "", ())}


def _checkpoint(writer: Writer, entry: PlanChange) -> Iterator[dict[str, Any]]:
    row = _ids(writer, entry)
    if entry.change is ChangeKind.WITHDRAWN:
        yield {**row, "kind": EventKind.WITHDRAWN}
    else:
        yield from _known_checkpoint(writer, entry, row)


def _known_checkpoint(
    writer: Writer, entry: PlanChange, row: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    dates = [change for change in entry.fields if change.name == "due_on"]
    others = tuple(change for change in entry.fields if change.name != "due_on")
    for change in dates:
        revision = writer.stored.checkpoints[entry.key].due_revision + 1
        data = {"from": plain(change.old), "to": plain(change.new), "revision": revision}
        yield {**row, "kind": EventKind.DUE_CHANGED, "data": data}
    if others or entry.change is ChangeKind.RESTORED:
        yield {**row, "kind": EventKind.CHANGED, "data": _change_details(entry, others)}


def _change_details(entry: PlanChange, changes: tuple[FieldChange, ...]) -> dict[str, Any]:
    fields = {
        change.name: [_shown(change.name, row) for row in (change.old, change.new)]
        for change in changes
    }
    return {"change": entry.change.value, "fields": fields}


_ADDRESSES = frozenset({"email", "telephone"})


def _shown(name: str, value: Any) -> Any:
    """History holds no address in clear: nothing in it can ever be taken out."""
    return masked(value) if name in _ADDRESSES and value else plain(value)


def plain(value: Any) -> Any:
    """A value as JSON can keep it without losing anything."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value
