"""The work of somebody who is away, for the deputy who stands in for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.boards.my_work.my_work import Duty, MyWork, my_work
from dondoc.services.boards.my_work.query import WorkSection
from dondoc.services.organisation.in_force import deputised_on
from dondoc.services.organisation.viewer import Viewer, open_viewer
from models.assignment import Assignment
from models.person import Person, Preference
from models.programme import Programme
from models.rules.vietnamese_order import by_given_name


class StoodInFor(NamedTuple):
    """Somebody who is away until a day (that day included)."""

    code: str
    name: str
    until: date


def stood_in_for(session: Session, viewer: Viewer) -> list[StoodInFor]:
    """Whom the viewer stands in for on their day."""
    query = (
        select(col(Person.code), col(Person.full_name), col(Preference.paused_to))
        .join(Preference, col(Preference.person_id) == col(Person.id))
        .where(col(Preference.deputy_id) == viewer.person_id, deputised_on(viewer.day))
    )
    found = [StoodInFor(code, name, until) for code, name, until in session.execute(query)]
    return sorted(found, key=lambda each: by_given_name(each.name))


def work_in_place_of(
    session: Session,
    programme: Programme,
    viewer: Viewer,
    away: StoodInFor,
    now: datetime,
    place: tuple[int, WorkSection | None],
) -> MyWork:
    """A page of what somebody answers for whom the viewer stands in for.

    Opened is only what the viewer may see by a right of their own; drafts stay with their author.
    """
    person = session.scalars(select(Person).where(col(Person.code) == away.code)).one()
    absent = open_viewer(session, person, programme, viewer.day)
    page, only = place
    work = my_work(session, programme, absent, now, page, only)
    seen = _visible(session, viewer, work.duties)
    duties = tuple(
        replace(duty, draft_at=None, may_open=duty.checkpoint_row.assignment_id in seen)
        for duty in work.duties
    )
    seats = tuple(seat for seat in work.seats if viewer.may_see_unit(seat.unit_id))
    return replace(work, duties=duties, seats=seats)


def _visible(session: Session, viewer: Viewer, duties: Sequence[Duty]) -> set[int]:
    ids = {duty.checkpoint_row.assignment_id for duty in duties}
    query = select(col(Assignment.id)).where(col(Assignment.id).in_(ids), viewer.visible())
    return {key for key in session.scalars(query) if key is not None}
