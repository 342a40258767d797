"""The grounds of a change of a meeting: what a page showed of its agenda and its conclusions."""

from sqlmodel import Session, col, select

from dondoc.services.meetings.agenda import items_of
from dondoc.services.meetings.handed_out import files_of
from models.meeting import Conclusion, Meeting
from models.rules.grounds import Grounds

AGENDA = ("agenda",)
WHOLE = ("meeting", "concluded")
"""Of another day, and of calling it off: what was concluded forbids either."""
FILES = ("meeting", "agenda", "handed_out")


def meeting_grounds(session: Session, meeting_id: int) -> Grounds:
    """The meeting, its agenda in order, what was concluded on each matter, and handed out."""
    meeting = session.get(Meeting, meeting_id)
    items = items_of(session, meeting_id)
    agenda = "; ".join(f"{each.place}. {each.subject} ({each.requested})" for each in items)
    concluded: dict[int, list[str]] = {each.key: [] for each in items}
    query = select(Conclusion).where(col(Conclusion.item_id).in_(list(concluded)))
    for each in session.exec(query.order_by(col(Conclusion.id))):
        if each.taken_back_at is None:
            concluded[each.item_id].append(each.words)
    matters = {f"matter:{key}": "; ".join(words) for key, words in concluded.items()}
    files = "; ".join(
        f"{each.file_name} {each.sha256[:8]}" for each in files_of(session, meeting_id)
    )
    named = _named(meeting) if meeting else ""
    whole = "; ".join(filter(None, matters.values()))
    return {
        "meeting": named, "agenda": agenda, "handed_out": files, "concluded": whole, **matters,
    }  # fmt: skip


def _named(meeting: Meeting) -> str:
    """Its day and title, and why it was called off."""
    off = f"✗ {meeting.called_off_why}" if meeting.called_off_at else ""
    return " ".join(filter(None, (f"{meeting.held_on:%d/%m/%Y}", meeting.title, off)))


def conclusion_grounds(session: Session, conclusion_id: int) -> Grounds:
    """Where a conclusion stands: what was answered, sent back or accepted."""
    row = session.get(Conclusion, conclusion_id)
    return {} if row is None else grounds_of_conclusion(row)


def grounds_of_conclusion(row: Conclusion) -> Grounds:
    """The same of a conclusion that was read already."""
    answer = row.answer if row.answered_at else ""
    taken_back = f"✗ {row.taken_back_why}" if row.taken_back_at else ""
    parts = (answer, row.returned, "✓" if row.accepted_at else "", taken_back)
    stands = "; ".join(filter(None, parts))
    return {f"conclusion:{row.key}": stands}
