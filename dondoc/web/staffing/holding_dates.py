"""The days on which somebody held a position, put right: first what that does, then doing it."""

from datetime import date
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.boards.people import HoldingShown, held_by
from dondoc.services.organisation.directory import find_person
from dondoc.services.staffing.holding_dates import (
    DatesWanted,
    PutRight,
    dates_if_put_right,
    put_dates_right,
)
from dondoc.services.working_days.days import Consent
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.inner_addresses import person_or_404
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.roles import Mandate

router = Pages()

OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_MAX_SHOWN = 200
"""So many results are named on the page; history names all."""


@router.get("/people/{code}/dates/{position}/{since}")
def dates_page(visit: VisitingNow, code: str, position: str, since: date) -> HTMLResponse:
    """The form: from when, until when."""
    visit.require(*OFFICE)
    return _page(visit, code, _held(visit, code, position, since), None, None)


@router.post("/people/{code}/dates/{position}/{since}")
def put_right(
    visit: VisitingNow, code: str, position: str, since: date, fields: FormFields
) -> Response:
    """Shows whose results become somebody else's; once that was seen, puts the days right."""
    visit.require(*OFFICE)
    held, form = _held(visit, code, position, since), Form(fields, visit.tr)
    dates = _wanted(form, code, held)
    consent = Consent(form.text("reason"), form.text("seen"))
    correction = _foreseen(visit, form, dates) if dates else None
    if dates is None or correction is None:
        return _page(visit, code, held, form, None, 422)
    if consent.fingerprint == correction.fingerprint:
        form.attempt(lambda: _do(visit, dates, consent), "reason")
        if not form.errors:
            return go(f"/people/{quote(code)}?done=put_right", visit)
    elif consent.fingerprint:
        form.fail("seen", "staffing.error.unseen")
    return _page(visit, code, held, form, correction, 422 if form.errors else 200)


def _wanted(form: Form, code: str, held: HoldingShown) -> DatesWanted | None:
    first, last = form.day("first"), form.day("last")
    if first is None:
        form.fail_empty("first")
    if first is None or form.errors:
        return None
    return DatesWanted(code, held.code, held.held_from, first, last, not form.has("apart"))


def _foreseen(visit: Visit, form: Form, dates: DatesWanted) -> PutRight | None:
    with visit.reading() as session:
        return form.attempt(lambda: dates_if_put_right(visit.for_office(session), dates), "first")


def _do(visit: Visit, dates: DatesWanted, consent: Consent) -> None:
    with visit.writing() as session:
        put_dates_right(visit.for_office(session), dates, consent)


def _held(visit: Visit, code: str, position: str, since: date) -> HoldingShown:
    with visit.reading() as session:
        who = person_or_404(session, code)
        for holding in held_by(session, who.key, visit.today):
            if (holding.code, holding.held_from) == (position, since) and since <= visit.today:
                return holding
    raise HTTPException(404)


def _page(
    visit: Visit, code: str, held: HoldingShown, form: Form | None, change: PutRight | None,
    status: int = 200,
) -> HTMLResponse:  # fmt: skip
    with visit.reading() as session:
        who = find_person(session, code)
    return page(
        visit, "staffing/dates", status, form=form, who=who, held=held, change=change,
        passed=change.passed[:_MAX_SHOWN] if change else (),
    )  # fmt: skip
