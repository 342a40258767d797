"""Steering committees: founding one, seats and what their holders were given to do."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.in_force import in_force
from dondoc.services.staffing.history import hold_staff, tell
from dondoc.services.staffing.people import OFFICE
from dondoc.services.staffing.positions import position_of
from models.committee import Committee, CommitteeSeat
from models.person import Position
from models.programme import Programme
from models.rules.roles import Seat
from models.rules.texts import bare
from models.rules.validity import on_day
from models.unit import Unit

_MAX_LENGTH = 2000


def establish_committee(
    acting: SettingsChange, programme: Programme, unit_id: int, paper: str, day: date | None
) -> Committee:
    """A unit's committee, founded or with another paper; one that was dissolved stands again.

    Raises Refused without the right, BadInput for a unit that does not exist.
    """
    acting.mandated_in(programme.key, *OFFICE)
    hold_staff(acting.session)
    if acting.session.get(Unit, unit_id) is None:
        raise BadInput("staffing.error.no_unit")
    known = committee_of(acting.session, programme, unit_id)
    old = known.paper if known and known.dissolved_on is None else None
    row = known or Committee(programme_id=programme.key, unit_id=unit_id)
    row.paper, row.founded_on, row.dissolved_on = paper[:_MAX_LENGTH], day, None
    acting.session.add(row)
    acting.session.flush()
    tell(acting, "committee", unit_id=unit_id, old=old, new=row.paper)
    return row


def seat(acting: SettingsChange, committee_id: int, position: str, kind: str, task: str) -> None:
    """Gives a position a seat, or its seat another task.

    Raises Refused without the right, BadInput for what does not exist.
    """
    hold_staff(acting.session)
    committee = _committee(acting.session, committee_id)
    acting.mandated_in(committee.programme_id, *OFFICE)
    post = position_of(acting.session, position)
    known = _seat(acting.session, committee.key, post.key, _kind(kind))
    old = known.task if known and _sits(known, acting.today) else None
    row = known or CommitteeSeat(committee_id=committee.key, position_id=post.key, seat=_kind(kind))
    row.task, row.seated_to = bare(task)[:_MAX_LENGTH], None
    if known is None or old is None:
        row.seated_from = acting.today
    acting.session.add(row)
    acting.session.flush()
    tell(acting, "seat", ref=post.code, seat=kind, unit_id=committee.unit_id, old=old, new=row.task)


def unseat(acting: SettingsChange, seat_id: int) -> None:
    """A seat is held until yesterday. Raises Refused without the right or the seat."""
    hold_staff(acting.session)
    row = acting.session.get(CommitteeSeat, seat_id)
    if row is not None:
        of = acting.session.get_one(Committee, row.committee_id)
        acting.mandated_in(of.programme_id, *OFFICE)
    if row is None or not _sits(row, acting.today):
        raise Refused("staffing.error.no_seat")
    row.seated_to = acting.today - timedelta(days=1)
    if row.seated_from is not None and row.seated_from > row.seated_to:
        row.seated_from = row.seated_to
    acting.session.add(row)
    post = acting.session.get_one(Position, row.position_id)
    tell(acting, "seat", ref=post.code, seat=row.seat.value, old=row.task, new=None)


def committee_of(session: Session, programme: Programme, unit_id: int) -> Committee | None:
    """A unit's committee in a programme, a dissolved one too."""
    query = select(Committee).where(
        col(Committee.programme_id) == programme.key, col(Committee.unit_id) == unit_id
    )
    return session.scalars(query).one_or_none()


def seats_on(session: Session, committee_id: int, day: date) -> list[CommitteeSeat]:
    """The seats of a committee on a day, in the order in which they were given."""
    query = select(CommitteeSeat).where(
        col(CommitteeSeat.committee_id) == committee_id,
        in_force(CommitteeSeat.seated_from, CommitteeSeat.seated_to, day),
    )
    return list(session.scalars(query.order_by(col(CommitteeSeat.id))))


def _sits(row: CommitteeSeat, day: date) -> bool:
    return on_day(None, row.seated_to, day)


def _committee(session: Session, committee_id: int) -> Committee:
    committee = session.get(Committee, committee_id)
    if committee is None or committee.dissolved_on is not None:
        raise BadInput("staffing.error.no_committee")
    return committee


def _seat(
    session: Session, committee_id: int, position_id: int, kind: Seat
) -> CommitteeSeat | None:
    query = select(CommitteeSeat).where(
        col(CommitteeSeat.committee_id) == committee_id,
        col(CommitteeSeat.position_id) == position_id,
        col(CommitteeSeat.seat) == kind,
    )
    return session.scalars(query).one_or_none()


def _kind(text: str) -> Seat:
    try:
        return Seat(text)
    except ValueError:
        raise BadInput("staffing.error.seat", found=text) from None
