"""What is said of a plan's changes before it is loaded, and keeps nobody from loading it."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session

from dondoc.services.plan.load.changes import Note, PlanChange
from dondoc.services.plan.load.deputy_notes import deputy_notes
from dondoc.services.plan.load.due_dates import overdue_notes
from dondoc.services.plan.load.stored_plan import StoredPlan


def entry_notes(
    session: Session, stored: StoredPlan, entries: Iterable[PlanChange], today: date
) -> Iterator[Note]:
    """What would be overdue no more, and what a deputy may not see."""
    changes = tuple(entries)
    yield from overdue_notes(session, stored, changes, today)
    yield from deputy_notes(session, stored, changes, today)
