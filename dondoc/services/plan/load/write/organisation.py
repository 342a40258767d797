"""Writes committees, calendar and ladder."""

from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, Key, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.store.row_batches import delete_rows, insert_rows, update_rows
from models.committee import Committee, CommitteeSeat
from models.programme import CalendarDay, LadderStep
from models.rules.checkpoints import local_date


def write_committees(writer: Writer) -> None:
    """Committees first, because seats stand on them."""
    stored = writer.stored.committees
    today = local_date(writer.now)
    changed: dict[int, dict[str, Any]] = {}
    for entry in writer.entries(ThingKind.COMMITTEE):
        if entry.change is ChangeKind.WITHDRAWN:
            changed[stored[entry.key].id] = {"dissolved_on": today}
        elif entry.change is not ChangeKind.ADDED:
            changed[stored[entry.key].id] = {**(entry.new or {}), "dissolved_on": None}
    update_rows(writer.connection, Committee, changed)
    new = list(writer.entries(ThingKind.COMMITTEE, ChangeKind.ADDED))
    rows = [
        {
            "programme_id": writer.programme_id,
            "unit_id": writer.units[entry.ref],
            **(entry.new or {}),
        }
        for entry in new
    ]
    keys = insert_rows(writer.connection, Committee, rows)
    committees = {key: stored_row.id for key, stored_row in stored.items()}
    _write_seats(writer, committees | dict(zip((e.key for e in new), keys, strict=True)))


def _write_seats(writer: Writer, committees: dict[Key, int]) -> None:
    stored = writer.stored.seats
    changed = {
        stored[entry.key].id: entry.new or {}
        for entry in writer.entries(ThingKind.SEAT)
        if entry.change is not ChangeKind.ADDED
    }
    update_rows(writer.connection, CommitteeSeat, changed)
    rows = [
        {
            "committee_id": committees[entry.key[:1]],
            "position_id": writer.positions[entry.key[1]],
            "seat": entry.key[2],
            **(entry.new or {}),
        }
        for entry in writer.entries(ThingKind.SEAT, ChangeKind.ADDED)
    ]
    insert_rows(writer.connection, CommitteeSeat, rows)


def write_calendar(writer: Writer) -> None:
    stored = writer.stored.days
    gone = [stored[e.key].id for e in writer.entries(ThingKind.CALENDAR_DAY, ChangeKind.REMOVED)]
    delete_rows(writer.connection, CalendarDay, gone)
    changed = writer.entries(ThingKind.CALENDAR_DAY, ChangeKind.CHANGED)
    update_rows(writer.connection, CalendarDay, {stored[e.key].id: e.new or {} for e in changed})
    rows = [
        {"day": entry.key[0], **(entry.new or {})}
        for entry in writer.entries(ThingKind.CALENDAR_DAY, ChangeKind.ADDED)
    ]
    insert_rows(writer.connection, CalendarDay, rows)


def write_ladder(writer: Writer) -> None:
    stored = writer.stored.steps
    gone = [stored[e.key].id for e in writer.entries(ThingKind.LADDER_STEP, ChangeKind.REMOVED)]
    delete_rows(writer.connection, LadderStep, gone)
    added = writer.entries(ThingKind.LADDER_STEP, ChangeKind.ADDED)
    writer.session.add_all([_step(writer, entry.key) for entry in added])
    writer.session.flush()


def _step(writer: Writer, key: Key) -> LadderStep:
    offset, audience, firmness, every, category, unit, channel = key
    return LadderStep(
        programme_id=writer.programme_id,
        offset=offset,
        every=every,
        audience=audience,
        firmness=firmness,
        category=category or None,
        unit_id=writer.units[unit] if unit else None,
        channel=channel or None,
    )
