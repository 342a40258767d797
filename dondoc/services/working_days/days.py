"""Days that the public calendar gets wrong, in every programme: days off, and Saturdays worked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.programme.programmes import YEARS_AFTER, YEARS_BEFORE
from dondoc.services.working_days.effects import Effects, effects_of
from dondoc.services.working_days.own_work import own_work_in
from models.event import EventKind
from models.programme import CalendarDay, Programme
from models.rules.roles import Mandate
from models.rules.texts import bare


@dataclass(frozen=True)
class DayWanted:
    """A day that somebody sets in the calendar.

    `working`: a day worked although the calendar says otherwise, or a day off.
    """

    day: date
    working: bool
    note: str = ""


@dataclass(frozen=True)
class Consent:
    """Why a day is changed that people were judged by; `fingerprint`: of the effects shown."""

    reason: str
    fingerprint: str


def days_known(session: Session) -> list[CalendarDay]:
    """All of them, the earliest first."""
    return list(session.scalars(select(CalendarDay).order_by(col(CalendarDay.day))))


def effects_if_set(session: Session, day: DayWanted, today: date) -> Effects:
    """What would be judged otherwise if a day were said to be this; another note is nothing."""
    known = _find(session, day.day)
    if known is not None and known.working == day.working:
        return Effects(past=False)
    return effects_of(session, {day.day: day.working}, today)


def effects_if_removed(session: Session, day: date, today: date) -> Effects:
    """What would be judged otherwise if a day were left to the public calendar again."""
    return effects_of(session, {day: None}, today)


def set_day(
    acting: SettingsChange, programme: Programme, day: DayWanted, consent: Consent | None = None
) -> None:
    """Says what a day is, in place of what was said of it.

    Raises Refused without the right, or without a consent to what it does to what was judged so
    far; BadInput for a day far from the programme's year, or for a consent without a reason.
    """
    hold_office(acting.session)  # what a day does hangs on the days that others set
    acting.mandated(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
    check_day(programme, day.day)
    known = _find(acting.session, day.day)
    if known is not None and (known.working, known.note) == (day.working, day.note):
        return
    old = None if known is None else known.working
    effects = _agreed(acting, effects_if_set(acting.session, day, acting.today), consent)
    row = known or CalendarDay(day=day.day, working=day.working)
    row.working, row.note = day.working, day.note
    acting.session.add(row)
    acting.session.flush()
    details = {"day": day.day.isoformat(), "old": old, "new": day.working}
    _tell(acting, programme, details, effects, consent)


def check_day(programme: Programme, day: date) -> None:
    """Raises BadInput for a day far from the programme's year."""
    first, last = programme.year - YEARS_BEFORE, programme.year + YEARS_AFTER
    if not first <= day.year <= last:
        raise BadInput("calendar_days.error.far", first=first, last=last)


def remove_day(
    acting: SettingsChange, programme: Programme, day: date, consent: Consent | None = None
) -> None:
    """Leaves a day to the public calendar again.

    Raises Refused without the right, the day, or a consent to what it does; BadInput for a
    consent without a reason.
    """
    hold_office(acting.session)
    acting.mandated(Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
    known = _find(acting.session, day)
    if known is None:
        raise Refused("calendar_days.error.unknown", day=f"{day:%d/%m/%Y}")
    effects = _agreed(acting, effects_if_removed(acting.session, day, acting.today), consent)
    acting.session.execute(delete(CalendarDay).where(col(CalendarDay.id) == known.key))
    details = {"day": day.isoformat(), "old": known.working, "new": None}
    _tell(acting, programme, details, effects, consent)


def _agreed(acting: SettingsChange, effects: Effects, consent: Consent | None) -> Effects:
    """The effects, where whoever changes the day has seen just these and says why.

    Nobody turns what they answer for themselves from late to in time, or to somebody else, nor
    gives themselves another last day, also not by a day that is still ahead.
    """
    own = own_work_in(acting.session, effects, acting.actor.key, acting.today)
    if own is not None:
        raise Refused("calendar_days.error.own", ref=own)
    if not effects.asks:
        return effects
    if consent is None or consent.fingerprint != effects.fingerprint:
        raise Refused("calendar_days.error.unseen")
    if not bare(consent.reason):
        raise BadInput("calendar_days.error.reason")
    return effects


def _find(session: Session, day: date) -> CalendarDay | None:
    return session.scalars(select(CalendarDay).where(col(CalendarDay.day) == day)).one_or_none()


def _tell(
    acting: SettingsChange,
    programme: Programme,
    details: dict[str, Any],
    effects: Effects,
    consent: Consent | None,
) -> None:
    """Due dates are counted by it, so history says who changed it, why, and what it turned."""
    row = {
        "kind": EventKind.CHANGED,
        "programme_id": programme.key,
        "actor_id": acting.actor.key,
        "reason": bare(consent.reason) if consent else "",
        "data": {"what": "calendar_day", **details, **(effects.plain() if effects.asks else {})},
    }
    append(acting.session, acting.now, [row])
