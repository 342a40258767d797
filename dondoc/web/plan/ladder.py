"""The ladder of reminders of a programme: seen, taken as a workbook, replaced, removed."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.grounds.office import check_office
from dondoc.services.organisation.choose import units_to_choose_from
from dondoc.services.organisation.units import names_on
from dondoc.services.programme.programmes import ladder_of
from dondoc.services.reminders.ladder.difference import categories_of, if_removed, if_replaced
from dondoc.services.reminders.ladder.files import write_ladder_file
from dondoc.services.reminders.ladder.grounds import ladder_grounds, ladder_name
from dondoc.services.reminders.ladder.in_force import (
    LadderScope,
    known_scope,
    ladder_in_force,
    read_checked,
    replace_ladder,
)
from dondoc.services.reminders.ladder.replaced import Replaced
from dondoc.web.site.bodies import EvidenceFields
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import grounds_in, knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.site.workbooks import workbook
from models.programme import Programme
from models.rules.grounds import as_text
from models.rules.roles import Mandate

router = Pages()

_OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
_MAX_BYTES = 5 * 1024 * 1024


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
    return workbook(
        "nac-don-doc.xlsx",
        lambda target: write_ladder_file(target, steps_in_force.steps, visit.lang),
    )


@router.post("/programme/ladder")
def set_ladder(visit: Visiting, fields: EvidenceFields) -> Response:
    """Shows what an uploaded workbook would change of a scope's ladder, then puts it in its place.

    What was shown comes back as text (`steps`), so that it is the same that is confirmed.
    """
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    scope, files, steps = _scope(form), form.files("file"), form.text("steps")
    if not files and not steps:
        form.fail("file", "ladder_page.error.no_file")
        return _ladder(visit, scope, form, 422)
    content = files[0].file.read(_MAX_BYTES + 1) if files else steps.encode()
    if len(content) > _MAX_BYTES:
        raise HTTPException(413)
    name = files[0].filename or "" if files else ".toml"
    ending = ".toml" if name.casefold().endswith(".toml") else ".xlsx"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"ladder{ending}"
        path.write_bytes(content)
        if files:
            return _difference(visit, form, scope, path)
        _replace(visit, form, scope, path)
    if form.errors:
        return _ladder(visit, scope, form, 422)
    return go("/programme/ladder?done=set", visit)


def _difference(visit: Visit, form: Form, scope: LadderScope, path: Path) -> Response:
    """The page that asks, with the steps that go and those that come."""

    def read() -> tuple[Replaced, str]:
        with visit.reading() as session:
            steps, programme = read_checked(session, path), visit.programme_in(session)
            check_office(
                session,
                grounds_in(form),
                lambda session: ladder_grounds(session, programme),
                (_own_ladder(session, programme, scope, visit.today),),
            )
            found = if_replaced(session, programme, scope, steps, visit.today)
            return found, as_text(ladder_grounds(session, programme))

    read_steps = form.attempt(read, "file")
    if read_steps is None:
        return _ladder(visit, scope, form, 422)
    replaced, grounds = read_steps
    target = path.with_name("shown.toml")
    write_ladder_file(target, replaced.new, visit.lang)
    return page(
        visit, "reminders/ladder_replaced", replaced=replaced, scope=scope, grounds=grounds,
        steps=target.read_text(encoding="utf-8"),
    )  # fmt: skip


@router.get("/programme/ladder/remove")
def ask_to_remove(visit: Visiting, category: str = "", unit: str = "") -> HTMLResponse:
    """What taking a scope's own ladder away would change, before it is done."""
    visit.require(*_OFFICE)
    scope = LadderScope(category or None, unit or None)
    with visit.programme() as (session, programme):
        try:
            replaced = if_removed(session, programme, scope, visit.today)
        except BadInput:
            raise HTTPException(404) from None
        grounds = as_text(ladder_grounds(session, programme))
    return page(
        visit, "reminders/ladder_replaced", replaced=replaced, scope=scope, grounds=grounds,
        steps=None,
    )  # fmt: skip


@router.post("/programme/ladder/remove")
def remove_ladder(visit: Visiting, fields: FormFields) -> Response:
    """Takes a scope's own ladder away: the more general one holds again."""
    visit.require(*_OFFICE)
    form = Form(fields, visit.tr)
    scope = _scope(form)
    _replace(visit, form, scope, None)
    if form.errors:
        return _ladder(visit, LadderScope(), form, 422)
    return go("/programme/ladder?done=removed", visit)


def _scope(form: Form) -> LadderScope:
    return LadderScope(form.text("category") or None, form.text("unit") or None)


def _replace(visit: Visit, form: Form, scope: LadderScope, path: Path | None) -> None:
    def act() -> None:
        with visit.writing() as session:
            steps = read_checked(session, path) if path is not None else ()
            signed, programme = (visit.viewer.code, visit.now), visit.programme_in(session)
            known = knowing(
                form,
                lambda session: ladder_grounds(session, programme),
                (_own_ladder(session, programme, scope, visit.today),),
                lambda one: replace_ladder(one.session, programme, scope, steps, signed),
            )
            known(visit.for_office(session))

    form.attempt(act, "file")


def _own_ladder(session: Session, programme: Programme, scope: LadderScope, day: date) -> str:
    """The name under which a page remembers what a scope's own ladder was."""
    known = known_scope(session, programme, scope, day)
    return ladder_name(known.category, known.unit_id)


def _ladder(
    visit: Visit, scope: LadderScope, form: Form | None, status: int = 200, done: str = ""
) -> HTMLResponse:
    with visit.programme() as (session, programme):
        try_scope = scope if form is None else LadderScope()
        steps_in_force = ladder_in_force(session, programme, try_scope, visit.today)
        steps = ladder_of(session, programme)
        text = as_text(ladder_grounds(session, programme))
        units = names_on(session, visit.today)
        unit_choices = units_to_choose_from(session, visit.today)
        categories = [(name, name) for name in categories_of(session, programme)]
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
        units=unit_choices, unit_names=dict(unit_choices), categories=categories,
    )  # fmt: skip
