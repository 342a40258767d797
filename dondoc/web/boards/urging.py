"""Urging many on from the overdue board: shown first, then done, then back at the same list."""

from collections.abc import Sequence

from fastapi import BackgroundTasks
from fastapi.responses import HTMLResponse, Response

from dondoc.services.boards.before_urging import AUDIENCES
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overdue.totals import count
from dondoc.services.boards.urging.chosen import MAX_AT_ONCE, chosen_to_urge, may_be_urged
from dondoc.services.boards.urging.send import UrgingOutcome, urge_each
from dondoc.services.delivery.urge import send_urged
from dondoc.services.reminders.nudges.by_hand import MAX_WORDS
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.web.boards.overdue_list import BoardVisit, board_page
from dondoc.web.boards.urged_words import audience_words, left_out_words
from dondoc.web.site.forms import Form, number_in
from dondoc.web.site.grounds import FIELD, grounds_in
from dondoc.web.site.pages import go, page
from models.rules.roles import Audience


def ask(at: BoardVisit, form: Form) -> HTMLResponse:
    """Shows what was chosen, by boxes or everything in the list, and whom it would reach."""
    refs = _everything(at, form) if form.has("all") else list(dict.fromkeys(form.all("ref")))
    if not refs and not form.errors:
        form.fail("ref", "lists.urge.none_chosen")
    if len(refs) > MAX_AT_ONCE:
        form.fail("ref", "lists.urge.too_many", n=len(refs), most=MAX_AT_ONCE)
    if form.errors:
        return board_page(at, form, status=422)
    return _preview(at, form, refs, set(refs))


def urge(at: BoardVisit, form: Form, tasks: BackgroundTasks) -> Response:
    """Urges what is ticked, and goes back to the list; the letters go out behind the answer."""
    refs = list(dict.fromkeys(form.all("ref")))[:MAX_AT_ONCE]
    audience = next((each for each in AUDIENCES if each.value == form.text("to")), None)
    if not refs:
        form.fail("ref", "lists.urge.none_chosen")
    if audience is None:
        form.fail_empty("to")
    urged = None if form.errors or audience is None else _urged(at, form, refs, audience)
    if urged is None:
        return _preview(at, form, _listed(form), set(refs), status=422)
    keys = urged.nudge_ids
    if keys:
        tasks.add_task(send_urged, at.visit.workplace, at.visit.now)
    if urged.refused:
        return board_page(at, urged=urged, status=409)
    return go(at.query.link(**at.back, urged=f"{min(keys)}-{max(keys)}"), at.visit)


def _urged(
    at: BoardVisit, form: Form, refs: Sequence[str], audience: Audience
) -> UrgingOutcome | None:
    visit = at.visit
    request = UrgingRequest(
        by=visit.viewer.code,
        refs=tuple(refs),
        to=audience,
        words=form.text("words"),
        year=visit.viewer.year,
    )
    marks = {ref: grounds_in(form, ref) for ref in refs}
    with visit.writing() as session:
        programme = visit.programme_in(session)
        scope = open_scope(session, programme, visit.viewer)
        return form.attempt(lambda: urge_each(scope, request, marks, visit.now), "words")


def _everything(at: BoardVisit, form: Form) -> list[str]:
    """The references of the whole list that are the viewer's to urge today."""
    with at.visit.programme() as (session, programme):
        scope = open_scope(session, programme, at.visit.viewer)
        size = count(scope, at.filters)
        if size > MAX_AT_ONCE:
            form.fail("ref", "lists.urge.too_many", n=size, most=MAX_AT_ONCE)
            return []
        rows = all_of(scope, at.filters)
    return [row.ref for row in rows if may_be_urged(row, at.visit.viewer)]


def _listed(form: Form) -> list[str]:
    """All references that the form listed, also those whose box is no longer ticked."""
    start = f"{FIELD}/"
    return [name.removeprefix(start) for name in form.data if name.startswith(start)][:MAX_AT_ONCE]


def _preview(
    at: BoardVisit, form: Form, refs: Sequence[str], ticked: set[str], status: int = 200
) -> HTMLResponse:
    visit = at.visit
    with visit.programme() as (session, programme):
        scope = open_scope(session, programme, visit.viewer)
        chosen = chosen_to_urge(scope, refs, visit.now)
        listed, size = number_in(form.text("total")), count(scope, at.filters)
    return page(
        visit,
        "boards/urging",
        status,
        query=at.query,
        back=at.query.link(**at.back),
        action=at.query.link(**at.back, year=programme.year),
        year=programme.year,
        form=form,
        rows=chosen.rows,
        ticked=ticked,
        left_out=left_out_words(chosen.left_out, visit.tr),
        size_left_out=len(chosen.left_out),
        audiences=[audience_words(each, visit.tr) for each in chosen.reached if each.people],
        changed=(listed, size) if form.has("all") and listed not in (None, size) else None,
        most=MAX_WORDS,
    )
