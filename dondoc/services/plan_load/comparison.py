"""Holds a plan against the database, part by part."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dondoc.services.ladders import channels
from dondoc.services.plan.draft import PlanDraft
from dondoc.services.plan_load.changes import (
    Change,
    Conflict,
    Entry,
    PlanDifference,
    What,
)
from dondoc.services.plan_load.names import composed
from dondoc.services.plan_load.organisation_changes import (
    compare_calendar,
    compare_committees,
    compare_ladder,
)
from dondoc.services.plan_load.people_changes import compare_holdings, compare_people
from dondoc.services.plan_load.references import check_channels, check_references
from dondoc.services.plan_load.stored import Stored, read_organisation
from dondoc.services.plan_load.stored_work import read_work
from dondoc.services.plan_load.unit_changes import UnitWork, compare_units
from dondoc.services.plan_load.wanted import programme_row
from dondoc.services.plan_load.work_changes import WorkChanges, compare_work
from models.rules.stages import Stage


@dataclass(frozen=True)
class Comparison:
    """A difference, with what is needed to apply it."""

    stored: Stored
    units: UnitWork
    difference: PlanDifference


def compare(session: Session, draft: PlanDraft, *, complete: bool, today: date) -> Comparison:
    """Reads the database once and compares everything.

    Raises BadInput for a code that means nothing.
    """
    session.flush()
    draft = composed(draft)
    stored = read_organisation(session, draft.programme.year, today, draft.units)
    read_work(session, stored)
    check_references(draft, stored)
    check_channels(draft, channels(session))
    units = compare_units(draft.units, stored.units)
    work = compare_work(draft, stored, complete=complete)
    programme, conflicts = _programme(draft, stored)
    entries = (
        *programme,
        *units.entries,
        *compare_people(draft, stored),
        *compare_holdings(draft, stored, today),
        *compare_committees(draft, stored, today, complete=complete),
        *_in_order(work),
        *compare_calendar(draft, stored, complete=complete),
        *compare_ladder(draft, stored),
    )
    difference = PlanDifference(
        draft.programme.year, entries, (*conflicts, *work.conflicts), tuple(work.notes)
    )
    return Comparison(stored, units, difference)


def _in_order(work: WorkChanges) -> list[Entry]:
    order = [What.INDICATOR, What.ASSIGNMENT, What.CHECKPOINT]
    return sorted(work.entries, key=lambda entry: order.index(entry.what))


def _programme(draft: PlanDraft, stored: Stored) -> tuple[list[Entry], list[Conflict]]:
    """What was judged by a rule set stays judged by it."""
    row, found = programme_row(draft.programme), stored.programme
    key = (draft.programme.year,)
    if found is None:
        return [Entry(What.PROGRAMME, Change.ADDED, key, str(key[0]), None, row)], []
    if found.row == row:
        return [], []
    entry = Entry(What.PROGRAMME, Change.CHANGED, key, str(key[0]), found.row, row)
    judged = any(point.stage is Stage.EVALUATED for point in stored.checkpoints.values())
    if not judged or row["rule_set"] == found.row["rule_set"]:
        return [entry], []
    conflict = Conflict(
        What.PROGRAMME,
        entry.ref,
        "plan_load.conflict.rule_set",
        ("plan_load.instead.next_programme",),
        "rule_set",
        found.row["rule_set"],
        row["rule_set"],
    )
    return [entry], [conflict]
