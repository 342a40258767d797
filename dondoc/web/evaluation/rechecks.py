"""Verified results that others look at again: the samples, and what one is to look at."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.rendering.formats import percent
from dondoc.services.evaluation.people.periods import period_in_words, quarters_of, usual_period
from dondoc.services.evaluation.rechecks.answer import (
    MAX_LETTERS,
    RecheckAnswer,
    answer,
    recheck_grounds,
)
from dondoc.services.evaluation.rechecks.draw import LEAST_RESULTS, SampleOrder, draw
from dondoc.services.evaluation.rechecks.samples import (
    RecheckShown,
    draws,
    own_rechecks,
    recheck_to_see,
    samples_of,
)
from dondoc.services.evidence.store import path_of
from dondoc.services.figures.quarter import parse_quarter
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.work.shared_facts import cached_programme
from dondoc.web.evaluation.field_errors import attempt, in_office, unread
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.keys import Key
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.grounds import as_text
from models.rules.measures import part_of
from models.rules.roles import Mandate

router = Pages()

_DONE = ("drawn", "answered")


@router.get("/rechecks")
def rechecks(visit: Visiting) -> HTMLResponse:
    """What the visitor is to look at again; for the secretariat every sample besides."""
    return _page(visit, None)


@router.post("/rechecks")
def draw_sample(visit: Visiting, fields: FormFields) -> Response:
    """Draws the sample of a quarter."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    order, programme_id = _order(form), visit.viewer.programme_id or 0

    def drawing(change: SettingsChange) -> None:
        draw(change, cached_programme(change.session, programme_id), order)

    attempt(form, lambda: in_office(visit, drawing))
    if form.errors:
        return _page(visit, form, 422)
    return go("/rechecks?done=drawn", visit)


@router.post("/rechecks/{recheck_id}")
def send_answer(visit: Visiting, recheck_id: Key, fields: FormFields) -> Response:
    """Whether the visitor agrees with a verdict."""
    form = Form(fields, visit.tr)
    shown = _recheck_or_404(visit, recheck_id)
    if not shown.mine:
        raise HTTPException(403)
    how = form.text("act")
    if how not in ("agrees", "differs"):
        raise HTTPException(400)
    value = form.amount(f"value-{recheck_id}") if how == "differs" else None
    entered = RecheckAnswer(how == "agrees", value, form.text(f"reason-{recheck_id}"), unread(form))
    doing: Callable[[SettingsChange], object] = knowing(
        form,
        lambda session: recheck_grounds(session, recheck_id),
        (f"recheck:{recheck_id}",),
        lambda change: answer(change, recheck_id, entered),
    )
    attempt(form, lambda: in_office(visit, doing), at=lambda name: f"{name}-{recheck_id}")
    if form.errors:
        return _page(visit, form, 422)
    return go("/rechecks?done=answered", visit)


@router.get("/rechecks/{recheck_id}/evidence/{file_id}")
def evidence(visit: Visiting, recheck_id: Key, file_id: Key) -> Response:
    """A file of the report, for whoever looks at it again; 404 for anybody else."""
    files = {each.file_id: each for each in _recheck_or_404(visit, recheck_id).files}
    if file_id not in files:
        raise HTTPException(404)
    path = path_of(visit.workplace.evidence, files[file_id].sha256)
    if not path.is_file():
        raise HTTPException(404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(files[file_id].filename)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(path.read_bytes(), media_type="application/octet-stream", headers=headers)


def _recheck_or_404(visit: Visit, recheck_id: int) -> RecheckShown:
    with visit.reading() as session:
        shown = recheck_to_see(session, visit.viewer, recheck_id)
    if shown is None:
        raise HTTPException(404)
    return shown


def _order(form: Form) -> SampleOrder:
    """What was typed; what cannot be read is said at its field."""
    typed, share = form.text("quarter"), form.amount("share")
    quarter = form.attempt(lambda: parse_quarter(typed), "quarter") if typed else None
    return SampleOrder(quarter, share, form.text("seed"), unread(form))


def _page(visit: Visit, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.programme() as (session, programme):
        samples = samples_of(session, visit.viewer, programme)
        own = own_rechecks(session, visit.viewer)
        year = programme.year
    return page(
        visit,
        "evaluation/rechecks",
        status,
        samples=samples,
        own=own,
        draws=draws(visit.viewer),
        quarters=[(str(each), period_in_words(each, visit.tr)) for each in quarters_of(year)],
        usual=str(usual_period(visit.today, year)),
        named=lambda text: period_in_words(parse_quarter(text), visit.tr),
        share=lambda counted: percent(part_of(counted.disagreed, counted.answered), visit.lang),
        grounds={each.key: as_text({f"recheck:{each.key}": ""}) for each in own},
        least=LEAST_RESULTS,
        most=MAX_LETTERS,
        form=form,
        done=done_message(visit.request, visit.tr, "recheck", _DONE),
    )
