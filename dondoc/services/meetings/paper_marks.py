"""What a meeting's paper was made of, said in its file, and the paper made again by that.

The marks are those of every Word file (`papers/returned/check.py`): by them a copy that was
edited and comes back is compared with what the meeting is about.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from dondoc.clock import at
from dondoc.services.meetings.call import find_meeting
from dondoc.services.meetings.papers import MeetingPaper, meeting_paper
from dondoc.services.organisation.viewer import Viewer, viewer_in
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.returned.check import PaperMarks
from models.meeting import Meeting
from models.programme import Programme


def marked_meeting_paper(
    session: Session,
    programme: Programme,
    meeting: Meeting,
    which: MeetingPaper,
    order: PaperOrder,
    now: datetime,
) -> Paper:
    """A paper of a meeting whose file says what it is. Raises as `meeting_paper` does."""
    paper = meeting_paper(session, programme, meeting, which, order, now)
    marks = f"dondoc kind={which} id={meeting.key} form={order.form} day={order.day}"
    return replace(paper, made_of=marks)


def meeting_paper_again(
    session: Session, viewer: Viewer, marks: PaperMarks, order: PaperOrder, now: datetime
) -> Paper | None:
    """The paper as of the day of the file, by what is recorded now.

    None where there is no such meeting, it was called off, or it is not the viewer's to see.
    Raises BadInput where the paper cannot be made any more.
    """
    meeting = session.get(Meeting, marks.number("id") or 0)
    if meeting is None or meeting.called_off_at is not None:
        return None
    programme = session.get_one(Programme, meeting.programme_id)
    there = viewer_in(session, viewer, programme)
    if find_meeting(session, there, meeting.key) is None:
        return None
    order = replace(order, form=marks.form, day=min(marks.day, viewer.day))
    moment = min(now, at(order.day, 23, 59))
    which = MeetingPaper(marks.kind)
    return marked_meeting_paper(session, programme, meeting, which, order, moment)
