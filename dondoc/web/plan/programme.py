"""The working days of a programme."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.working_days.days import (
    Consent,
    DayWanted,
    check_day,
    days_known,
    effects_if_removed,
    effects_if_set,
    remove_day,
    set_day,
)
from dondoc.services.working_days.effects import Effects
from dondoc.services.working_days.grounds import days_grounds
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.programme import Programme
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_DAYS = "days"
"""Of what a form of the calendar showed; `seen` there says which effects were."""
_MAX_SHOWN = 200
"""So many checkpoints are named on the page; history names all."""


@router.get("/programme/calendar")
def calendar(visit: VisitingNow, done: str = "") -> HTMLResponse:
    """The days that differ from the public calendar."""
    visit.require(*_OFFICE)
    return _calendar(visit, None, done=done)


@router.post("/programme/calendar")
def set_calendar(visit: VisitingNow, fields: FormFields) -> Response:
    """Says what a day is; first what that does to what was judged so far, where it does."""
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    day = form.day("day")
    if day is None:
        form.fail_empty("day")
        return _calendar(visit, form, 422)
    wanted = DayWanted(day, form.text("working") == "yes", form.text("note"))
    return _change_day(
        visit, form, day, "set",
        lambda session: effects_if_set(session, wanted, visit.today),
        lambda change, programme, consent: set_day(change, programme, wanted, consent),
    )  # fmt: skip


@router.post("/programme/calendar/{day}/remove")
def remove_calendar(visit: VisitingNow, day: date, fields: FormFields) -> Response:
    """Leaves a day to the public calendar again, said first as above."""
    visit.require(*_OFFICE)
    return _change_day(
        visit, Form(fields, visit.tr), day, "removed",
        lambda session: effects_if_removed(session, day, visit.today),
        lambda change, programme, consent: remove_day(change, programme, day, consent),
    )  # fmt: skip


def _change_day(
    visit: Visit,
    form: Form,
    day: date,
    done: str,
    foresee: Callable[[Session], Effects],
    change: Callable[[SettingsChange, Programme, Consent], None],
) -> Response:
    consent = Consent(form.text("reason"), form.text("seen"))
    with visit.programme() as (session, programme):
        form.attempt(lambda: check_day(programme, day), "day")
        effects = foresee(session) if not form.errors else Effects(past=False)
    if not effects.asks or effects.fingerprint == consent.fingerprint:
        if not form.errors:
            doing = (day, lambda row, programme: change(row, programme, consent))
            _act(visit, form, "reason", doing)
        if not form.errors:
            return go(f"/programme/calendar?done={done}", visit)
    elif consent.fingerprint:
        form.fail("seen", "calendar_days.error.unseen")
    if effects.asks:
        status = 422 if form.errors else 200
        return page(
            visit, "working_days/effects", status, form=form, day=day, done=done,
            effects=effects, turned=effects.turned[:_MAX_SHOWN], passed=effects.passed[:_MAX_SHOWN],
        )  # fmt: skip
    return _calendar(visit, form, 422)


def _act(visit: Visit, form: Form, name: str, of: tuple[date, Any]) -> None:
    day, what = of

    def doing(change: SettingsChange) -> None:
        what(change, visit.programme_in(change.session))

    def act() -> None:
        with visit.writing() as session:
            known = knowing(form, days_grounds, (f"day:{day.isoformat()}",), doing, _DAYS)
            known(visit.for_office(session))

    form.attempt(act, name)


def _calendar(visit: Visit, form: Form | None, status: int = 200, done: str = "") -> HTMLResponse:
    with visit.programme() as (session, _):
        days, text = days_known(session), as_text(days_grounds(session))
    return page(visit, "working_days/days", status, form=form, days=days, grounds=text, done=done)
