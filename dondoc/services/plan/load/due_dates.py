"""Dates that a plan moves: nobody becomes late by one that has passed, and no lateness ends unsaid.

The same as a decision on a single date (`models.rules.act_checks.new_due_ahead`), for all rows of
a workbook at once.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.load.changes import (
    ChangeKind,
    Conflict,
    Note,
    PlanChange,
    PlanRow,
    ThingKind,
)
from dondoc.services.plan.load.stored_plan import StoredCheckpoint, StoredPlan
from dondoc.services.programme.programmes import working_calendar
from models.programme import Programme
from models.rules.due import last_day
from models.rules.stages import UNREPORTED

_NOTES = {
    ChangeKind.CHANGED: "plan_load.note.overdue_no_more",
    ChangeKind.WITHDRAWN: "plan_load.note.overdue_withdrawn",
}


def time_taken(ref: str, stored: StoredCheckpoint, new: PlanRow, today: date) -> Iterator[Conflict]:
    """A date brought forward to a day that has passed: whoever answers for it is late at once.

    And to any earlier day, where somebody mends a report that came back, or asked for more time.
    """
    old_due, new_due = stored.row["due_on"], new["due_on"]
    if new_due >= old_due:
        return
    if new_due < today:
        reason, instead = "plan_load.conflict.due_passed", "plan_load.instead.due_ahead"
    elif stored.holds_date:
        reason, instead = "plan_load.conflict.time_taken", "plan_load.instead.keep_due"
    else:
        return
    yield Conflict(
        ThingKind.CHECKPOINT, ref, reason, (instead,), "due_on", old_due, new_due
    )  # fmt: skip


def overdue_notes(
    session: Session, stored: StoredPlan, entries: Iterable[PlanChange], today: date
) -> Iterator[Note]:
    """What is overdue, not reported, and would be so no more: said before it is loaded."""
    ended = [entry for entry in entries if _may_end_lateness(entry, stored, today)]
    if not ended:
        return
    calendar = working_calendar(session, session.get_one(Programme, stored.programme_id))
    for entry in ended:
        assert entry.old is not None
        due_on, new_due_on = entry.old["due_on"], entry.row.get("due_on")
        if last_day(due_on, calendar) < today:
            key = _NOTES[entry.change]
            yield Note(ThingKind.CHECKPOINT, entry.ref, key, due_on, new_due_on)


def _may_end_lateness(entry: PlanChange, stored: StoredPlan, today: date) -> bool:
    if entry.what is not ThingKind.CHECKPOINT or entry.old is None or entry.change not in _NOTES:
        return False
    waits = stored.checkpoints[entry.key].stage in UNREPORTED and entry.old["due_on"] < today
    return waits and (entry.new is None or entry.new["due_on"] >= today)
