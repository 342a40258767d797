"""Which results a plan turns from in time to late, or back, by its days off and days worked."""

from collections.abc import Iterable, Iterator
from datetime import date

from dondoc.services.plan.load.changes import Note, PlanChange, ThingKind
from dondoc.services.working_days.effects import Effects
from models.rules.due import DueState


def days_changed(entries: Iterable[PlanChange]) -> dict[date, bool | None]:
    """The days that become working days or days off; None: as the public calendar says."""
    return {
        entry.key[0]: entry.new["working"] if entry.new else None
        for entry in entries
        if entry.what is ThingKind.CALENDAR_DAY
        and (entry.old or {}).get("working") != (entry.new or {}).get("working")
    }


def rejudging_notes(effects: Effects) -> Iterator[Note]:
    """Said before anything is loaded: lateness is counted by the calendar, and people by it."""
    for rejudged in effects.turned:
        in_time = rejudged.after in (DueState.DONE_IN_TIME, DueState.OPEN_IN_TIME)
        key = "plan_load.note.turns_in_time" if in_time else "plan_load.note.turns_late"
        yield Note(ThingKind.CALENDAR_DAY, rejudged.ref_of_year, key)
    for passed in effects.passed:
        key, holders = "plan_load.note.passes", (passed.before or "–", passed.after or "–")
        yield Note(ThingKind.CALENDAR_DAY, passed.ref_of_year, key, *holders)
    if effects.silences:
        yield Note(ThingKind.CALENDAR_DAY, str(effects.silences), "plan_load.note.silences")
    if effects.recounted:
        yield Note(ThingKind.CALENDAR_DAY, str(effects.recounted), "plan_load.note.recounted")
