"""Another day and title of a meeting on which nothing was concluded, and calling it off."""

from datetime import date

from sqlmodel import col, select

from dondoc.errors import BadInput
from dondoc.rendering import formats
from dondoc.services.meetings.call import (
    check_length,
    free_title,
    meeting_to_change,
    note_meeting,
)
from dondoc.services.organisation.changes import SettingsChange
from models.meeting import AgendaItem, Conclusion, Meeting
from models.rules.texts import bare

MAX_WHY = 500
"""Of the reason why a meeting is called off."""


def reschedule(office: SettingsChange, meeting_id: int, held_on: date, title: str) -> None:
    """Another day or another title; the same ones change nothing.

    Raises Refused for whoever is not the secretariat, and BadInput for a day that is over (but
    for the one that it has), a title that is taken, none or long, and once it has concluded.
    """
    meeting = _without_conclusions(office, meeting_id)
    if held_on != meeting.held_on and held_on < office.today:
        raise BadInput("meeting.error.over", day=formats.day(held_on))
    named = free_title(office, held_on, title, meeting.key)
    was = {"old_day": meeting.held_on.isoformat(), "old_title": meeting.title}
    if (held_on, named) == (meeting.held_on, meeting.title):
        return
    meeting.held_on, meeting.title = held_on, named
    note_meeting(office, meeting, "rescheduled", **was)


def call_off(office: SettingsChange, meeting_id: int, why: str) -> None:
    """It is not held; its agenda stays readable, and what was on it may be proposed again.

    Raises Refused for whoever is not the secretariat, and BadInput for no reason or a long one,
    and once it has concluded.
    """
    meeting = _without_conclusions(office, meeting_id)
    words = bare(why)
    check_length("meeting.error.no_why_called_off", words, MAX_WHY)
    meeting.called_off_at, meeting.called_off_why = office.now, words
    meeting.called_off_by_id = office.actor.key
    note_meeting(office, meeting, "called_off", words)


def _without_conclusions(office: SettingsChange, meeting_id: int) -> Meeting:
    """The meeting to change. Raises BadInput where a conclusion of it stands."""
    meeting = meeting_to_change(office, meeting_id)
    query = (
        select(Conclusion.id)
        .join(AgendaItem, col(AgendaItem.id) == col(Conclusion.item_id))
        .where(AgendaItem.meeting_id == meeting.key, col(Conclusion.taken_back_at).is_(None))
    )
    if office.session.exec(query).first() is not None:
        raise BadInput("meeting.error.has_concluded")
    return meeting
