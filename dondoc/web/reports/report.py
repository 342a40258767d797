"""Reporting: the form, its draft, and what becomes of what was sent."""

from urllib.parse import quote

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlmodel import Session

from dondoc.services.reports.form_context import FormContext, find_form_context
from dondoc.web.reports.pages import Reporting, show, state_answer
from dondoc.web.reports.take import autosave, take
from dondoc.web.site.bodies import EvidenceFields, TextFields
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.acts import FILERS

router = Pages()


@router.get("/report/{year}/{ref:path}")
@quick
def ask(year: int, ref: str, visit: Visiting, done: str = "") -> HTMLResponse:
    """The form of one screen; after sending: what happens next and when."""
    with visit.programme() as (session, _):
        return show(
            session, _reporting(visit, year, _form_context_or_404(session, visit, ref)), done
        )


@router.post("/report/{year}/{ref:path}")
def send(
    year: int, ref: str, visit: Visiting, fields: EvidenceFields, tasks: BackgroundTasks
) -> Response:
    """Keeps the draft and the files; records a report or an interim update."""
    return take(_reporting(visit, year, _form_context(visit, ref)), fields, tasks)


@router.post("/draft/{year}/{ref:path}")
def keep(year: int, ref: str, visit: Visiting, fields: TextFields) -> JSONResponse:
    """Keeps what is typed, for a script that sends it while one types."""
    return autosave(_reporting(visit, year, _form_context(visit, ref)), fields)


@router.get("/items-state/{year}/{ref:path}")
@quick
def state(year: int, ref: str, visit: Visiting) -> JSONResponse:
    """Where a checkpoint stands, as JSON with the words for a page that waits."""
    return state_answer(_form_context(visit, ref), visit.lang)


def _form_context(visit: Visit, ref: str) -> FormContext:
    """The checkpoint; 404 for one that the visitor may not see."""
    with visit.programme() as (session, _):
        return _form_context_or_404(session, visit, ref)


def _form_context_or_404(session: Session, visit: Visit, ref: str) -> FormContext:
    """The same within a reading that goes on."""
    context = find_form_context(session, visit.viewer, ref, visit.now)
    if context is None:
        raise HTTPException(404)
    return context


def _reporting(visit: Visit, year: int, form_context: FormContext) -> Reporting:
    """The visitor at the form; 403 for who may look and not file."""
    if not form_context.roles & FILERS:
        raise HTTPException(403)
    address = f"{year}/{quote(form_context.ref, safe='@/')}"

    def render(name: str, status: int, **context: object) -> HTMLResponse:
        return page(visit, name, status, **context)

    return Reporting(
        admitted=visit,
        render=render,
        form_context=form_context,
        person_id=visit.viewer.person_id,
        code=visit.viewer.code,
        lang=visit.lang,
        now=visit.now,
        here=f"/report/{address}",
        autosave=f"/draft/{address}",
        watch=f"/items-state/{address}",
        viewer=visit.viewer,
    )
