"""One's own file: everything that is kept about the visitor, and what they ask about it."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.evidence.store import path_of
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.personal_data.own_file.archive import archive, kept_words
from dondoc.services.personal_data.own_file.archive import as_text as value_text
from dondoc.services.personal_data.own_file.file import OwnFile, own_file
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.services.personal_data.queue import readable_request
from dondoc.services.personal_data.requests import (
    MAX_LETTERS,
    RequestInput,
    ask,
    asked_grounds,
    request_grounds,
    withdraw,
)
from dondoc.services.personal_data.terms import terms_on
from dondoc.services.reports.drafts import Draft
from dondoc.web.evaluation.officials import own_link
from dondoc.web.reach.settings_page import acting_on
from dondoc.web.reports.fields import FILE_LIMITS, uploads_in
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.person import Person
from models.report import EvidenceFile
from models.rules.file_requests import FileRequestKind
from models.rules.grounds import as_text

router = Pages()

_Doing = Callable[[SettingsChange], object]

LATEST = 10
"""Rows of a kind on the page; the file to take along has all of them."""
_DONE = ("asked", "withdrawn")
_FIELDS = {
    "file_request.error.no.wrong": "wrong",
    "file_request.error.no.why": "why",
}


@router.get("/me/file")
def show(visit: VisitingNow) -> HTMLResponse:
    """Everything that is kept about the visitor, kind by kind, and their requests."""
    return _page(visit, None)


@router.get("/me/file.zip")
def take_along(visit: VisitingNow) -> Response:
    """The whole file as an archive."""
    file = _read(visit)
    name = f"{visit.tr('personal_data.file_name')}-{file.code}.zip"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(archive(file, visit.tr), media_type="application/zip", headers=headers)


@router.post("/me/file")
def send(visit: VisitingNow, fields: EvidenceFields) -> Response:
    """Asks that something is corrected, restricted or deleted."""
    form = Form(fields, visit.tr)
    asked = _asked(form)
    if asked is not None and not form.errors:
        doing: _Doing = knowing(
            form,
            lambda session: asked_grounds(session, visit.viewer.person_id),
            ("file_requests",),
            lambda change: ask(change, asked, visit.workplace.evidence),
        )
        form.attempt(lambda: _record(visit, doing), "", _FIELDS)
    if form.errors:
        return _page(visit, form, 422)
    return go("/me/file?done=asked#requests", visit)


@router.post("/me/file/requests/{request_id}")
def take_back(visit: VisitingNow, request_id: Key, fields: FormFields) -> Response:
    """Takes back a request of one's own that nobody has answered."""
    form = Form(fields, visit.tr)
    with visit.reading() as session:
        request = readable_request(session, visit.viewer, request_id)
        if request is None or request.person_id != visit.viewer.person_id:
            raise HTTPException(404)
    doing: _Doing = knowing(
        form,
        lambda session: request_grounds(session, request_id),
        (f"file_request:{request_id}",),
        lambda change: withdraw(change, request_id),
    )
    act(visit, form, doing)
    if form.errors:
        return _page(visit, form, 422)
    return go("/me/file?done=withdrawn#requests", visit)


@router.get("/me/file/requests/{request_id}/evidence")
def evidence(visit: VisitingNow, request_id: Key) -> Response:
    """The file of a request, for the person and whoever answers; 404 for anybody else."""
    with visit.reading() as session:
        request = readable_request(session, visit.viewer, request_id)
        if request is None or request.evidence_id is None:
            raise HTTPException(404)
        kept = session.get_one(EvidenceFile, request.evidence_id)
        path, name = path_of(visit.workplace.evidence, kept.sha256), request.evidence_name
    if not path.is_file():
        raise HTTPException(404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(path.read_bytes(), media_type="application/octet-stream", headers=headers)


def _record(visit: Visit, doing: _Doing) -> None:
    with acting_on(visit, visit.viewer.code) as change:
        doing(change)


def _asked(form: Form) -> RequestInput | None:
    kinds = {each.value: each for each in FileRequestKind}
    abouts = {each.value: each for each in PersonalDataKind}
    kind, about = kinds.get(form.text("kind")), abouts.get(form.text("about"))
    wrong, why = form.needed("wrong"), form.needed("why")
    if kind is None:
        form.fail_empty("kind", "request_kind")
    if about is None:
        form.fail_empty("about", "request_about")
    files = uploads_in(form, Draft())
    if len(files) > 1:
        form.fail("files", "file_request.error.one_file")
    if kind is None or about is None:
        return None
    return RequestInput(kind, about, wrong, why, files[0] if files else None)


def _read(visit: Visit) -> OwnFile:
    with visit.reading() as session:
        person = session.get_one(Person, visit.viewer.person_id)
        return own_file(session, person, visit.now)


def _page(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    file, tr = _read(visit), visit.tr
    with visit.reading() as session:
        grounds = as_text(asked_grounds(session, visit.viewer.person_id))
    return page(
        visit,
        "personal_data/own_file",
        status,
        file=file,
        latest=LATEST,
        result=own_link(visit) if visit.viewer.year else None,
        requests=file.requests,
        grounds=grounds,
        stands={
            each.key: as_text({f"file_request:{each.key}": each.state.value})
            for each in file.requests
        },
        terms=terms_on(visit.today),
        kinds=[(each.value, tr(f"file_request.kind.{each}")) for each in FileRequestKind],
        abouts=[(each.value, tr(f"personal_data.kind.{each}")) for each in PersonalDataKind],
        shown=lambda value: value_text(value, tr, visit.lang),
        months_in_words=lambda months: kept_words(months, tr),
        most=MAX_LETTERS,
        form=form,
        done=done_message(visit.request, tr, "file_request", _DONE),
        **FILE_LIMITS,
    )
