"""A conclusion that somebody changes: found as it stands, and noted in history."""

from typing import Any

from sqlmodel import select

from dondoc.errors import BadInput
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange
from models.event import EventKind
from models.meeting import AgendaItem, Conclusion, Meeting


def held_conclusion(office: SettingsChange, conclusion_id: int) -> Conclusion:
    """A conclusion as it stands once nobody else changes it.

    Raises BadInput where there is none, and for one that was taken back.
    """
    query = select(Conclusion).where(Conclusion.id == conclusion_id).with_for_update()
    conclusion = office.session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if conclusion is None:
        raise BadInput("meeting.error.no_conclusion")
    if conclusion.taken_back_at is not None:
        raise BadInput("meeting.error.taken_back", why=conclusion.taken_back_why)
    return conclusion


def meeting_of(office: SettingsChange, conclusion: Conclusion) -> Meeting:
    """The meeting that concluded it."""
    item = office.session.get_one(AgendaItem, conclusion.item_id)
    return office.session.get_one(Meeting, item.meeting_id)


def note_conclusion(
    office: SettingsChange, conclusion: Conclusion, did: str, words: str = ""
) -> None:
    """An event on the item that the matter is about, where it is about one. `did`: a key."""
    item = office.session.get_one(AgendaItem, conclusion.item_id)
    meeting = meeting_of(office, conclusion)
    event: dict[str, Any] = {
        "kind": EventKind.RECORDED if item.checkpoint_id else EventKind.CHANGED,
        "programme_id": meeting.programme_id,
        "assignment_id": item.assignment_id if item.checkpoint_id else None,
        "checkpoint_id": item.checkpoint_id,
        "actor_id": office.actor.key,
        "reason": words,
        "data": {
            "what": "conclusion",
            "did": did,
            "conclusion": conclusion.key,
            "subject": item.subject,
            "day": meeting.held_on.isoformat(),
        },
    }
    append(office.session, office.now, [event])
