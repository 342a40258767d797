"""The page of one report: what it says, what is remarkable, and what may be done to it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse

from dondoc.exports.charts.trajectory import trajectory
from dondoc.services.reports.of_item import damaged_files
from dondoc.services.verification.case import Case, open_case
from dondoc.services.verification.queues import Queue, QueueRow, neighbours, places
from dondoc.services.work.checkpoint_view import CheckpointView
from dondoc.web.site.charts import ShownChart, shown_chart
from dondoc.web.site.forms import Form
from dondoc.web.site.grounds import note_changes
from dondoc.web.site.pages import page
from dondoc.web.site.visit import Visit
from dondoc.web.verification.common import QueueVisit, shared
from dondoc.web.verification.names import hint_words
from models.rules.checkpoints import Act
from models.rules.stages import Stage, Standing

_OFFERED = {
    Stage.REPORTED: (Act.VERIFY, Act.RETURN),
    Stage.VERIFIED: (Act.CORRECT, Act.EVALUATE),
    Stage.EVALUATED: (Act.CORRECT,),
}
"""What is done to a report here; everything else is on the page of its item."""


def case_page(at: QueueVisit, ref: str, form: Form | None, status: int = 200) -> HTMLResponse:
    """The page, as it stands now. `form`: what was typed and could not be recorded."""
    visit = at.visit
    with visit.programme() as (session, programme):
        case = open_case(session, programme, visit.viewer, ref, visit.now)
        if case is None:
            raise HTTPException(404)
        waiting = places(case.scope, Queue.REPORTS, at.only)
        shown = shared(at, case.scope, Queue.REPORTS)
    if form is not None:
        note_changes(form, _act_in(form), case.page.focus.seen)
    return page(
        visit,
        "verification/case",
        status,
        case=case,
        damaged=damaged_files(visit.workplace.evidence, case.page.reports),
        item_page=case.page,
        view=case.page.focus,
        before_product=_product_before(case),
        before_value=_value_before(case),
        acts=[act.value for act in acts_offered(case)],
        hints=[hint_words(hint, visit.lang) for hint in case.claimed.hints] if case.claimed else [],
        chart=_chart(case, visit),
        form=form,
        **_place_in_queue(at, programme.year, waiting, case.page.focus.ref),
        **shown,
    )


def _chart(case: Case, visit: Visit) -> ShownChart | None:
    if case.page.roadmap is None:
        return None
    measure = case.page.view.unit_of_measure
    return shown_chart(trajectory(case.page.roadmap, measure, visit.lang))


def _place_in_queue(at: QueueVisit, year: int, waiting: list[QueueRow], ref: str) -> dict[str, Any]:
    """How many wait, which of them this one is, and the addresses of those beside it."""
    before, after = neighbours(waiting, ref)
    return {
        "waiting": len(waiting),
        "rank": next((n for n, row in enumerate(waiting, 1) if row.ref == ref), None),
        "before": at.case(year, before) if before else "",
        "after": at.case(year, after) if after else "",
    }


def acts_offered(case: Case) -> tuple[Act, ...]:
    """What the viewer may do to a report here, as it stands."""
    if case.own:
        return ()
    offered = _OFFERED.get(case.page.focus.stage, ())
    return tuple(act for act in offered if act in case.page.focus.acts)


def _act_in(form: Form) -> Act | None:
    here = (act for acts in _OFFERED.values() for act in acts)
    return next((act for act in here if act.value == form.text("act")), None)


def _product_before(case: Case) -> CheckpointView | None:
    """The step before a product's, which says whether it was delivered."""
    return next(_steps_before(case), None) if case.page.focus.is_product else None


def _value_before(case: Case) -> Decimal | None:
    """The last number before this checkpoint's, also where nothing was reported on it."""
    if case.claimed is not None:
        return case.claimed.claim.before
    values = (step.value for step in _steps_before(case))
    return next((value for value in values if value is not None), None)


def _steps_before(case: Case) -> Iterator[CheckpointView]:
    """What fell due earlier and still counts, the latest first."""
    due_on = case.page.focus.due_on
    live = [step for step in case.page.checkpoints if step.standing is Standing.LIVE]
    earlier = [step for step in live if step.due_on < due_on]
    yield from sorted(earlier, key=lambda step: step.due_on, reverse=True)
