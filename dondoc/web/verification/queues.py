"""Lists for deciding many: requests for an extension, silence, and results to be evaluated."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import BackgroundTasks
from fastapi.responses import HTMLResponse, Response

from dondoc.i18n import Translate
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.fields_of_refusals import FIELDS_OF_A_FORM
from dondoc.services.acts.record_many import BulkOutcome, record_each
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import BoardQuestion, open_scope
from dondoc.services.evaluation.decisions.office_waiting import RoundWaiting, rounds_waiting
from dondoc.services.evaluation.people.periods import period_in_words, short_name
from dondoc.services.extensions.requests import requests
from dondoc.services.verification.causes_waiting import causes_waiting
from dondoc.services.verification.expected_grades import graded
from dondoc.services.verification.last_updates import last_updates
from dondoc.services.verification.queues import (
    Queue,
    QueueRow,
    QueueUnits,
    left_to_others,
    places,
    size,
)
from dondoc.services.work.grounds import grounds_texts
from dondoc.web.site.bodies import TextFields
from dondoc.web.site.forms import NOWHERE, Form, words_of
from dondoc.web.site.grounds import grounds_in, note_changes
from dondoc.web.site.lists_of_names import page_shown, pages_of
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visiting
from dondoc.web.verification.common import QueueVisit, arrive, recorder_of, shared
from models.rules.checkpoints import Act

router = Pages()

MAX_AT_ONCE = 50
"""As many as stand on a page."""
EVERY = ("*",)
"""Chosen is everything on the page."""


@router.get("/verify/extensions")
def extensions(visit: Visiting) -> HTMLResponse:
    """Requests to decide on: grant by a new date, or refuse with a reason."""
    return _list(arrive(visit, Queue.EXTENSIONS), Queue.EXTENSIONS)


@router.post("/verify/extensions")
def decide(visit: Visiting, fields: TextFields, tasks: BackgroundTasks) -> Response:
    """Grants or refuses one request."""
    form = Form(fields, visit.tr)
    at = arrive(visit, Queue.EXTENSIONS, form)
    ref, grants = form.needed("ref"), form.text("act") == Act.CHANGE_DUE.value
    act_input = ActInput(
        act=Act.CHANGE_DUE if grants else Act.REFUSE_EXTENSION,
        ref=ref,
        by=visit.viewer.code,
        reason=form.needed("reason"),
        new_due_on=form.day("new_due_on") if grants and form.needed("new_due_on") else None,
        request_key=at.key(form),
        grounds_shown=grounds_in(form),
    )
    if not form.errors:
        with visit.writing() as session:
            form.attempt(
                lambda: recorder_of(visit, session, visit.viewer.year).record(act_input),
                "reason",
                FIELDS_OF_A_FORM if grants else NOWHERE,
            )
    if form.errors:
        return _list(at, Queue.EXTENSIONS, form, status=422)
    visit.wake_after(tasks)
    return go(at.query.link(done=act_input.act.value, was=ref), visit)


@router.get("/verify/causes")
def causes(visit: Visiting) -> HTMLResponse:
    """Objective causes to confirm or refuse; the answers go to `/cause`."""
    return _list(arrive(visit, Queue.CAUSES), Queue.CAUSES)


@router.get("/verify/silent")
def silence(visit: Visiting) -> HTMLResponse:
    """Checkpoints that nobody reported by the cut-off."""
    return _list(arrive(visit, Queue.SILENT), Queue.SILENT)


@router.post("/verify/silent")
def record_silence(visit: Visiting, fields: TextFields, tasks: BackgroundTasks) -> Response:
    """Records that nothing was reported, once it was shown what that does."""
    return _act_on_several(visit, fields, tasks, (Queue.SILENT, Act.NOT_REPORTED))


@router.get("/verify/results")
def results(visit: Visiting) -> HTMLResponse:
    """Verified results with the grade that the rule set would give."""
    return _list(arrive(visit, Queue.RESULTS), Queue.RESULTS)


@router.post("/verify/results")
def evaluate(visit: Visiting, fields: TextFields, tasks: BackgroundTasks) -> Response:
    """Evaluates one or many, once it was shown what that does."""
    return _act_on_several(visit, fields, tasks, (Queue.RESULTS, Act.EVALUATE))


def _act_on_several(
    visit: Visiting, fields: TextFields, tasks: BackgroundTasks, what: tuple[Queue, Act]
) -> Response:
    """First shows what was chosen; with `sure` it is recorded, each by itself."""
    form, (queue, act) = Form(fields, visit.tr), what
    at = arrive(visit, queue, form)
    if form.has("all"):
        return _list(at, queue, form, chosen=EVERY)
    refs = list(dict.fromkeys(form.all("ref")))[:MAX_AT_ONCE]
    if not refs:
        form.fail("ref", "verify.error.none_chosen")
        return _list(at, queue, form, status=422)
    if not form.has("sure"):
        return _list(at, queue, form, chosen=refs)
    outcome = _record_each(at, form, act, refs)
    if outcome.done:
        visit.wake_after(tasks)
    if not outcome.refused:
        named = {"was": outcome.done[0]} if len(outcome.done) == 1 else {"count": len(outcome.done)}
        return go(at.query.link(done=act.value, **named), visit)
    return _list(at, queue, form, outcome=outcome, status=409)


def _record_each(at: QueueVisit, form: Form, act: Act, refs: Sequence[str]) -> BulkOutcome:
    visit = at.visit
    act_input = ActInput(
        act=act,
        ref="",
        by=visit.viewer.code,
        reason=form.text("reason"),
        request_key=at.key(form),
    )
    grounds_shown = {ref: grounds_in(form, ref) for ref in refs}
    return visit.written(
        lambda session: record_each(
            recorder_of(visit, session, visit.viewer.year), act_input, grounds_shown
        )
    )


def _list(
    at: QueueVisit,
    queue: Queue,
    form: Form | None = None,
    *,
    chosen: Sequence[str] | None = None,
    outcome: BulkOutcome | None = None,
    status: int = 200,
) -> HTMLResponse:
    """`chosen`: shown by themselves, to be confirmed. `outcome`: some were refused."""
    visit = at.visit
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        total = size(scope, queue, at.only)
        number = page_shown(at.query.page, total)
        still, gone = _still_waiting(scope, queue, at.only, chosen)
        queue_rows = still or places(scope, queue, at.only, number)
        ids = [queue_row.checkpoint_id for queue_row in queue_rows]
        grounds = grounds_texts(session, scope.frame, ids)
        if form is not None and queue is Queue.EXTENSIONS:
            _note_changes(form, {row.ref: grounds[row.checkpoint_id] for row in queue_rows})
        return page(
            visit,
            f"verification/{queue.value}",
            status,
            rows=_rows(scope, queue, ids),
            updates=last_updates(session, ids) if queue is Queue.SILENT else {},
            grounds=grounds,
            total=total,
            left=left_to_others(scope, queue, at.only),
            number=number,
            pages=pages_of(total),
            form=form,
            chosen=chosen if still or chosen is EVERY else None,
            gone=gone,
            **_outcome_shown(outcome, visit.tr) | _rounds(scope, queue, visit.tr),
            **shared(at, scope, queue),
        )


def _rounds(scope: BoardQuestion, queue: Queue, tr: Translate) -> dict[str, Any]:
    """Rounds in which people are to be decided again, or wait for an answer; with the results."""
    waiting: Sequence[RoundWaiting] = ()
    if queue is Queue.RESULTS:
        waiting = rounds_waiting(scope.session, scope.programme.key, scope.today)
    return {
        "by_decision": scope.frame.rules.by_decision,
        "rounds": waiting,
        "named": lambda period: period_in_words(period, tr),
        "short": short_name,
    }


def _outcome_shown(outcome: BulkOutcome | None, tr: Translate) -> dict[str, Any]:
    refused = outcome.refused if outcome else ()
    return {
        "refused": [(ref, words_of(why, tr)) for ref, why in refused],
        "recorded": outcome.done if outcome else (),
    }


def _still_waiting(
    scope: BoardQuestion, queue: Queue, only: QueueUnits, chosen: Sequence[str] | None
) -> tuple[list[QueueRow], tuple[str, ...]]:
    """What was chosen, wherever it stands by now, and what has left the queue meanwhile.

    A colleague who records the page before moves all others up by a page. Nothing where nothing
    was chosen by itself.
    """
    if chosen is None or chosen is EVERY:
        return [], ()
    still = [row for row in places(scope, queue, only) if row.ref in chosen]
    waiting = {row.ref for row in still}
    return still, tuple(ref for ref in chosen if ref not in waiting)


def _note_changes(form: Form, grounds_by_ref: Mapping[str, str]) -> None:
    """Of the one request that was decided on, where it still waits."""
    act = next(
        (decision for decision in _DECISIONS if decision.value == form.text("act")),
        Act.REFUSE_EXTENSION,
    )
    if (stands := grounds_by_ref.get(form.text("ref"))) is not None:
        note_changes(form, act, stands)


_DECISIONS = (Act.CHANGE_DUE, Act.REFUSE_EXTENSION)


def _rows(scope: BoardQuestion, queue: Queue, ids: list[int]) -> Any:
    rows = rows_of(scope, ids)
    if queue is Queue.EXTENSIONS:
        return requests(scope, rows)
    if queue is Queue.CAUSES:
        return causes_waiting(scope, rows)
    return graded(scope, rows) if queue is Queue.RESULTS else rows
