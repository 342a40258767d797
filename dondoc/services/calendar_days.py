"""Days that the public calendar gets wrong, in every programme: days off, and Saturdays worked."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlmodel import Session, col

from dondoc.services.acting import Acting
from dondoc.services.errors import BadInput, Refused
from dondoc.services.history import append
from dondoc.services.programmes import YEARS_AFTER, YEARS_BEFORE
from models.event import EventKind
from models.programme import CalendarDay, Programme
from models.rules.roles import Mandate


@dataclass(frozen=True)
class DayWanted:
    """`working`: a day worked although the calendar says otherwise, or a day off."""

    day: date
    working: bool
    note: str = ""


def days_known(session: Session) -> list[CalendarDay]:
    """All of them, the earliest first."""
    return list(session.scalars(select(CalendarDay).order_by(col(CalendarDay.day))))


def set_day(acting: Acting, programme: Programme, wanted: DayWanted) -> None:
    """Says what a day is, in place of what was said of it.

    Raises Refused without the right, BadInput for a day far from the programme's year.
    """
    acting.mandated(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
    first, last = programme.year - YEARS_BEFORE, programme.year + YEARS_AFTER
    if not first <= wanted.day.year <= last:
        raise BadInput("calendar_days.error.far", first=first, last=last)
    known = _find(acting.session, wanted.day)
    row = known or CalendarDay(day=wanted.day, working=wanted.working)
    old = None if known is None else known.working
    if known is not None and (known.working, known.note) == (wanted.working, wanted.note):
        return
    row.working, row.note = wanted.working, wanted.note
    acting.session.add(row)
    acting.session.flush()
    _tell(acting, programme, wanted.day, old, wanted.working)


def remove_day(acting: Acting, programme: Programme, day: date) -> None:
    """Leaves a day to the public calendar again. Raises Refused without the right or the day."""
    acting.mandated(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
    known = _find(acting.session, day)
    if known is None:
        raise Refused("calendar_days.error.unknown", day=f"{day:%d/%m/%Y}")
    acting.session.execute(delete(CalendarDay).where(col(CalendarDay.id) == known.key))
    _tell(acting, programme, day, known.working, None)


def _find(session: Session, day: date) -> CalendarDay | None:
    return session.scalars(select(CalendarDay).where(col(CalendarDay.day) == day)).one_or_none()


def _tell(
    acting: Acting, programme: Programme, day: date, old: bool | None, new: bool | None
) -> None:
    """Due dates are counted by it, so history says who changed it."""
    row = {
        "kind": EventKind.CHANGED,
        "programme_id": programme.key,
        "actor_id": acting.actor.key,
        "data": {"what": "calendar_day", "day": day.isoformat(), "old": old, "new": new},
    }
    append(acting.session, acting.now, [row])
