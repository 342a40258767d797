"""Calling a meeting, and which there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.rendering import formats
from dondoc.services.grounds.office import hold_office
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.viewer import Viewer
from models.event import EventKind
from models.meeting import AgendaItem, Conclusion, Meeting
from models.rules.roles import Mandate
from models.rules.texts import bare

MAX_TITLE = 200
PAGE_SIZE = 50


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as the list shows it: how many matters, and how many conclusions."""

    meeting_id: int
    held_on: date
    title: str
    matters: int
    conclusions: int


def call_meeting(office: SettingsChange, programme_id: int, held_on: date, title: str) -> Meeting:
    """A new meeting on a day. Raises Refused for whoever is not the secretariat, and BadInput for
    a day that is over, no title or a long one, and a meeting that is called already.
    """
    hold_office(office.session)  # of two who call the same one, the second is told
    by_the_secretariat(office)
    named = bare(title)
    if held_on < office.today:
        raise BadInput("meeting.error.over", day=formats.day(held_on))
    check_length("meeting.error.no_title", named, MAX_TITLE)
    known = select(Meeting).where(Meeting.held_on == held_on, Meeting.title == named)
    if office.session.exec(known).first() is not None:
        raise BadInput("meeting.error.called", day=formats.day(held_on), title=named)
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


def by_the_secretariat(office: SettingsChange) -> None:
    """Raises Refused for anybody else."""
    office.mandated(Mandate.SECRETARIAT)


def check_length(key: str, text: str, most: int) -> None:
    """Raises BadInput for nothing (`key`), and for more than `most` characters."""
    if not text:
        raise BadInput(key)
    if len(text) > most:
        raise BadInput("meeting.error.too_long", found=len(text), most=most)


def note_meeting(office: SettingsChange, meeting: Meeting, did: str, words: str = "") -> None:
    """Appends to history what was done with a meeting. `did`: a key."""
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
        },
    }
    append(office.session, office.now, [event])


def find_meeting(session: Session, viewer: Viewer, meeting_id: int) -> Meeting | None:
    """A meeting of the programme, or None for whoever does not see the whole of it."""
    meeting = session.get(Meeting, meeting_id) if viewer.sees_all else None
    return meeting if meeting is not None and meeting.programme_id == viewer.programme_id else None


def need_meeting(session: Session, meeting_id: int) -> Meeting:
    """Raises BadInput where there is none."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise BadInput("meeting.error.unknown")
    return meeting


def page_of_meetings(session: Session, viewer: Viewer, number: int) -> tuple[list[MeetingRow], int]:
    """A page of the meetings of the programme, the latest first, and how many there are."""
    if not viewer.sees_all:
        return [], 0
    ours = col(Meeting.programme_id) == viewer.programme_id
    in_all = session.exec(select(func.count()).select_from(Meeting).where(ours)).one()
    query = (
        select(Meeting)
        .where(ours)
        .order_by(col(Meeting.held_on).desc(), col(Meeting.id).desc())
        .limit(PAGE_SIZE)
        .offset(PAGE_SIZE * (number - 1))
    )
    meetings = session.exec(query).all()
    counts = _counts(session, [meeting.key for meeting in meetings])
    return [
        MeetingRow(each.key, each.held_on, each.title, *counts.get(each.key, (0, 0)))
        for each in meetings
    ], in_all


def _counts(session: Session, meeting_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Matters and conclusions by meeting."""
    query = (
        select(
            AgendaItem.meeting_id,
            func.count(func.distinct(AgendaItem.id)),
            func.count(col(Conclusion.id)),
        )
        .outerjoin(Conclusion, col(Conclusion.item_id) == AgendaItem.id)
        .where(col(AgendaItem.meeting_id).in_(list(meeting_ids)), col(AgendaItem.place) > 0)
        .group_by(col(AgendaItem.meeting_id))
    )
    return {key: (matters, size) for key, matters, size in session.exec(query)}
