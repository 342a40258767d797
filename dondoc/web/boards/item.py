"""An item: what is asked, where it stands and why, what happened, and what one may do now."""

from fastapi import HTTPException
from fastapi.responses import Response

from dondoc.exports.charts.trajectory import trajectory
from dondoc.services.boards.comments import comment, may_comment
from dondoc.services.boards.item import ItemPage, item_page
from dondoc.services.boards.item_why import happened, why
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reports.of_item import damaged_files
from dondoc.services.work.roles import roles_of
from dondoc.services.work.visible_assignment import visible_assignment
from dondoc.web.site.charts import ShownChart, shown_chart
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.acts import FILERS
from models.rules.checkpoints import Act
from models.rules.stages import Standing

router = Pages()

_DONE = frozenset({"commented", "nudged"})


@router.get("/items/{year}/{ref:path}")
@quick
def item(visit: Visiting, year: int, ref: str, done: str = "") -> Response:
    """An assignment; with a label behind the slash, one of its checkpoints in the first place."""
    return _show(visit, ref, done=done)


@router.post("/comment/{year}/{ref:path}")
def add_comment(visit: Visiting, year: int, ref: str, fields: FormFields) -> Response:
    """Adds a comment to an item."""
    form = Form(fields, visit.tr)
    with visit.writing() as session:
        programme = visit.programme_in(session)
        assignment = visible_assignment(session, programme, visit.viewer, ref)
        if assignment is None:
            raise HTTPException(404)
        roles = roles_of(session, visit.viewer.person_id, assignment, visit.today)
        if not may_comment(visit.viewer, assignment, roles):
            raise HTTPException(403)
        text_at = (form.text("text"), visit.now)
        form.attempt(lambda: comment(session, visit.viewer, assignment, roles, text_at), "text")
    if form.errors:
        return _show(visit, ref, form, status=422)
    return go(f"/items/{year}/{ref}?done=commented#comments")


@router.get("/why/{year}/{ref:path}")
@quick
def reminders(visit: Visiting, year: int, ref: str) -> Response:
    """Why a checkpoint's reminders are what they are, and when the next one comes."""
    with visit.programme() as (session, programme):
        assignment = visible_assignment(session, programme, visit.viewer, ref)
        if assignment is None or "/" not in ref:
            raise HTTPException(404)
        if not visit.viewer.may_see_unit(assignment.unit_id) and not roles_of(
            session, visit.viewer.person_id, assignment, visit.today
        ):
            raise HTTPException(403)
        explanation = explain_item(session, programme, ref, visit.now)
    return page(visit, "boards/item_reminders", explanation=explanation, year=year)


def _show(
    visit: Visit, ref: str, form: Form | None = None, done: str = "", status: int = 200
) -> Response:
    with visit.programme() as (session, programme):
        item_shown = item_page(session, programme, visit.viewer, ref, visit.now)
    if item_shown is None:
        raise HTTPException(404)
    return page(
        visit,
        "boards/item",
        status,
        item_page=item_shown,
        year=programme.year,
        why=why(item_shown, item_shown.focus, visit.today, visit.lang),
        history=happened(item_shown, visit.lang),
        chart=_chart(visit, item_shown),
        damaged=damaged_files(visit.workplace.evidence, item_shown.reports),
        form=form,
        done=_done_message(visit, done),
        may_report_cause=item_shown.focus.standing is Standing.LIVE
        and bool(item_shown.roles & FILERS),
    )


def _done_message(visit: Visit, done: str) -> str:
    """What happens next after an act that led back here; '' for anything else in the address."""
    if done in _DONE:
        return visit.tr(f"item.done.{done}")
    if done in {act.value for act in Act}:
        return visit.tr("item.done.act", act=visit.tr(f"act.{done}"))
    return ""


def _chart(visit: Visit, item_shown: ItemPage) -> ShownChart | None:
    if item_shown.roadmap is None:
        return None
    return shown_chart(trajectory(item_shown.roadmap, item_shown.view.unit_of_measure, visit.lang))
