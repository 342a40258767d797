"""What the office does with a digest: remark and answer, approve, issue, reopen."""

from collections.abc import Callable
from functools import partial

from fastapi.responses import Response

from dondoc.services.digest.approve import (
    DECIDED_ON,
    approve,
    digest_grounds,
    digest_to_decide,
    reopen,
)
from dondoc.services.digest.compile import Progress
from dondoc.services.digest.remarks import answer, remark
from dondoc.services.digest.runs import ISSUE
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.papers.issue import issue
from dondoc.services.papers.issue_papers import write_papers
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.office import paper_order, usual_form
from dondoc.web.digest.background import RunOutcome, in_background
from dondoc.web.digest.digest_page import show_digest
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import check_shown, knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.pages import go
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.digest_life import DigestAct
from models.rules.roles import Mandate

router = Pages()

STANDARD = "standard"
"""Chosen where papers are to be on the standard template, though the office has its own."""


@router.post("/digests/{digest_id}/approve")
def approve_digest(visit: VisitingNow, digest_id: Key, fields: FormFields) -> Response:
    """The secretariat stands by the figures; the period is closed."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    return _decide(visit, digest_id, form, "approved", lambda change: approve(change, digest_id))


@router.post("/digests/{digest_id}/reopen")
def reopen_digest(visit: VisitingNow, digest_id: Key, fields: FormFields) -> Response:
    """The period is open again, for a reason."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    reason = form.needed("reason", "reopening")
    return _decide(
        visit, digest_id, form, "reopened", lambda change: reopen(change, digest_id, reason)
    )


@router.post("/digests/{digest_id}/issue")
def issue_digest(visit: VisitingNow, digest_id: Key, fields: FormFields) -> Response:
    """Papers are written in the background, and letters queued; nobody gets one twice."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    answer = form.attempt(
        lambda: in_background(
            visit,
            (ISSUE, str(digest_id)),
            lambda progress: _issue(visit, digest_id, form, progress),
        ),
        "reason",
    )
    if form.errors:
        return show_digest(visit, digest_id, form=form)
    return answer or go(f"/digests/{digest_id}?done=issued", visit)


def _issue(visit: Visit, digest_id: int, form: Form, progress: Progress) -> RunOutcome:
    workplace, read = visit.workplace, partial(digest_grounds, digest_id=digest_id)
    with visit.writing() as session:
        # Papers are kept before the letters: whoever is refused must not have chosen their form.
        check_shown(session, form, read, DECIDED_ON)
        digest_to_decide(visit.for_office(session), digest_id, DigestAct.ISSUE)
    chosen = form.text("form")
    whose = PaperForm(chosen) if chosen in set(PaperForm) else usual_form(workplace.settings)
    order = paper_order(workplace, whose, visit.today)
    is_standard = form.text("template") == STANDARD
    write_papers(workplace.engine, digest_id, order, visit.now, progress, is_standard=is_standard)

    def act(change: SettingsChange) -> object:
        return issue(change, digest_id)

    with visit.writing() as session:
        knowing(form, read, DECIDED_ON, act)(visit.for_office(session))
    return digest_id, "issued"


@router.post("/digests/{digest_id}/remarks")
def add_remark(visit: VisitingNow, digest_id: Key, fields: FormFields) -> Response:
    """A remark upon a digest; it decides nothing, so an old page may send it."""
    visit.require(Mandate.SECRETARIAT, Mandate.STANDING_COMMITTEE)
    form = Form(fields, visit.tr)
    text = form.needed("remark")
    return _say(
        visit, digest_id, form, "remark", "remarked", lambda change: remark(change, digest_id, text)
    )


@router.post("/digests/{digest_id}/remarks/{remark_id}/answer")
def answer_remark(
    visit: VisitingNow, digest_id: Key, remark_id: Key, fields: FormFields
) -> Response:
    """The secretariat answers a remark."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    name = f"answer-{remark_id}"
    text = form.needed(name, "answer")
    return _say(
        visit, digest_id, form, name, "answered",
        lambda change: answer(change, digest_id, remark_id, text),
    )  # fmt: skip


def _decide(
    visit: Visit, digest_id: int, form: Form, done: str, act: Callable[[SettingsChange], object]
) -> Response:
    """Refused where the page showed another state, a newer draft or other remarks than stand."""
    doing = knowing(form, lambda session: digest_grounds(session, digest_id), DECIDED_ON, act)
    return _say(visit, digest_id, form, "reason", done, doing)


def _say(
    visit: Visit,
    digest_id: int,
    form: Form,
    field: str,
    done: str,
    act: Callable[[SettingsChange], object],
) -> Response:
    def doing() -> object:
        with visit.writing() as session:
            return act(visit.for_office(session))

    if not form.errors:
        form.attempt(doing, field)
    if form.errors:
        return show_digest(visit, digest_id, form=form)
    return go(f"/digests/{digest_id}?done={done}", visit)
