"""New work that a deputy may not see: it stays with whoever is away, which is said beforehand.

A deputy was asked when they were chosen, of what stood then (`reach.deputies`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlmodel import Session, col, select

from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.plan.load.absences import Absence
from dondoc.services.plan.load.changes import ChangeKind, Note, PlanChange, ThingKind
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.reach.deputies import right_of
from models.person import Person
from models.programme import Programme
from models.rules.deputies import OwnRight, missing

BEYOND = "plan_load.note.beyond_deputy"
"""The key of such a note."""


def deputy_notes(
    session: Session, stored: StoredPlan, entries: Iterable[PlanChange], today: date
) -> Iterator[Note]:
    """Of each absence that is not over, the work that comes to it and that the deputy lacks.

    A first plan of a year says nothing: nobody has any right in that year before it.
    """
    changes = tuple(entries)
    work = [change for change in changes if _comes_to_somebody(change)]
    if not work or stored.programme is None:
        return
    for absence in stored.absences:
        if absence.until < today:
            continue
        positions = _positions(stored, changes, absence.away, absence)
        coming = [change for change in work if positions & _new_officials(change)]
        if not coming:
            continue
        right = _right_of_deputy(session, stored, absence, today)
        own = _positions(stored, changes, absence.deputy, absence)
        lacking = [change.ref for change in coming if _lacks(stored, change, right, own)]
        if lacking:
            names = (stored.people[code].row["full_name"] for code in absence[:2])
            yield Note(ThingKind.ASSIGNMENT, ", ".join(lacking), BEYOND, *names)


def _comes_to_somebody(change: PlanChange) -> bool:
    ended = change.change in (ChangeKind.WITHDRAWN, ChangeKind.REMOVED)
    return change.what is ThingKind.ASSIGNMENT and not ended and bool(_new_officials(change))


def _new_officials(change: PlanChange) -> frozenset[str]:
    """The positions that answer for it from now on, by their codes."""
    before = () if change.change is ChangeKind.RESTORED else (change.old or {}).get("officials", ())
    return frozenset(change.row.get("officials", ())) - frozenset(before)


def _positions(
    stored: StoredPlan, changes: Sequence[PlanChange], person: str, absence: Absence
) -> frozenset[str]:
    """What somebody holds while the other is away, now or once the plan is loaded."""
    holdings = {key: thing.row for key, thing in stored.holdings.items()}
    for change in changes:
        if change.what is ThingKind.HOLDING:
            holdings[change.key] = change.row
    return frozenset(
        key[0]
        for key, row in holdings.items()
        if row and key[1] == person and row["held_from"] <= absence.until
        and (row["held_to"] is None or row["held_to"] >= absence.since)
    )  # fmt: skip


def _right_of_deputy(
    session: Session, stored: StoredPlan, absence: Absence, today: date
) -> OwnRight:
    deputy = session.exec(select(Person).where(col(Person.code) == absence.deputy)).one()
    programme = session.get_one(Programme, stored.programme_id)
    return right_of(session, open_viewer(session, deputy, programme, max(today, absence.since)))


def _lacks(
    stored: StoredPlan, change: PlanChange, right: OwnRight, positions: frozenset[str]
) -> bool:
    """Whether the deputy may not do this work: they answer for it neither now nor by the plan."""
    if positions & frozenset(change.row["officials"]):
        return False
    return bool(missing(OwnRight(work={0: stored.units.ids.get(change.key[1], 0)}), right))
