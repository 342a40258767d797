"""Calling a meeting, and which there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.paging import page_shown
from dondoc.rendering import formats
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.viewer import Viewer
from models.event import EventKind
from models.meeting import AgendaItem, Conclusion, Meeting
from models.rules.meetings import MeetingState, meeting_state
from models.rules.roles import Mandate
from models.rules.texts import bare

MAX_TITLE = 200
PAGE_SIZE = 50


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as the list shows it: how many matters, and how many conclusions that stand."""

    meeting_id: int
    held_on: date
    title: str
    state: MeetingState
    matters: int
    conclusions: int


def call_meeting(office: SettingsChange, programme_id: int, held_on: date, title: str) -> Meeting:
    """A new meeting on a day. Raises Refused for whoever is not the secretariat, and BadInput for
    a day that is over, no title or a long one, and a meeting that is called already.
    """
    hold_office(office.session)  # of two who call the same one, the second is told
    by_the_secretariat(office, programme_id)
    if held_on < office.today:
        raise BadInput("meeting.error.over", day=formats.day(held_on))
    named = free_title(office, held_on, title)
    meeting = Meeting(
        programme_id=programme_id,
        held_on=held_on,
        title=named,
        called_at=office.now,
        called_by_id=office.actor.key,
    )
    office.session.add(meeting)
    office.session.flush()
    note_meeting(office, meeting, "called")
    return meeting


def free_title(office: SettingsChange, held_on: date, title: str, besides: int = 0) -> str:
    """The title without stray blanks, which no other meeting of the day has.

    `besides`: the meeting that it is for. Raises BadInput for none, a long one and one that is
    taken; a meeting that was called off takes none.
    """
    named = bare(title)
    check_length("meeting.error.no_title", named, MAX_TITLE)
    known = select(Meeting).where(
        Meeting.held_on == held_on,
        Meeting.title == named,
        Meeting.id != besides,
        col(Meeting.called_off_at).is_(None),
    )
    if office.session.exec(known).first() is not None:
        raise BadInput("meeting.error.called", day=formats.day(held_on), title=named)
    return named


def by_the_secretariat(office: SettingsChange, programme_id: int) -> None:
    """Raises Refused for anybody else than the secretariat of the meeting's own year."""
    office.mandated_in(programme_id, Mandate.SECRETARIAT)


def check_length(key: str, text: str, most: int) -> None:
    """Raises BadInput for nothing (`key`), and for more than `most` characters."""
    if not text:
        raise BadInput(key)
    if len(text) > most:
        raise BadInput("meeting.error.too_long", found=len(text), most=most)


def note_meeting(
    office: SettingsChange, meeting: Meeting, did: str, words: str = "", **more: str
) -> None:
    """Appends to history what was done with a meeting. `did`: a key; `more`: of its sentence."""
    event: dict[str, Any] = {
        "kind": EventKind.CHANGED,
        "programme_id": meeting.programme_id,
        "actor_id": office.actor.key,
        "reason": words,
        "data": {
            "what": "meeting",
            "did": did,
            "meeting": meeting.key,
            "day": meeting.held_on.isoformat(),
            "title": meeting.title,
            **more,
        },
    }
    append(office.session, office.now, [event])


def find_meeting(session: Session, viewer: Viewer, meeting_id: int) -> Meeting | None:
    """A meeting of the programme, or None for whoever does not see the whole of it."""
    meeting = session.get(Meeting, meeting_id) if viewer.sees_all else None
    return meeting if meeting is not None and meeting.programme_id == viewer.programme_id else None


def meeting_to_change(office: SettingsChange, meeting_id: int) -> Meeting:
    """A meeting as it stands once nobody else changes it. Raises Refused for whoever is not the
    secretariat, and BadInput where there is none and for one that was called off.
    """
    hold_office(office.session)
    meeting = office.session.get(Meeting, meeting_id, populate_existing=True)
    if meeting is None:
        raise BadInput("meeting.error.unknown")
    by_the_secretariat(office, meeting.programme_id)
    if meeting.called_off_at is not None:
        raise BadInput("meeting.error.called_off", why=meeting.called_off_why)
    return meeting


def page_of_meetings(session: Session, viewer: Viewer, number: int) -> tuple[list[MeetingRow], int]:
    """A page of the meetings of the programme, the latest first, and how many there are in all."""
    if not viewer.sees_all:
        return [], 0
    ours = col(Meeting.programme_id) == viewer.programme_id
    in_all = session.exec(select(func.count()).select_from(Meeting).where(ours)).one()
    query = (
        select(Meeting)
        .where(ours)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
        .limit(PAGE_SIZE)
        .offset(PAGE_SIZE * (page_shown(number, in_all, PAGE_SIZE) - 1))
    )
    meetings = session.exec(query).all()
    counts = _counts(session, [meeting.key for meeting in meetings])
    return [_row(each, viewer.day, *counts.get(each.key, (0, 0))) for each in meetings], in_all


def _row(meeting: Meeting, today: date, matters: int, conclusions: int) -> MeetingRow:
    off = meeting.called_off_at is not None
    state = meeting_state(meeting.held_on, today, concluded=conclusions > 0, called_off=off)
    return MeetingRow(meeting.key, meeting.held_on, meeting.title, state, matters, conclusions)


def _counts(session: Session, meeting_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Matters and conclusions that stand, by meeting."""
    query = (
        select(
            AgendaItem.meeting_id,
            func.count(func.distinct(AgendaItem.id)),
            func.count(col(Conclusion.id)),
        )
        .outerjoin(
            Conclusion,
            (col(Conclusion.item_id) == AgendaItem.id) & col(Conclusion.taken_back_at).is_(None),
        )
        .where(col(AgendaItem.meeting_id).in_(list(meeting_ids)), col(AgendaItem.place) > 0)
        .group_by(col(AgendaItem.meeting_id))
    )
    return {key: (matters, size) for key, matters, size in session.exec(query)}
