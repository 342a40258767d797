"""Lists that people keep under a name: their own only."""

from urllib.parse import urlencode

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.boards.saved_views import (
    address_of,
    delete_view,
    own_view,
    plain_name,
    rename_view,
    save_view,
    views_grounds,
    views_of,
)
from dondoc.services.grounds.office import check_office
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.grounds import Grounds, as_text

router = Pages()

_DONE = {"saved", "renamed", "deleted"}


@router.get("/views")
def views(visit: Visiting) -> HTMLResponse:
    """The visitor's views, to open, rename and delete."""
    return _shown(visit, None, "")


@router.post("/views")
def save(visit: Visiting, fields: FormFields) -> Response:
    """Keeps a list under a name, and goes back to it."""
    form = Form(fields, visit.tr)
    with visit.writing() as session:
        saved_view = form.attempt(
            lambda: save_view(
                session,
                visit.viewer.person_id,
                form.text("page"),
                form.text("name"),
                form.text("query"),
            ),
            "name",
        )
        if saved_view is not None:
            return go(f"/views?{urlencode({'done': 'saved'})}", visit)
    return _shown(visit, form, form.text("name"), 422)


@router.post("/views/{view_id}")
def change(view_id: int, visit: Visiting, fields: FormFields) -> Response:
    """Renames or deletes a view of the visitor's own."""
    form = Form(fields, visit.tr)

    def named(session: Session) -> Grounds:
        return views_grounds(session, visit.viewer.person_id)

    with visit.writing() as session:
        view = own_view(session, visit.viewer.person_id, view_id)
        if view is None and form.text("act") == "delete":
            # Pressed twice, or in another window: it is gone.
            return go("/views?done=deleted", visit)
        if view is None:
            raise HTTPException(404)
        if form.text("act") != "delete" and view.name == plain_name(form.text("name")):
            return go("/views?done=renamed", visit)  # pressed twice: it is called so already
        form.attempt(lambda: check_office(session, grounds_in(form), named, (f"view:{view_id}",)))
        if form.errors:
            return _shown(visit, form, form.text("name"), 422)
        if form.text("act") == "delete":
            delete_view(session, view)
            return go("/views?done=deleted", visit)
        name = f"name-{view_id}"
        form.attempt(lambda: rename_view(session, view, form.text("name")), name)
        if not form.errors:
            return go("/views?done=renamed", visit)
    return _shown(visit, form, form.text("name"), 422)


def _shown(visit: Visit, form: Form | None, typed: str, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        saved_views = views_of(session, visit.viewer.person_id)
        text = as_text(views_grounds(session, visit.viewer.person_id))
    done = visit.request.query_params.get("done", "")
    return page(
        visit,
        "boards/saved_views",
        status,
        form=form,
        typed=typed,
        grounds=text,
        done=done if done in _DONE else "",
        views=[(view, address_of(view)) for view in saved_views],
    )
