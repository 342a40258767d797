"""«Việc của tôi»: what somebody answers for, in order of urgency."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.rendering.formats import quantity
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.overtaken import OVERTAKEN
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import record_each
from dondoc.services.boards.my_work.my_work import PAGE_SIZE, MyWork, my_work
from dondoc.services.boards.my_work.query import WorkSection
from dondoc.services.boards.my_work.stood_in_for import stood_in_for, work_in_place_of
from dondoc.services.meetings.follow_up import awaited_from
from dondoc.web.evaluation.officials import own_link, own_step_links
from dondoc.web.reports.fields import new_nonce
from dondoc.web.site.bodies import TextFields
from dondoc.web.site.caller import NoProgrammeError
from dondoc.web.site.forms import Form, words_of
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.lanes import quick
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.checkpoints import Act

router = Pages()

_TAKEN_ON = frozenset({"refusal.wrong_stage", OVERTAKEN})
_DONE_NAMES = frozenset({Act.ACKNOWLEDGE.value, Act.ASK_EXTENSION.value, "acknowledged_all"})


@router.get("/work")
@quick
def work(
    visit: Visiting, p: int = 1, done: str = "", section: str = "", of: str = ""
) -> HTMLResponse:
    """A page of the list; `year` in the address shows another year's, `section` one alone.

    `of`: the code of somebody whom the visitor stands in for.
    """
    return _shown(visit, p, done, section, of)


def _shown(
    visit: Visit,
    p: int = 1,
    done: str = "",
    section: str = "",
    of: str = "",
    refused: Sequence[tuple[str, DondocError]] = (),
) -> HTMLResponse:
    """`refused`: what could not be taken on, and why."""
    only = next((work_section for work_section in WorkSection if work_section == section), None)
    with visit.programme() as (session, programme):
        away = stood_in_for(session, visit.viewer)
        whose = next((person for person in away if person.code == of), None)
        if of and whose is None:
            raise HTTPException(404)
        work_page = (
            work_in_place_of(session, programme, visit.viewer, whose, visit.now, (p, only))
            if whose
            else my_work(session, programme, visit.viewer, visit.now, p, only)
        )
        concluded = 0 if whose else awaited_from(session, visit.viewer)
        steps = [] if whose else own_step_links(session, visit)
    return page(
        visit,
        "boards/my_work",
        409 if refused else 200,
        work=work_page, concluded=concluded, own=own_link(visit), new=_new_tasks(work_page),
        refused=[(ref, words_of(error, visit.tr)) for ref, error in refused],
        away=away, whose=whose, evaluation_steps=steps,
        done_message=visit.tr(f"work.told.{done}") if done in _DONE_NAMES else "",
        link=lambda number: _link(work_page, number, of),
        here_again=_link(work_page, work_page.page, of),
        quantity=lambda value, unit: quantity(value, unit, visit.lang),
        nonce=new_nonce(),
    )  # fmt: skip


def _new_tasks(work_page: MyWork) -> dict[str, str]:
    """What can be taken on: each checkpoint with its task as it is shown."""
    return {
        duty.checkpoint_row.ref: duty.checkpoint_row.task_shown
        for duty in work_page.duties
        if duty.is_new and duty.to_report
    }


@router.post("/acknowledge")
def acknowledge_all(visit: Visiting, fields: TextFields, tasks: BackgroundTasks) -> Response:
    """Takes on what stood as new on the visitor's page: nothing that came since, and is unseen."""
    viewer = visit.viewer
    if viewer.programme_id is None:
        raise NoProgrammeError
    form = Form(fields, visit.tr)
    if form.text("act") != Act.ACKNOWLEDGE.value:
        raise HTTPException(400)
    refs = list(dict.fromkeys(form.all("ref")))[:PAGE_SIZE]
    if not refs:
        return go(f"/work?year={viewer.year}")
    shown = {ref: grounds_in(form, ref) or None for ref in refs}
    refused = visit.written(lambda session: _take_on(session, visit, shown))
    visit.wake_after(tasks)
    if refused:
        return _shown(visit, refused=refused)
    return go(f"/work?year={viewer.year}&done=acknowledged_all")


def _take_on(
    session: Session, visit: Visit, shown: Mapping[str, str | None]
) -> list[tuple[str, DondocError]]:
    """What could not be taken on: withdrawn or changed meanwhile, or no longer the visitor's."""
    programme = visit.programme_in(session)
    recorder = Recorder(session, visit.now, visit.workplace.evidence, programme.year)
    act_input = ActInput(Act.ACKNOWLEDGE, "", visit.viewer.code)
    outcome = record_each(recorder, act_input, shown)
    # Pressed twice, it was taken on meanwhile: that is refused, and nothing is lost by it.
    return [(ref, error) for ref, error in outcome.refused if error.key not in _TAKEN_ON]


def _link(work_page: MyWork, number: int, of: str) -> str:
    only = f"&section={work_page.only}" if work_page.only else ""
    whose = f"&of={quote(of)}" if of else ""
    return f"/work?year={work_page.year}&p={number}{only}{whose}"
