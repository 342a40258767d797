"""The verification queue, and what is decided on one report."""

from dataclasses import replace

from fastapi import BackgroundTasks, HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_A_FORM
from dondoc.services.acts.sent_again import recorded_before
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.verification.case import Case, open_case
from dondoc.services.verification.claims import claims
from dondoc.services.verification.queues import Queue, places, size
from dondoc.web.site.bodies import TextFields
from dondoc.web.site.forms import Form
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.lanes import quick
from dondoc.web.site.lists_of_names import page_shown, pages_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from dondoc.web.verification import queues
from dondoc.web.verification.case_page import acts_offered, case_page
from dondoc.web.verification.common import QueueVisit, arrive, recorder_of, say_moved_on, shared
from dondoc.web.verification.names import hint_words
from models.rules.checkpoints import Act

router = Pages()
router.routes.extend(queues.router.routes)


@router.get("/verify")
@quick
def queue(visit: Visiting) -> HTMLResponse:
    """Reports that wait, the oldest first."""
    at = arrive(visit, Queue.REPORTS)
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        total = size(scope, Queue.REPORTS, at.only)
        number = page_shown(at.query.page, total)
        ids = [place.checkpoint_id for place in places(scope, Queue.REPORTS, at.only, number)]
        rows = rows_of(scope, ids)
        waiting_reasons = claims(scope, rows)
        return page(
            visit,
            "verification/queue",
            rows=[(row, waiting_reasons.get(row.checkpoint_id)) for row in rows],
            hint_words=lambda report_hint: hint_words(report_hint, visit.lang),
            total=total,
            number=number,
            pages=pages_of(total),
            **shared(at, scope, Queue.REPORTS),
        )


@router.get("/verify/{year}/{ref:path}")
@quick
def report_page(visit: Visiting, year: int, ref: str) -> HTMLResponse:
    """A report with everything that is needed to judge it."""
    return case_page(arrive(visit, Queue.REPORTS), ref, None)


@router.post("/verify/{year}/{ref:path}")
def judge(
    visit: Visiting, year: int, ref: str, fields: TextFields, tasks: BackgroundTasks
) -> Response:
    """Records what was decided, and goes on to the next report of the queue."""
    form = Form(fields, visit.tr)
    at = arrive(visit, Queue.REPORTS, form)
    case = _opened(at, ref)
    if (before := _pressed_twice(at, case, form)) is not None:
        return go(_next(at, year, case.page.focus.ref, before), visit)
    act = next((act for act in acts_offered(case) if act.value == form.text("act")), None)
    if act is None:
        say_moved_on(at, case, form)
        return case_page(at, ref, form, 422)
    act_input = _act_input(at, case, act, form)
    if not form.errors:
        with visit.writing() as session:
            form.attempt(
                lambda: recorder_of(visit, session, year).record(act_input),
                _FIELD[act],
                _places(act),
            )
    if form.errors:
        return case_page(at, ref, form, 422)
    visit.wake_after(tasks)
    return go(_next(at, year, case.page.focus.ref, act), visit)


def _pressed_twice(at: QueueVisit, case: Case, form: Form) -> Act | None:
    """The act that this very form recorded already; it may be offered no more."""
    act = next((act for act in _FIELD if act.value == form.text("act")), None)
    if act is None:
        return None
    with at.visit.reading() as session:
        key = at.key(form, act.value, case.page.focus.ref)
        return act if recorded_before(session, key) else None


_FIELD = {
    Act.VERIFY: "",
    Act.EVALUATE: "",
    Act.RETURN: "return_reason",
    Act.CORRECT: "correct_reason",
}
"""Where a refusal is told: most often a reason is missing."""


def _places(act: Act) -> dict[str, str]:
    """The fields of the form by which a refusal is mended, by its key."""
    reason = _FIELD[act] or "correct_reason"
    places = {
        key: reason if field == "reason" else field
        for key, field in FIELDS_OF_A_FORM.items()
        if field in _FIELDS
    }
    return places | {"refusal.was_it_there": "confirmed"}


_FIELDS = frozenset({"reason", "value", "quality", "new_due_on"})


def _act_input(at: QueueVisit, case: Case, act: Act, form: Form) -> ActInput:
    """The act as typed; what is wrong with it is in `form.errors` afterwards.

    Verifying another value than the reported one is the same act with a value and a reason.
    """
    act_input = ActInput(
        act=act,
        ref=case.page.focus.ref,
        by=at.visit.viewer.code,
        request_key=at.key(form, act.value, case.page.focus.ref),
        grounds_shown=grounds_in(form),
    )
    if act is Act.RETURN:
        reason = form.needed("return_reason")
        return replace(act_input, reason=reason, new_due_on=form.day("new_due_on"))
    if act is Act.EVALUATE:
        return replace(act_input, reason=form.text("evaluate_reason"))
    act_input = replace(
        act_input,
        quality=form.amount("quality"),
        objective_cause=False if form.has("mark_off") else None,
        narrative=form.text("note"),
    )
    if act is Act.VERIFY and not form.has("changed"):
        return act_input
    act_input = replace(
        act_input, reason=form.needed("correct_reason"), confirmed=form.has("confirmed")
    )
    if case.page.focus.is_product:
        return replace(act_input, delivered=form.text("delivered") == "yes")
    if case.page.is_computed:
        return act_input
    form.needed("value")
    return replace(act_input, value=form.amount("value"))


def _next(at: QueueVisit, year: int, ref: str, act: Act) -> str:
    """The oldest report that still waits behind this one, or else the first, or the queue."""
    with at.visit.programme() as (session, programme):
        scope = open_scope(session, programme, at.visit.viewer)
        waiting = places(scope, Queue.REPORTS, at.only)
    position = at.query.number("page", 1_000_000)  # where it stood when it was opened
    parameters = {"done": act.value, "was": ref}
    if not waiting:
        return at.query.link(**parameters)
    rank = min((position or 1) - 1, len(waiting) - 1)
    return at.case(year, waiting[rank].ref, **parameters)


def _opened(at: QueueVisit, ref: str) -> Case:
    with at.visit.programme() as (session, programme):
        case = open_case(session, programme, at.visit.viewer, ref, at.visit.now)
    if case is None:
        raise HTTPException(404)
    return case
