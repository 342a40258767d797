"""Writes committees, calendar and ladder."""

from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, PlanRow, ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.store.row_batches import update_rows
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
            changed[stored[entry.key].id] = {**entry.row, "dissolved_on": None}
    update_rows(writer.connection, Committee, changed)
    added = writer.add(
        ThingKind.COMMITTEE,
        Committee,
        lambda entry: {
            "programme_id": writer.programme_id, "unit_id": writer.units[entry.ref], **entry.row,
        },
    )  # fmt: skip
    _write_seats(writer, {key: committee.id for key, committee in stored.items()} | added)


def _write_seats(writer: Writer, committees: dict[Key, int]) -> None:
    def seat(entry: PlanChange) -> PlanRow:
        committee, position, held = entry.key
        ids = {"committee_id": committees[committee,], "position_id": writer.positions[position]}
        return {**ids, "seat": held, **entry.row}

    writer.take_over(ThingKind.SEAT, CommitteeSeat, writer.stored.seats)
    writer.add(ThingKind.SEAT, CommitteeSeat, seat)


def write_calendar(writer: Writer) -> None:
    writer.take_over(ThingKind.CALENDAR_DAY, CalendarDay, writer.stored.days)
    day_of = lambda entry: {"day": entry.key[0], **entry.row}  # noqa: E731
    writer.add(ThingKind.CALENDAR_DAY, CalendarDay, day_of)


def write_ladder(writer: Writer) -> None:
    writer.take_over(ThingKind.LADDER_STEP, LadderStep, writer.stored.steps)
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
