"""An edited Word paper is compared with the rules of its layout and with the figures."""

from fastapi import HTTPException
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import UploadFile

from dondoc.services.meetings.paper_marks import meeting_paper_again
from dondoc.services.meetings.papers import MeetingPaper
from dondoc.services.papers.layouts import PaperForm, layout_for
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.made_again import made_again
from dondoc.services.papers.of_evaluation.paper_marks import kind_in
from dondoc.services.papers.of_evaluation.paper_viewings import keep_paper_viewings
from dondoc.services.papers.office import forms_offered, usual_form
from dondoc.services.papers.own.template_words import own_words_on
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.returned.check import PaperMarks, marks_of
from dondoc.services.papers.returned.original import original_of
from dondoc.services.papers.returned.read import MAX_BYTES
from dondoc.services.papers.word_process import findings_in
from dondoc.web.papers.unit_files import order_of
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting

router = Pages()


@router.get("/papers/check")
def ask(visit: Visiting) -> Response:
    """The form."""
    _allowed(visit)
    return _shown(visit, None)


@router.post("/papers/check")
def check(visit: Visiting, fields: EvidenceFields) -> Response:
    """What is wrong with the file; it is read and not kept."""
    _allowed(visit)
    form = Form(fields, visit.tr)
    files = form.files("file")
    if not files:
        form.fail("file", "papers.check.no_file")
        return _shown(visit, form, 422)
    name, content = files[0].filename or "", _content(files[0])
    marks = marks_of(content)
    typed = form.text("form")
    chosen = marks.form if marks else PaperForm(typed) if typed in set(PaperForm) else None
    original = form.attempt(lambda: _original(visit, marks), "file") if marks else None
    whose = chosen or usual_form(visit.workplace.settings)
    layout = layout_for(whose, original.day if original is not None else visit.today)
    own = _own_words(visit, marks)
    findings = form.attempt(
        lambda: findings_in(name, content, layout, original, own_words=own), "file"
    )
    if findings is None:
        return _shown(visit, form, 422)
    return _shown(visit, form, findings=findings, layout=layout, compared=original, filename=name)


def _allowed(visit: Visit) -> None:
    if not (visit.viewer.sees_all or visit.viewer.boards):
        raise HTTPException(403)


def _content(file: UploadFile) -> bytes:
    """One byte more than allowed tells that it is too large."""
    return file.file.read(MAX_BYTES + 1)


def _original(visit: Visit, marks: PaperMarks) -> Paper | None:
    order = order_of(visit, marks.form)
    if kind_in(marks) is not None:
        return _of_evaluation(visit, marks, order)
    with visit.reading() as session:
        if marks.kind in set(MeetingPaper):
            return meeting_paper_again(session, visit.viewer, marks, order, visit.now)
        return original_of(session, visit.viewer, marks, order)


def _own_words(visit: Visit, marks: PaperMarks | None) -> list[str]:
    if marks is None:
        return []
    with visit.reading() as session:
        return own_words_on(session, marks.form, min(marks.day, visit.today))


def _of_evaluation(visit: Visit, marks: PaperMarks, order: PaperOrder) -> Paper | None:
    """What differs says what stands: it is a look at the points, and kept as one."""
    with visit.reading() as session:
        found = made_again(session, visit.viewer, marks, order)
        if found is None:
            return None
        programme_id, period = found.context.programme.key, found.context.row.period
    whose, by = found.made.whose, visit.viewer.person_id

    def keep(session: Session) -> None:
        keep_paper_viewings(session, programme_id, period, visit.now, whose, by)

    visit.written(keep)
    return found.made.paper


def _shown(visit: Visit, form: Form | None, status: int = 200, **found: object) -> Response:
    return page(
        visit,
        "papers/check",
        status,
        form=form,
        forms=forms_offered(visit.workplace.settings),
        **found,
    )
