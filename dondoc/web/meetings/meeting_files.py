"""The papers of a meeting as files: made as things stand, and kept as they were handed out."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.exports.libreoffice import program
from dondoc.services.meetings.call import find_meeting
from dondoc.services.meetings.grounds import FILES, meeting_grounds
from dondoc.services.meetings.handed_out import FileDraft, find_file, hand_out
from dondoc.services.meetings.paper_marks import marked_meeting_paper
from dondoc.services.meetings.papers import MeetingPaper
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.office import paper_order
from dondoc.services.papers.write import FileFormat, written
from dondoc.web.meetings.meetings import meeting_shown
from dondoc.web.papers.answers import file_answer
from dondoc.web.papers.unit_files import own_template
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.roles import Mandate

router = Pages()

_FORMATS = (FileFormat.DOCX, FileFormat.PDF)


@router.get("/meetings/{meeting_id}/handed-out/{file_id}.{kind}")
def kept_file(visit: Visiting, meeting_id: Key, file_id: Key, kind: str) -> Response:
    """A paper as it was handed out: the same bytes whenever it is opened."""
    visit.require_whole_year()
    with visit.programme() as (session, _):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        file = find_file(session, meeting_id, file_id) if meeting else None
        if file is None or file.file_format != kind:
            raise HTTPException(404)
        return file_answer(file.content, FileFormat(file.file_format), file.file_name)


@router.post("/meetings/{meeting_id}/handed-out")
def hand_out_paper(visit: Visiting, meeting_id: Key, fields: FormFields) -> Response:
    """Keeps a paper as Word and as PDF, as it is handed out now.

    Both are on one template: without LibreOffice that is the standard one, as the page says.
    """
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    which, whose = form.text("paper"), form.text("form")
    if which not in set(MeetingPaper) or whose not in set(PaperForm):
        raise HTTPException(400)
    own = own_template(visit, PaperForm(whose)) if program() is not None else None
    # Drawing takes its time, and must not keep others from writing meanwhile; what changed since
    # the page was opened is found when it is kept.
    drafts = [
        FileDraft(which, whose, each, *_drawn(visit, meeting_id, which, (whose, own), each))
        for each in _FORMATS
    ]

    def keeping(office: SettingsChange) -> None:
        hand_out(office, meeting_id, drafts)

    act(visit, form, knowing(form, lambda it: meeting_grounds(it, meeting_id), FILES, keeping))
    if form.errors:
        return meeting_shown(visit, meeting_id, form)
    return go(f"/meetings/{meeting_id}?done=handed_out", visit)


@router.get("/meetings/{meeting_id}/{which}/{form}.{kind}")
def meeting_file(visit: Visiting, meeting_id: Key, which: str, form: str, kind: str) -> Response:
    """The file. `which`: a `MeetingPaper`; `form`: whose rules it follows."""
    visit.require_whole_year()
    if which not in set(MeetingPaper) or form not in set(PaperForm) or kind not in _FORMATS:
        raise HTTPException(404)
    with visit.programme() as (session, _):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is not None and meeting.called_off_at is not None:
            raise HTTPException(404)  # it would read as if the meeting were held
    laid_out = form, own_template(visit, PaperForm(form))
    name, content = _drawn(visit, meeting_id, which, laid_out, FileFormat(kind))
    return file_answer(content, FileFormat(kind), name)


def _drawn(
    visit: Visit, meeting_id: int, which: str, laid_out: tuple[str, bytes | None], kind: FileFormat
) -> tuple[str, bytes]:
    """The name and the content of a paper as things stand, by a form and its own template."""
    form, own = laid_out
    order = paper_order(visit.workplace, PaperForm(form), visit.today)
    with visit.programme() as (session, programme):
        meeting = find_meeting(session, visit.viewer, meeting_id)
        if meeting is None:
            raise HTTPException(404)
        paper = marked_meeting_paper(
            session, programme, meeting, MeetingPaper(which), order, visit.now
        )
        name = f"{which}-{meeting.held_on:%Y%m%d}-{meeting_id}.{form}.{kind}"
    return name, written(paper, kind, own)
