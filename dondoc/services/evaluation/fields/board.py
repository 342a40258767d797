"""All fields that leaders lead in a year, for whoever evaluates its officials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.led_fields import recorded_field
from dondoc.services.evaluation.people.locked_rounds import locked_rounds
from dondoc.services.evaluation.people.paper_facts import names_of_recorders
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.in_force import begun, not_over
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from models.led_field import LedField
from models.person import Person
from models.rules.roles import Mandate
from models.rules.scoring.locked_periods import frozen_by
from models.rules.scoring.periods import DaySpan
from models.rules.vietnamese_order import by_given_name


@dataclass(frozen=True)
class FieldShown:
    """A field with names. `may_take_back`: whether whoever looks may, now; nobody their own.

    `frozen`: the locked periods in which it counts otherwise than it stands.
    """

    key: int
    code: str
    name: str
    unit: str
    category: str
    first: date
    last: date | None
    paper: str
    by: str
    at: datetime
    taken_back_by: str
    taken_back_at: datetime | None
    taken_back_why: str
    may_take_back: bool
    frozen: tuple[DaySpan, ...]


def fields_shown(session: Session, viewer: Viewer, year: int, today: date) -> Sequence[FieldShown]:
    """By people, the latest first, with what was taken back; none for whoever evaluates nobody."""
    if not evaluates(viewer):
        return ()
    row, first, last = LedField, date(year, 1, 1), date(year, 12, 31)
    query = (
        select(row, col(Person.code), col(Person.full_name))
        .join(Person, col(Person.id) == col(row.person_id))
        .where(begun(row.first_on, last), not_over(row.last_on, first))
        .order_by(col(Person.id), col(row.first_on).desc(), col(row.id))
    )
    rows = session.execute(query).tuples().all()
    units, writes = names_on(session, last), viewer.has(Mandate.SECRETARIAT)
    names = names_of_recorders(session, (each for each, _, _ in rows))
    locked = locked_rounds(session, today).values() if rows else ()
    return [
        FieldShown(
            each.key, code, name, units[each.unit_id].name, each.category, each.first_on,
            each.last_on, each.paper, names[each.recorded_by_id], each.recorded_at,
            names.get(each.taken_back_by_id or 0, ""), each.taken_back_at, each.taken_back_why,
            writes and each.taken_back_at is None and each.person_id != viewer.person_id,
            tuple(one.days for one in frozen_by(recorded_field(each, today), locked)),
        )
        for each, code, name in sorted(rows, key=lambda row: by_given_name(row[2]))
    ]  # fmt: skip
