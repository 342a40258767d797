"""Loads a checked plan: what it would change, and changing it."""

from datetime import date, datetime

from sqlmodel import Session

from dondoc.errors import Refused
from dondoc.services.plan.load.changes import PlanDifference
from dondoc.services.plan.load.compare import Comparison, compare
from dondoc.services.plan.load.own_work import without_own
from dondoc.services.plan.load.units_by_name import with_known_units
from dondoc.services.plan.load.write.events import write_events
from dondoc.services.plan.load.write.former_holders import write_former_holders
from dondoc.services.plan.load.write.nudges import write_nudges
from dondoc.services.plan.load.write.organisation import (
    write_calendar,
    write_committees,
    write_ladder,
)
from dondoc.services.plan.load.write.people import write_people
from dondoc.services.plan.load.write.units import write_programme, write_units
from dondoc.services.plan.load.write.work import (
    write_assignments,
    write_checkpoints,
    write_indicators,
)
from dondoc.services.plan.load.write.writer import writer_for
from dondoc.services.staffing.history import hold_staff
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import is_postgresql
from dondoc.store.row_batches import table_of
from models.assignment import Checkpoint
from models.rules.checkpoints import local_date


class PlanConflict(Refused):
    """The plan asks for what cannot be had; `difference.conflicts` says what, and what instead."""

    def __init__(self, difference: PlanDifference) -> None:
        conflicts = difference.conflicts
        super().__init__("plan_load.error.conflicts", n=len(conflicts), ref=conflicts[0].ref)
        self.difference = difference


class PlanDoubtful(Refused):
    """The plan would do what may not be meant; `difference.unsure` says what is asked."""

    def __init__(self, difference: PlanDifference) -> None:
        super().__init__("plan_load.error.doubts", n=len(difference.unsure))
        self.difference = difference


def difference(
    session: Session,
    draft: PlanDraft,
    *,
    complete: bool,
    today: date,
    actor_id: int | None = None,
    sure: frozenset[str] = frozenset(),
) -> PlanDifference:
    """What loading the plan would change; nothing is written. `actor_id`: who would load it.

    `complete`: the plan names all work of its year, so what it leaves out is withdrawn. What
    cannot be changed any more stands in `conflicts`; what may not be meant in `doubts`, which
    `sure` answers.
    Raises BadInput for a code that means nothing in the plan or the database.
    """
    comparison = _compared(session, draft, complete, today, sure)
    return without_own(session, comparison, actor_id, today)


def _compared(
    session: Session, draft: PlanDraft, complete: bool, today: date, sure: frozenset[str]
) -> Comparison:
    draft, asked = with_known_units(session, draft, today, sure)
    return compare(session, draft, complete=complete, today=today, sure=sure, asked=asked)


_IN_THIS_ORDER = (
    write_former_holders,
    write_programme,
    write_units,
    write_people,
    write_committees,
    write_indicators,
    write_assignments,
    write_checkpoints,
    write_calendar,
    write_ladder,
)
"""What is written later refers to what was written before."""


def load(
    session: Session,
    draft: PlanDraft,
    *,
    complete: bool,
    actor_id: int | None,
    now: datetime,
    plan_sha256: str | None,
    sure: frozenset[str] = frozenset(),
) -> PlanDifference:
    """Changes the database to what the plan says, in the caller's transaction.

    Loading the same plan again writes nothing at all. Objects that the session has read before
    are read again when they are next used.
    Raises PlanConflict and PlanDoubtful, before anything is written, and BadInput as `difference`
    does.
    """
    _keep_others_out(session)
    today = local_date(now)
    comparison = _compared(session, draft, complete, today, sure)
    plan_difference = without_own(session, comparison, actor_id, today)
    refuse_unsettled(plan_difference)
    if plan_difference.is_empty:
        return plan_difference
    writer = writer_for(session, comparison, now, actor_id)
    for write in _IN_THIS_ORDER:
        write(writer)
    write_events(writer, complete=complete, plan_sha256=plan_sha256)
    write_nudges(writer)
    session.expire_all()
    return plan_difference


def refuse_unsettled(plan_difference: PlanDifference) -> None:
    """Raises PlanConflict for what cannot be changed, PlanDoubtful for what nobody answered."""
    if plan_difference.conflicts:
        raise PlanConflict(plan_difference)
    if plan_difference.unsure:
        raise PlanDoubtful(plan_difference)


def _keep_others_out(session: Session) -> None:
    """What is compared must still be so when it is written.

    SQLite has one writer at a time anyway. On PostgreSQL a report could be accepted in between,
    against an expected value that the plan is about to change. Whoever records or drains an act
    locks its checkpoint first, so this one lock makes them wait; reading goes on meanwhile.
    Whoever takes up or leaves a position, or sets a working day, comes before or after all of it.
    """
    hold_staff(session)
    if is_postgresql(session):
        statement = f"LOCK TABLE {table_of(Checkpoint).name} IN EXCLUSIVE MODE"
        session.connection().exec_driver_sql(statement)
