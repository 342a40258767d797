"""Which positions answered for work on which days: read once, kept until something happens."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.work.answering.former_posts import official_changes
from dondoc.store.bulk import among
from dondoc.store.cache import database_of, keep, version
from dondoc.store.database import sees_one_moment
from models.assignment import AssignmentOfficial
from models.rules.appointments import (
    Appointment,
    DaysOfDuty,
    OfficialsChange,
    appointments_of,
    days_by_position,
)

_ALWAYS = (DaysOfDuty(),)


@dataclass
class Appointments:
    """The assignments for which plans have named others; of all others it is as it always was.

    `by_assignment`: who answered when. `limited`: the same by position and assignment, where the
    position did not, or does not, answer on all days.
    """

    by_assignment: dict[int, tuple[Appointment, ...]] = field(default_factory=dict)
    limited: dict[int, dict[int, tuple[DaysOfDuty, ...]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def take(self, assignment_id: int, appointments: tuple[Appointment, ...]) -> None:
        """One assignment more."""
        self.by_assignment[assignment_id] = appointments
        for position_id, days in days_by_position(appointments).items():
            if days != _ALWAYS:
                self.limited[position_id][assignment_id] = days

    def ever_of(self, position_id: int) -> Mapping[int, tuple[DaysOfDuty, ...]]:
        """The assignments for which a position answers, or did, on some days only."""
        return self.limited.get(position_id, {})


def appointments_in(session: Session) -> Appointments:
    """What plans have changed of who answers for work, in every programme.

    They are few; kept, so that a page that asks for it ten times asks the database once. A
    transaction that writes asks anew: what it has changed so far may come to nothing.
    """
    if not sees_one_moment(session):
        return _read(session)
    key = ("appointments", database_of(session))
    return keep(key, version(session), lambda: _read(session))


def _read(session: Session) -> Appointments:
    changes: dict[int, list[OfficialsChange]] = defaultdict(list)
    for change in official_changes(session):
        changes[change.assignment_id].append(change)
    now = _officials_now(session, changes) if changes else {}
    appointments = Appointments()
    for key, ordered in changes.items():
        appointments.take(key, appointments_of(ordered, now.get(key, ())))
    return appointments


def _officials_now(
    session: Session, assignments: Mapping[int, object]
) -> dict[int, tuple[int, ...]]:
    query = (
        select(col(AssignmentOfficial.assignment_id), col(AssignmentOfficial.position_id))
        .where(among(session, col(AssignmentOfficial.assignment_id), assignments))
        .order_by(col(AssignmentOfficial.rank), col(AssignmentOfficial.id))
    )
    now: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for assignment_id, position_id in session.connection().execute(query):
        now[assignment_id] = (*now[assignment_id], position_id)
    return now
