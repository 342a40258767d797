"""The grounds of a change of a meeting: what a page showed of its agenda and its conclusions."""

from sqlmodel import Session, col, select

from dondoc.services.meetings.agenda import items_of
from dondoc.services.meetings.handed_out import files_of
from models.meeting import Conclusion, Meeting
from models.rules.grounds import Grounds

AGENDA = ("agenda",)
FILES = ("agenda", "handed_out")


def meeting_grounds(session: Session, meeting_id: int) -> Grounds:
    """The meeting, its agenda in order, what was concluded on each matter, and handed out."""
    meeting = session.get(Meeting, meeting_id)
    items = items_of(session, meeting_id)
    agenda = "; ".join(f"{each.place}. {each.subject} ({each.requested})" for each in items)
    concluded: dict[int, list[str]] = {each.key: [] for each in items}
    query = select(Conclusion).where(col(Conclusion.item_id).in_(list(concluded)))
    for each in session.exec(query.order_by(col(Conclusion.id))):
        concluded[each.item_id].append(each.words)
    matters = {f"matter:{key}": "; ".join(words) for key, words in concluded.items()}
    named = f"{meeting.held_on:%d/%m/%Y} {meeting.title}" if meeting else ""
    files = "; ".join(
        f"{each.file_name} {each.sha256[:8]}" for each in files_of(session, meeting_id)
    )
    return {"meeting": named, "agenda": agenda, "handed_out": files, **matters}


def conclusion_grounds(session: Session, conclusion_id: int) -> Grounds:
    """Where a conclusion stands: what was answered, sent back or accepted."""
    row = session.get(Conclusion, conclusion_id)
    return {} if row is None else grounds_of_conclusion(row)


def grounds_of_conclusion(row: Conclusion) -> Grounds:
    """The same of a conclusion that was read already."""
    answer = row.answer if row.answered_at else ""
    stands = "; ".join(filter(None, (answer, row.returned, "✓" if row.accepted_at else "")))
    return {f"conclusion:{row.key}": stands}
