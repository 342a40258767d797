"""The papers of a meeting as files: the pack, the minutes' form, the notice of conclusions."""

from typing import Annotated

from fastapi import HTTPException, Path
from fastapi.responses import Response

from dondoc.services.meetings.call import find_meeting
from dondoc.services.meetings.papers import MeetingPaper, meeting_paper
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.office import issuing_office
from dondoc.services.papers.write import FileFormat, written
from dondoc.web.papers.answers import file_answer
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting

router = Pages()

_FORMATS = (FileFormat.DOCX, FileFormat.PDF)


@router.get("/meetings/{meeting_id}/{which}/{form}.{kind}")
def meeting_file(
    visit: Visiting,
    meeting_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
    which: str,
    form: str,
    kind: str,
) -> Response:
    """The file. `which`: a `MeetingPaper`; `form`: whose rules it follows."""
    if not visit.viewer.sees_all:
        raise HTTPException(403)
    if which not in set(MeetingPaper) or form not in set(PaperForm) or kind not in _FORMATS:
        raise HTTPException(404)
    workplace = visit.workplace
    office = issuing_office(workplace.settings)
    order = PaperOrder(PaperForm(form), visit.today, office, workplace.sample)
    with visit.programme() as (session, programme):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is None:
            raise HTTPException(404)
        paper = meeting_paper(session, programme, meeting, MeetingPaper(which), order, visit.now)
        name = f"{which}-{meeting.held_on:%Y%m%d}-{meeting_id}.{form}.{kind}"
    return file_answer(written(paper, FileFormat(kind)), FileFormat(kind), name)
