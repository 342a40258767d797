"""Committees, calendar and ladder: what a plan adds, changes and ends."""

from collections.abc import Iterator, Mapping
from datetime import date

from dondoc.services.plan.load.changes import Change, Entry, Key, Row, What
from dondoc.services.plan.load.names import DAY, ref_of
from dondoc.services.plan.load.stored_plan import Found, Stored
from dondoc.services.plan.load.wanted_plan import committee_rows, day_rows, seat_rows, step_keys
from dondoc.services.programme.rule_sets import default_ladder
from dondoc.services.workbook.plan import PlanDraft
from models.rules.stages import Standing


def compare_rows(
    what: What, stored: Mapping[Key, Found], wanted: Mapping[Key, Row]
) -> Iterator[Entry]:
    """What is new, what differs, and what comes back after it had ended."""
    for key, row in wanted.items():
        found = stored.get(key)
        if found is None:
            yield Entry(what, Change.ADDED, key, ref_of(what, key), None, row)
        elif found.standing is Standing.WITHDRAWN:
            yield Entry(what, Change.RESTORED, key, ref_of(what, key), found.row, row)
        elif found.row != row:
            yield Entry(what, Change.CHANGED, key, ref_of(what, key), found.row, row)


def compare_committees(
    draft: PlanDraft, stored: Stored, today: date, *, complete: bool
) -> list[Entry]:
    """A complete plan that names committees at all dissolves those that it leaves out."""
    known = {key: found.row for key, found in stored.committees.items()}
    committees, seats = committee_rows(draft, known), seat_rows(draft)
    entries = list(compare_rows(What.COMMITTEE, stored.committees, committees))
    if complete and committees:
        entries += _dissolved(stored, committees)
    entries += compare_rows(What.SEAT, stored.seats, seats)
    if complete and seats:
        entries += _vacated(stored, seats, today)
    return entries


def _dissolved(stored: Stored, wanted: Mapping[Key, Row]) -> Iterator[Entry]:
    for key, found in stored.committees.items():
        if key not in wanted and found.standing is Standing.LIVE:
            ref = ref_of(What.COMMITTEE, key)
            yield Entry(What.COMMITTEE, Change.WITHDRAWN, key, ref, found.row, None)


def _vacated(stored: Stored, wanted: Mapping[Key, Row], today: date) -> Iterator[Entry]:
    for key, found in stored.seats.items():
        ended = found.row["seated_to"] is not None and found.row["seated_to"] < today
        if key not in wanted and not ended:
            new = {**found.row, "seated_to": today - DAY}
            yield Entry(What.SEAT, Change.WITHDRAWN, key, ref_of(What.SEAT, key), found.row, new)


def compare_calendar(draft: PlanDraft, stored: Stored, *, complete: bool) -> list[Entry]:
    """A workbook without the sheet says nothing of the days.

    A complete list is one of the plan's own year: what another year's plan said stays.
    """
    wanted = day_rows(draft)
    entries = list(compare_rows(What.CALENDAR_DAY, stored.days, wanted))
    if complete and wanted:
        ours = {key: found for key, found in stored.days.items() if key[0].year == stored.year}
        entries += _removed(What.CALENDAR_DAY, ours, wanted)
    return entries


def compare_ladder(draft: PlanDraft, stored: Stored) -> list[Entry]:
    wanted: dict[Key, Row] = {key: {} for key in step_keys(draft, stored.steps, default_ladder())}
    added = compare_rows(What.LADDER_STEP, stored.steps, wanted)
    return [*added, *_removed(What.LADDER_STEP, stored.steps, wanted)]


def _removed(what: What, stored: Mapping[Key, Found], wanted: Mapping[Key, Row]) -> Iterator[Entry]:
    for key, found in stored.items():
        if key not in wanted:
            yield Entry(what, Change.REMOVED, key, ref_of(what, key), found.row, None)
