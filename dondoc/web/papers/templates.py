"""The templates of papers: take the standard one along, edit it in Word, upload it, go back."""

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.errors import BadInput
from dondoc.exports.libreoffice import program
from dondoc.services.papers.layouts import PaperForm, layout_for
from dondoc.services.papers.office import forms_offered
from dondoc.services.papers.own.check import MAX_BYTES
from dondoc.services.papers.own.templates import (
    back_to_standard,
    checked_template,
    keep_template,
    kept_templates,
    template_file,
)
from dondoc.services.papers.word_template import standard_template
from dondoc.web.papers.answers import WORD
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()


@router.get("/papers/templates")
def templates_page(visit: VisitingNow, done: str = "") -> Response:
    """The templates in use, the form to upload one, and all that were in use before."""
    visit.require(Mandate.SECRETARIAT)
    return _shown(visit, None, done=done if done in {"kept", "standard"} else "")


@router.post("/papers/templates")
def upload(visit: VisitingNow, fields: EvidenceFields) -> Response:
    """Keeps a template whose tags are right, and says of any other what is wrong with it."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    files, chosen = form.files("file"), form.text("form")
    if not files or chosen not in set(PaperForm):
        form.fail("file", "papers.check.no_file")
        return _shown(visit, form, 422)
    content, name = files[0].file.read(MAX_BYTES + 1), files[0].filename or ""
    template = form.attempt(lambda: checked_template(PaperForm(chosen), name, content), "file")
    if template is None or template.faults:
        return _shown(visit, form, 422, faults=template.faults if template else ())
    with visit.writing() as session:
        keep_template(visit.for_office(session), template)
    return go("/papers/templates?done=kept")


@router.post("/papers/templates/standard")
def use_standard(visit: VisitingNow, fields: FormFields) -> Response:
    """Papers of a form are filled into the standard template again."""
    visit.require(Mandate.SECRETARIAT)
    chosen = Form(fields, visit.tr).text("form")
    if chosen not in set(PaperForm):
        raise HTTPException(422)
    with visit.writing() as session:
        back_to_standard(visit.for_office(session), PaperForm(chosen))
    return go("/papers/templates?done=standard")


@router.get("/papers/templates/standard.{form}.docx")
def standard(visit: VisitingNow, form: str) -> Response:
    """The standard template of today's rules, to be edited in Word."""
    visit.require(Mandate.SECRETARIAT)
    if form not in set(PaperForm):
        raise HTTPException(404)
    layout = layout_for(PaperForm(form), visit.today)
    return _word(standard_template(layout.form, layout.code), f"mau-{layout.code}.docx")


@router.get("/papers/templates/{template_id}.docx")
def uploaded_file(visit: VisitingNow, template_id: Key) -> Response:
    """A template that was uploaded, as it came."""
    visit.require(Mandate.SECRETARIAT)
    try:
        with visit.reading() as session:
            name, content = template_file(session, template_id)
    except BadInput as error:
        raise HTTPException(404) from error
    return _word(content, name)


def _word(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=WORD, headers=headers)


def _shown(visit: Visit, form: Form | None, status: int = 200, **said: object) -> Response:
    with visit.reading() as session:
        known = kept_templates(session)
    return page(
        visit,
        "papers/templates",
        status,
        form=form,
        forms=forms_offered(visit.workplace.settings),
        history=known,
        in_use={each.form: each for each in known if each.in_use},
        converts=program() is not None,
        **{"done": "", "faults": (), **said},
    )
