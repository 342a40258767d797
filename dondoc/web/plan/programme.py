"""The calendar and the ladder of a programme."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.services.grounds.office import check_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.units import names_on
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.files import write_ladder_file
from dondoc.services.reminders.ladder.grounds import ladder_grounds, ladder_name
from dondoc.services.reminders.ladder.in_force import (
    LadderScope,
    known_scope,
    ladder_in_force,
    read_checked,
    replace_ladder,
)
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
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import NoProgrammeError, Visit, Visiting
from models.programme import Programme
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LARGEST = 5 * 1024 * 1024
_DAYS = "days"
"""Of what a form of the calendar showed; `seen` there says which effects were."""
_SHOWN = 200
"""So many checkpoints are named on the page; history names all."""


@router.get("/programme/calendar")
def calendar(visit: Visiting, done: str = "") -> HTMLResponse:
    """The days that differ from the public calendar."""
    visit.require(*_OFFICE)
    return _calendar(visit, None, done=done)


@router.post("/programme/calendar")
def set_calendar(visit: Visiting, fields: FormFields) -> Response:
    """Says what a day is; first what that does to what was judged so far, where it does."""
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    day = form.day("day")
    if day is None:
        form.fail_empty("day")
        return _calendar(visit, form, 422)
    each_day = DayWanted(day, form.text("working") == "yes", form.text("note"))
    return _change_day(
        visit, form, day, "set",
        lambda session: effects_if_set(session, each_day, visit.today),
        lambda change, programme, consent: set_day(change, programme, each_day, consent),
    )  # fmt: skip


@router.post("/programme/calendar/{day}/remove")
def remove_calendar(visit: Visiting, day: date, fields: FormFields) -> Response:
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
            return go(f"/programme/calendar?done={done}")
    elif consent.fingerprint:
        form.fail("seen", "calendar_days.error.unseen")
    if effects.asks:
        status = 422 if form.errors else 200
        return page(
            visit, "working_days/effects", status, form=form, day=day, done=done,
            effects=effects, turned=effects.turned[:_SHOWN], passed=effects.passed[:_SHOWN],
        )  # fmt: skip
    return _calendar(visit, form, 422)


@router.get("/programme/ladder")
def ladder(visit: Visiting, category: str = "", unit: str = "", done: str = "") -> HTMLResponse:
    """The ladder in force for everything, or for a category or a unit."""
    visit.require(*_OFFICE)
    return _ladder(visit, LadderScope(category or None, unit or None), None, done=done)


@router.get("/programme/ladder.xlsx")
def ladder_file(visit: Visiting, category: str = "", unit: str = "") -> Response:
    """The ladder in force as a workbook, to be changed and uploaded again."""
    visit.require(*_OFFICE)
    with visit.programme() as (session, programme):
        scope = LadderScope(category or None, unit or None)
        steps_in_force = ladder_in_force(session, programme, scope, visit.today)
    with TemporaryDirectory() as folder:
        target = Path(folder) / "ladder.xlsx"
        write_ladder_file(target, steps_in_force.steps, visit.lang)
        content = target.read_bytes()
    headers = {"Content-Disposition": 'attachment; filename="nac-don-doc.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


@router.post("/programme/ladder")
def set_ladder(visit: Visiting, fields: EvidenceFields) -> Response:
    """Puts the ladder of an uploaded workbook in the place of a scope's own."""
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    scope, files = _scope(form), form.files("file")
    if not files:
        form.fail("file", "ladder_page.error.no_file")
        return _ladder(visit, scope, form, 422)
    content = files[0].file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise HTTPException(413)
    suffix = ".toml" if (files[0].filename or "").casefold().endswith(".toml") else ".xlsx"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"ladder{suffix}"
        path.write_bytes(content)
        _replace(visit, form, scope, path)
    return _ladder(visit, scope, form, 422) if form.errors else go("/programme/ladder?done=set")


@router.post("/programme/ladder/remove")
def remove_ladder(visit: Visiting, fields: FormFields) -> Response:
    """Takes a scope's own ladder away: the more general one holds again."""
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    scope = _scope(form)
    _replace(visit, form, scope, None)
    if form.errors:
        return _ladder(visit, LadderScope(), form, 422)
    return go("/programme/ladder?done=removed")


def _scope(form: Form) -> LadderScope:
    return LadderScope(form.text("category") or None, form.text("unit") or None)


def _programme(visit: Visit, session: Session) -> Programme:
    if visit.viewer.programme_id is None:
        raise NoProgrammeError
    return session.get_one(Programme, visit.viewer.programme_id)


def _act(visit: Visit, form: Form, name: str, of: tuple[date, Any]) -> None:
    day, what = of

    def act() -> None:
        with visit.writing() as session:
            settings_change = visit.for_office(session)
            check_office(
                session, grounds_in(form, _DAYS), days_grounds, (f"day:{day.isoformat()}",)
            )
            what(settings_change, _programme(visit, session))

    form.attempt(act, name)


def _replace(visit: Visit, form: Form, scope: LadderScope, path: Path | None) -> None:
    def act() -> None:
        with visit.writing() as session:
            steps = read_checked(session, path) if path is not None else ()
            signed, programme = (visit.viewer.code, visit.now), _programme(visit, session)
            name = _ladder_of(session, programme, scope, visit.today)
            check_office(
                session,
                grounds_in(form),
                lambda session: ladder_grounds(session, programme),
                (name,),
            )
            replace_ladder(session, programme, scope, steps, signed)

    form.attempt(act, "file")


def _ladder_of(session: Session, programme: Programme, scope: LadderScope, day: date) -> str:
    """The name of a scope's own ladder among the grounds."""
    known = known_scope(session, programme, scope, day)
    return ladder_name(known.category, known.unit_id)


def _calendar(visit: Visit, form: Form | None, status: int = 200, done: str = "") -> HTMLResponse:
    with visit.programme() as (session, _):
        days, text = days_known(session), as_text(days_grounds(session))
    return page(visit, "working_days/days", status, form=form, days=days, grounds=text, done=done)


def _ladder(
    visit: Visit, scope: LadderScope, form: Form | None, status: int = 200, done: str = ""
) -> HTMLResponse:
    with visit.programme() as (session, programme):
        try_scope = scope if form is None else LadderScope()
        steps_in_force = ladder_in_force(session, programme, try_scope, visit.today)
        steps = ladder_of(session, programme)
        text = as_text(ladder_grounds(session, programme))
        units = names_on(session, visit.today)
        own = sorted(
            {
                (step.category or "", units[step.unit_id].code if step.unit_id else "")
                for step in steps
                if step.category or step.unit_id
            }
        )
    return page(
        visit, "reminders/ladder", status,
        form=form, in_force=steps_in_force, own=own, scope=scope, grounds=text, done=done,
    )  # fmt: skip
