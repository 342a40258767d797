"""Uploading a plan: what is wrong with it on its cells, what it would change, and loading it."""

from pathlib import Path
from typing import Any

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.errors import DondocError
from dondoc.services.boards.event_texts.counts import counts_in_words
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.office import check_office
from dondoc.services.history.plan_loads import plan_loads
from dondoc.services.organisation.mandates import holders_of
from dondoc.services.plan import uploads
from dondoc.services.plan.check.check import Checked
from dondoc.services.plan.load.changes import PlanDifference
from dondoc.services.plan.load.grounds import PLAN, plan_grounds
from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful
from dondoc.services.plan.write.marked_copy import mark_problems
from dondoc.store.database import reading
from dondoc.web.plan.answers import answers_of
from dondoc.web.plan.plan_view import checked_view, difference_view
from dondoc.web.plan.workbooks import only_who_may
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields, number_in, words_of
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from dondoc.web.site.workbooks import workbook
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()


@router.get("/plan")
def ask(visit: VisitingNow, done: str = "") -> HTMLResponse:
    """The form, a blank workbook, and the plan as it is now."""
    if not uploads.may_load(visit.viewer):
        return _told_who_may(visit)
    return _asked(visit, None, done=done)


def _told_who_may(visit: Visit) -> HTMLResponse:
    """Whose work it is, and whom to ask; an administrator also sees what is loaded.

    Not what stands in it: an administrator sees no unit's figures.
    """
    with visit.reading() as session:
        secretariat = holders_of(
            session, Mandate.SECRETARIAT, visit.viewer.programme_id, visit.today
        )
        seen = visit.viewer.has(Mandate.ADMINISTRATOR)
        loads = plan_loads(session) if seen else []
    return page(visit, "plan/who_may", 403, secretariat=secretariat, loads=loads)


def _asked(visit: Visit, form: Form | None, status: int = 200, done: str = "") -> HTMLResponse:
    with visit.reading() as session:
        loads = plan_loads(session)
    rows = [(load, counts_in_words(load.counts, visit.tr)) for load in loads]
    return page(visit, "plan/upload", status, form=form, done=done, loads=rows)


@router.post("/plan")
def upload(visit: VisitingNow, fields: EvidenceFields) -> Response:
    """Keeps the file and leads to what was found in it; nothing is loaded yet."""
    only_who_may(visit)
    form = Form(fields, visit.tr)
    files = form.files("file")
    if not files:
        form.fail("file", "plan_page.error.no_file")
    details = _upload_details(form)
    if not form.errors:
        stored_upload = form.attempt(
            lambda: uploads.keep(
                _folder(visit), visit.viewer, files[0].filename or "", files[0].file, details,
                visit.wall,
            ),
            "file",
        )  # fmt: skip
        if stored_upload is not None:
            return go(f"/plan/uploaded/{stored_upload.token}", visit)
    return _asked(visit, form, 422)


@router.get("/plan/uploaded/{token}")
def upload_page(visit: VisitingNow, token: str, complete: bool = False) -> HTMLResponse:
    """What is wrong with the file; or what loading it would change."""
    stored_upload = _upload_or_404(visit, token)
    if stored_upload.is_loaded:
        return _asked(visit, None, done="loaded_before")
    return _shown(visit, stored_upload, complete)


@router.get("/plan/uploaded/{token}/marked.xlsx")
def marked(visit: VisitingNow, token: str) -> Response:
    """A copy of the workbook with every problem marked at its cell."""
    stored_upload = _upload_or_404(visit, token)
    if stored_upload.is_loaded:
        raise HTTPException(404)
    checked = stored_upload.checked()
    if checked.workbook is None or not checked.problems:
        raise HTTPException(404)
    workbook_read, problems = checked.workbook, checked.problems
    return workbook(
        f"{Path(stored_upload.name).stem}-loi.xlsx",
        lambda target: mark_problems(
            stored_upload.path, workbook_read, problems, target, visit.tr, visit.lang
        ),
    )


@router.post("/plan/uploaded/{token}")
def load(visit: VisitingNow, token: str, fields: FormFields, tasks: BackgroundTasks) -> Response:
    """Loads the file, whole or not at all; whoever loads the first plan may load no other."""
    stored_upload = _upload_or_404(visit, token)
    if stored_upload.is_loaded:
        return go("/plan?done=loaded_before", visit)
    checked = stored_upload.checked()
    if checked.workbook is None and not stored_upload.path.exists():
        # loaded, or thrown away, before it could be read
        return go(f"/plan/uploaded/{token}", visit)
    form = Form(fields, visit.tr)
    complete, sure = form.has("complete"), answers_of(form)
    first = not visit.viewer.has(Mandate.SECRETARIAT)
    try:
        _apply(visit, stored_upload, checked, grounds_in(form), (complete, sure))
    except (PlanConflict, PlanDoubtful):
        return _shown(visit, stored_upload, complete, 409, sure=sure)
    except OutdatedError as error:
        if _upload_or_404(visit, token).is_loaded:  # by the first of two presses
            return go("/plan?done=loaded_before", visit)
        return _shown(visit, stored_upload, complete, 409, words_of(error, visit.tr), sure)
    uploads.note_loaded(stored_upload)
    visit.wake_after(tasks)
    return go("/office?done=first_load" if first else "/plan?done=loaded", visit)


def _apply(
    visit: Visit,
    stored_upload: uploads.Upload,
    checked: Checked,
    shown: str,
    answers: tuple[bool, frozenset[str]],
) -> None:
    """Loads it, if what the page showed still stands. `answers`: is it whole, and to doubts."""
    complete, sure = answers
    with visit.writing() as session:
        if checked.draft is not None:
            # What the page showed is compared without the answers that are sent with it.
            check_office(
                session,
                shown,
                lambda held: plan_grounds(
                    uploads.changes(held, visit.viewer, checked, visit.today, complete=complete)
                ),
                PLAN,
            )
        uploads.apply(
            session,
            visit.viewer,
            stored_upload,
            checked,
            visit.now,
            complete=complete,
            sure=sure,
        )


@router.post("/plan/uploaded/{token}/forget")
def forget(visit: VisitingNow, token: str) -> Response:
    """Throws the file away; one that is gone already is gone."""
    only_who_may(visit)
    stored_upload = uploads.find(_folder(visit), visit.viewer, token)
    if stored_upload is not None:
        uploads.forget(stored_upload)
    return go("/plan?done=forgotten", visit)


def _folder(visit: Visit) -> Path:
    return visit.workplace.settings.root / "uploads"


def _upload_or_404(visit: Visit, token: str) -> uploads.Upload:
    only_who_may(visit)
    stored_upload = uploads.find(_folder(visit), visit.viewer, token)
    if stored_upload is None:
        raise HTTPException(404)
    return stored_upload


def _upload_details(form: Form) -> uploads.UploadDetails:
    year = number_in(form.text("year"))
    if year is None and form.text("year"):
        form.fail("year", "plan_page.error.year", found=form.text("year"))
    return uploads.UploadDetails(
        year=year or None,
        unit=form.text("unit") or None,
        unit_name=form.text("unit_name") or None,
        kind=form.text("kind") or None,
    )


def _shown(
    visit: Visit,
    stored_upload: uploads.Upload,
    complete: bool,
    status: int = 200,
    why: str = "",
    sure: frozenset[str] = frozenset(),
) -> HTMLResponse:
    checked = stored_upload.checked()
    context: dict[str, Any] = {
        "upload": stored_upload,
        "complete": complete,
        "difference": None,
        "why": why,
    }
    context |= checked_view(checked, visit.tr)
    if checked.draft is not None:
        try:
            difference, plain = _differences(visit, checked, complete, sure)
            context["difference"] = difference_view(difference, visit.tr, visit.lang)
            context["grounds"] = as_text(plan_grounds(plain))
        except DondocError as error:
            context["why"], status = words_of(error, visit.tr), 422
    return page(visit, "plan/uploaded", status, **context)


def _differences(
    visit: Visit, checked: Checked, complete: bool, sure: frozenset[str]
) -> tuple[PlanDifference, PlanDifference]:
    """With the answers, and without any: that is what the grounds are taken from."""
    with reading(visit.workplace.engine) as session:
        plain = uploads.changes(session, visit.viewer, checked, visit.today, complete=complete)
        if not sure:
            return plain, plain
        answered = uploads.changes(
            session, visit.viewer, checked, visit.today, complete=complete, sure=sure
        )
        return answered, plain
