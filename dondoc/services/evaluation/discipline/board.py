"""All papers of discipline that take effect in a year, for whoever evaluates its officials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.discipline import known_at_lock
from dondoc.services.evaluation.people.locked_rounds import locked_rounds
from dondoc.services.evaluation.people.paper_facts import names_of_recorders
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from models.discipline import DisciplineRecord
from models.person import Person
from models.rules.discipline import DisciplineKind
from models.rules.roles import Mandate
from models.rules.scoring.locked_periods import LockedPeriod
from models.rules.scoring.periods import DaySpan


@dataclass(frozen=True)
class DisciplineShown:
    """A paper with names. `person_id`, `code`: None and '' of a unit.

    `may_take_back`: whether whoever looks may, now; nobody what is on themself. `frozen`: the
    locked periods in which it counts otherwise than it stands.
    """

    key: int
    person_id: int | None
    code: str
    name: str
    kind: DisciplineKind
    paper_number: str
    paper_body: str
    signed_on: date
    effective_on: date
    by: str
    at: datetime
    taken_back_by: str
    taken_back_at: datetime | None
    taken_back_why: str
    may_take_back: bool
    frozen: tuple[DaySpan, ...]


def disciplines_shown(
    session: Session, viewer: Viewer, year: int, today: date
) -> Sequence[DisciplineShown]:
    """The latest effect first, with what was taken back; nothing for whoever evaluates nobody."""
    if not evaluates(viewer):
        return ()
    row = DisciplineRecord
    query = (
        select(row, col(Person.code), col(Person.full_name))
        .join(Person, col(Person.id) == col(row.person_id), isouter=True)
        .where(col(row.effective_on).between(date(year, 1, 1), date(year, 12, 31)))
    )
    ordered = query.order_by(col(row.effective_on).desc(), col(row.id).desc())
    rows = session.execute(ordered).tuples().all()
    units = names_on(session, date(year, 12, 31))
    names = names_of_recorders(session, (each for each, _, _ in rows))
    writes = viewer.has(Mandate.SECRETARIAT)
    locked = locked_rounds(session, today).values() if rows else ()
    return [
        DisciplineShown(
            each.key, each.person_id, code or "",
            units[each.unit_id].name if each.unit_id is not None else name or "",
            each.kind, each.paper_number, each.paper_body, each.signed_on, each.effective_on,
            names[each.recorded_by_id], each.recorded_at,
            names.get(each.taken_back_by_id or 0, ""), each.taken_back_at, each.taken_back_why,
            writes and each.taken_back_at is None and each.person_id != viewer.person_id,
            tuple(one.days for one in locked if _differs(each, one)),
        )
        for each, code, name in rows
    ]  # fmt: skip


def _differs(row: DisciplineRecord, period: LockedPeriod) -> bool:
    within = period.days.first <= row.effective_on <= period.days.last
    return within and known_at_lock(row, period) != (row.taken_back_at is None)
