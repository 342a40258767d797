"""Committees, calendar and ladder: what a plan adds, changes and ends."""

from collections.abc import Iterator, Mapping
from datetime import date

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, PlanRow, ThingKind
from dondoc.services.plan.load.names import DAY, ref_of
from dondoc.services.plan.load.stored_plan import StoredPlan, StoredThing
from dondoc.services.plan.load.wanted_plan import committee_rows, day_rows, seat_rows, step_keys
from dondoc.services.programme.rule_sets import default_ladder
from dondoc.services.workbook.plan import PlanDraft
from models.rules.stages import Standing


def compare_rows(
    what: ThingKind, stored: Mapping[Key, StoredThing], planned_rows: Mapping[Key, PlanRow]
) -> Iterator[PlanChange]:
    """What is new, what differs, and what comes back after it had ended."""
    for key, row in planned_rows.items():
        stored_row = stored.get(key)
        if stored_row is None:
            yield PlanChange(what, ChangeKind.ADDED, key, ref_of(what, key), None, row)
        elif stored_row.standing is Standing.WITHDRAWN:
            yield PlanChange(what, ChangeKind.RESTORED, key, ref_of(what, key), stored_row.row, row)
        elif stored_row.row != row:
            yield PlanChange(what, ChangeKind.CHANGED, key, ref_of(what, key), stored_row.row, row)


def compare_committees(
    draft: PlanDraft, stored: StoredPlan, today: date, *, complete: bool
) -> list[PlanChange]:
    """A complete plan that names committees at all dissolves those that it leaves out."""
    known = {key: stored_row.row for key, stored_row in stored.committees.items()}
    committees, seats = committee_rows(draft, known), seat_rows(draft)
    entries = list(compare_rows(ThingKind.COMMITTEE, stored.committees, committees))
    if complete and committees:
        entries += _dissolved(stored, committees)
    entries += compare_rows(ThingKind.SEAT, stored.seats, seats)
    if complete and seats:
        entries += _vacated(stored, seats, today)
    return entries


def _dissolved(stored: StoredPlan, planned_rows: Mapping[Key, PlanRow]) -> Iterator[PlanChange]:
    for key, stored_row in stored.committees.items():
        if key not in planned_rows and stored_row.standing is Standing.LIVE:
            ref = ref_of(ThingKind.COMMITTEE, key)
            yield PlanChange(
                ThingKind.COMMITTEE, ChangeKind.WITHDRAWN, key, ref, stored_row.row, None
            )


def _vacated(
    stored: StoredPlan, planned_rows: Mapping[Key, PlanRow], today: date
) -> Iterator[PlanChange]:
    for key, stored_row in stored.seats.items():
        ended = stored_row.row["seated_to"] is not None and stored_row.row["seated_to"] < today
        if key not in planned_rows and not ended:
            new = {**stored_row.row, "seated_to": today - DAY}
            yield PlanChange(
                ThingKind.SEAT,
                ChangeKind.WITHDRAWN,
                key,
                ref_of(ThingKind.SEAT, key),
                stored_row.row,
                new,
            )


def compare_calendar(draft: PlanDraft, stored: StoredPlan, *, complete: bool) -> list[PlanChange]:
    """A workbook without the sheet says nothing of the days.

    A complete list is one of the plan's own year: what another year's plan said stays.
    """
    planned_rows = day_rows(draft)
    entries = list(compare_rows(ThingKind.CALENDAR_DAY, stored.days, planned_rows))
    if complete and planned_rows:
        ours = {key: row for key, row in stored.days.items() if key[0].year == stored.year}
        entries += _removed(ThingKind.CALENDAR_DAY, ours, planned_rows)
    return entries


def compare_ladder(draft: PlanDraft, stored: StoredPlan) -> list[PlanChange]:
    planned_rows: dict[Key, PlanRow] = {
        key: {} for key in step_keys(draft, stored.steps, default_ladder())
    }
    added = compare_rows(ThingKind.LADDER_STEP, stored.steps, planned_rows)
    return [*added, *_removed(ThingKind.LADDER_STEP, stored.steps, planned_rows)]


def _removed(
    what: ThingKind, stored: Mapping[Key, StoredThing], planned_rows: Mapping[Key, PlanRow]
) -> Iterator[PlanChange]:
    for key, stored_row in stored.items():
        if key not in planned_rows:
            yield PlanChange(what, ChangeKind.REMOVED, key, ref_of(what, key), stored_row.row, None)
