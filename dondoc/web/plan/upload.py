"""Uploading a plan: what is wrong with it on its cells, what it would change, and loading it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.errors import DondocError
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.office import check_office
from dondoc.services.plan import uploads
from dondoc.services.plan.check.check import Checked
from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.changes import PlanDifference
from dondoc.services.plan.load.grounds import PLAN, plan_grounds
from dondoc.services.plan.load.load import PlanConflict, PlanDoubtful
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.plan.write.marked_copy import mark_problems
from dondoc.services.plan.write.workbook import write_plan
from dondoc.store.database import reading
from dondoc.web.plan.plan_view import checked_view, difference_view
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields, number_in, words_of
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.grounds import as_text

router = Pages()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/plan")
def ask(visit: VisitingNow, done: str = "") -> HTMLResponse:
    """The form, a blank workbook, and the plan as it is now."""
    _only_who_may(visit)
    return page(visit, "plan/upload", form=None, done=done)


@router.post("/plan")
def upload(visit: VisitingNow, fields: EvidenceFields) -> Response:
    """Keeps the file and leads to what was found in it; nothing is loaded yet."""
    _only_who_may(visit)
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
            return go(f"/plan/uploaded/{stored_upload.token}")
    return page(visit, "plan/upload", 422, form=form, done="")


@router.get("/plan/template.xlsx")
def template(visit: VisitingNow) -> Response:
    """A blank workbook."""
    _only_who_may(visit)
    return _workbook(visit, None, "so-ke-hoach.xlsx")


@router.get("/plan/export.xlsx")
def export(visit: VisitingNow) -> Response:
    """The plan of the year shown as it is now, to be changed and uploaded again."""
    _only_who_may(visit)
    with visit.programme_shown() as (session, programme):
        draft = draft_of(session, programme, visit.today)
    return _workbook(visit, draft, f"ke-hoach-{programme.year}.xlsx")


@router.get("/plan/next-year.xlsx")
def next_year(visit: VisitingNow) -> Response:
    """The plan of the year shown as a first draft of the next year's."""
    _only_who_may(visit)
    with visit.programme_shown() as (session, programme):
        draft = next_year_draft(session, programme, visit.today)
    return _workbook(visit, draft, f"du-thao-{draft.programme.year}.xlsx")


@router.get("/plan/uploaded/{token}")
def upload_page(visit: VisitingNow, token: str, complete: bool = False) -> HTMLResponse:
    """What is wrong with the file; or what loading it would change."""
    stored_upload = _upload_or_404(visit, token)
    return _shown(visit, stored_upload, complete)


@router.get("/plan/uploaded/{token}/marked.xlsx")
def marked(visit: VisitingNow, token: str) -> Response:
    """A copy of the workbook with every problem marked at its cell."""
    stored_upload = _upload_or_404(visit, token)
    checked = stored_upload.checked()
    if checked.workbook is None or not checked.problems:
        raise HTTPException(404)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "marked.xlsx"
        mark_problems(
            stored_upload.path, checked.workbook, checked.problems, target, visit.tr, visit.lang
        )
        return _download(target.read_bytes(), f"{Path(stored_upload.name).stem}-loi.xlsx")


@router.post("/plan/uploaded/{token}")
def load(visit: VisitingNow, token: str, fields: FormFields, tasks: BackgroundTasks) -> Response:
    """Loads the file, whole or not at all."""
    stored_upload = _upload_or_404(visit, token)
    form, checked = Form(fields, visit.tr), stored_upload.checked()
    complete, sure = form.has("complete"), _sure(form)
    try:
        with visit.writing() as session:
            if checked.draft is not None:
                # What the page showed is compared without the answers that are sent with it.
                difference = uploads.changes(
                    session, visit.viewer, checked, visit.today, complete=complete
                )
                check_office(session, grounds_in(form), lambda _: plan_grounds(difference), PLAN)
            uploads.apply(
                session,
                visit.viewer,
                stored_upload,
                checked,
                visit.now,
                complete=complete,
                sure=sure,
            )
    except (PlanConflict, PlanDoubtful):
        return _shown(visit, stored_upload, complete, 409, sure=sure)
    except OutdatedError as error:
        return _shown(visit, stored_upload, complete, 409, words_of(error, visit.tr), sure)
    uploads.forget(stored_upload)
    visit.wake_after(tasks)
    return go("/plan?done=loaded")


@router.post("/plan/uploaded/{token}/forget")
def forget(visit: VisitingNow, token: str) -> Response:
    """Throws the file away."""
    uploads.forget(_upload_or_404(visit, token))
    return go("/plan?done=forgotten")


def _sure(form: Form) -> frozenset[str]:
    """The answers to what is asked about: a field for each doubt."""
    return frozenset(form.text(name) for name in form.data if name.startswith("sure-"))


def _only_who_may(visit: Visit) -> None:
    if not uploads.may_load(visit.viewer):
        raise HTTPException(403)


def _folder(visit: Visit) -> Path:
    return visit.workplace.settings.root / "uploads"


def _upload_or_404(visit: Visit, token: str) -> uploads.Upload:
    _only_who_may(visit)
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


def _workbook(visit: Visit, draft: Any, name: str) -> Response:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "plan.xlsx"
        write_plan(draft, target, visit.lang)
        return _download(target.read_bytes(), name)


def _download(content: bytes, name: str) -> Response:
    plain = name.encode("ascii", "ignore").decode().replace('"', "") or "plan.xlsx"
    return Response(
        content,
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{plain}"'},
    )
