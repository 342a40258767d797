"""Who holds a position from when to when: taking it up, handing it over, leaving it.

Work is assigned to positions, so whoever holds one on a day answers for it, and who left gets
nothing more (domain: somebody who handed over must not be reminded any longer).
"""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.acting import Acting
from dondoc.services.administrators import somebody_left
from dondoc.services.errors import BadInput, Refused
from dondoc.services.organisation.in_force import not_over
from dondoc.services.people import find_person
from dondoc.services.staffing.people import OFFICE
from dondoc.services.staffing.telling import hold_staff, tell
from models.person import Holding, Person, Position, ProgrammeMandate
from models.rules.roles import Mandate

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)


def take_position(acting: Acting, person: str, position: str, since: date, *, alone: bool) -> None:
    """Somebody takes a position up. `alone`: whoever holds it until then leaves the day before.

    Raises Refused without the right and where they hold it on that day already, BadInput for
    what does not exist. Only an administrator makes one: else the secretariat could make itself
    one, and an administrator gets into every account. The last one is not replaced by somebody
    who cannot sign in.
    """
    acting.mandated(*OFFICE)
    _in_range(since)
    hold_staff(acting.session)
    who, post = find_person(acting.session, person), _position(acting.session, position)
    if _administers(acting.session, post.key):
        acting.mandated(Mandate.ADMINISTRATOR)
    holding = _holdings(acting.session, post.key, since)
    if any(one.person_id == who.key for one in holding):
        raise Refused("staffing.error.holds_already", person=who.full_name, position=post.title)
    with somebody_left(acting.session, acting.today, since):
        if alone:
            for one in holding:
                _end(acting, one, since - timedelta(days=1), post)
        acting.session.add(Holding(position_id=post.key, person_id=who.key, held_from=since))
    tell(acting, "holding", ref=post.code, old=None, new=who.code, since=since.isoformat())


def leave_position(acting: Acting, person: str, position: str, last: date) -> None:
    """Somebody holds a position until a day, that day included.

    Raises Refused without the right, where they do not hold it, and where nobody would be left
    who can administer; BadInput for a day before they took it up.
    """
    acting.mandated(*OFFICE)
    _in_range(last)
    hold_staff(acting.session)
    who, post = find_person(acting.session, person), _position(acting.session, position)
    for one in _holdings(acting.session, post.key, acting.today):
        if one.person_id == who.key:
            with somebody_left(acting.session, acting.today, last + timedelta(days=1)):
                _end(acting, one, last, post)
            return
    raise Refused("staffing.error.holds_not", person=who.full_name, position=post.title)


def _end(acting: Acting, holding: Holding, last: date, post: Position) -> None:
    if last < holding.held_from:
        raise BadInput("staffing.error.before_start", day=f"{holding.held_from:%d/%m/%Y}")
    holding.held_to = last
    acting.session.add(holding)
    who = acting.session.get_one(Person, holding.person_id)
    tell(acting, "holding", ref=post.code, old=who.code, new=None, until=last.isoformat())


def _holdings(session: Session, position_id: int, day: date) -> list[Holding]:
    """Whoever holds a position on a day or later."""
    query = select(Holding).where(
        col(Holding.position_id) == position_id, not_over(Holding.held_to, day)
    )
    return list(session.scalars(query.order_by(col(Holding.id))))


def _administers(session: Session, position_id: int) -> bool:
    query = select(col(ProgrammeMandate.id)).where(
        col(ProgrammeMandate.position_id) == position_id,
        col(ProgrammeMandate.mandate) == Mandate.ADMINISTRATOR,
    )
    return session.scalars(query.limit(1)).first() is not None


def _position(session: Session, code: str) -> Position:
    found = session.scalars(select(Position).where(col(Position.code) == code)).one_or_none()
    if found is None:
        raise BadInput("staffing.error.no_position", code=code)
    return found


def _in_range(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise BadInput("staffing.error.day", day=f"{day:%d/%m/%Y}")
