"""«Việc của tôi»: what somebody answers for, in order of urgency."""

from collections.abc import Sequence

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from dondoc.rendering.formats import quantity
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import record_each
from dondoc.services.boards.my_work.my_work import PAGE, MyWork, my_work
from dondoc.services.boards.my_work.query import WorkSection
from dondoc.store.database import written
from dondoc.web.reports.fields import new_nonce
from dondoc.web.site.bodies import TextFields
from dondoc.web.site.forms import Form
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import NoProgrammeError, Visit, Visiting
from models.programme import Programme
from models.rules.checkpoints import Act

router = Pages()

_DONE_NAMES = frozenset({Act.ACKNOWLEDGE.value, Act.ASK_EXTENSION.value, "acknowledged_all"})


@router.get("/work")
@quick
def work(visit: Visiting, p: int = 1, done: str = "", section: str = "") -> HTMLResponse:
    """A page of the list; `year` in the address shows another year's, `section` one alone."""
    only = next((work_section for work_section in WorkSection if work_section == section), None)
    with visit.programme() as (session, programme):
        work_page = my_work(session, programme, visit.viewer, visit.now, p, only)
    return page(
        visit,
        "boards/my_work",
        work=work_page,
        done_message=visit.tr(f"work.told.{done}") if done in _DONE_NAMES else "",
        link=lambda number: _link(work_page, number),
        here_again=_link(work_page, work_page.page),
        quantity=lambda value, unit: quantity(value, unit, visit.lang),
        new=[
            duty.checkpoint_row.ref for duty in work_page.duties if duty.is_new and duty.to_report
        ],
        nonce=new_nonce(),
    )


@router.post("/acknowledge")
def acknowledge_all(
    visit: Visiting, fields: TextFields, tasks: BackgroundTasks
) -> RedirectResponse:
    """Takes on what stood as new on the visitor's page: nothing that came since, and is unseen."""
    viewer = visit.viewer
    if viewer.programme_id is None:
        raise NoProgrammeError
    form = Form(fields, visit.tr)
    if form.text("act") != Act.ACKNOWLEDGE.value:
        raise HTTPException(400)
    refs = list(dict.fromkeys(form.all("ref")))[:PAGE]
    if not refs:
        return go(f"/work?year={viewer.year}")
    written(visit.workplace.engine, lambda session: _take_on(session, visit, refs))
    visit.wake_after(tasks)
    return go(f"/work?year={viewer.year}&done=acknowledged_all")


def _take_on(session: Session, visit: Visit, refs: Sequence[str]) -> None:
    programme = session.get_one(Programme, visit.viewer.programme_id)
    recorder = Recorder(session, visit.now, visit.workplace.evidence, programme.year)
    # Pressed twice, it was taken on meanwhile: that is refused, and nothing is lost by it.
    record_each(recorder, ActInput(Act.ACKNOWLEDGE, "", visit.viewer.code), dict.fromkeys(refs))


def _link(work_page: MyWork, number: int) -> str:
    only = f"&section={work_page.only}" if work_page.only else ""
    return f"/work?year={work_page.year}&p={number}{only}"
