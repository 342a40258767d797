"""Steering committees: which units have one, who sits on it, and with which task."""

from collections.abc import Callable

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response

from dondoc.services.boards import people
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.units import names_on
from dondoc.services.staffing import committees
from dondoc.services.staffing.grounds import COMMITTEE, committee_grounds
from dondoc.web.site.caller import NoProgrammeError
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from dondoc.web.staffing.people import OFFICE, post_of
from models.person import Position
from models.programme import Programme
from models.rules.grounds import as_text
from models.rules.roles import Seat
from models.unit import Unit

router = Pages()


@router.get("/committees")
def committees_page(visit: Visiting, lacking: bool = False) -> HTMLResponse:
    """Units with work, those without a committee first; `lacking`: only these."""
    visit.require(*OFFICE)
    with visit.programme() as (session, programme):
        units = people.units(session, programme, visit.today)
    shown = [unit for unit in units if not unit.answered] if lacking else units
    return page(visit, "staffing/committees", units=units, shown=shown)


@router.get("/committees/{unit_id}")
def one(visit: Visiting, unit_id: int, done: str = "") -> HTMLResponse:
    """A unit's committee."""
    visit.require(*OFFICE)
    return _shown(visit, unit_id, None, done=done)


@router.post("/committees/{unit_id}")
def establish(visit: Visiting, unit_id: int, fields: FormFields) -> Response:
    """Founds a unit's committee, or gives it another paper."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    paper, day, programme = form.needed("paper"), form.day("founded_on"), _programme(visit)
    if not form.errors:
        known = _knowing(
            visit, form, unit_id, COMMITTEE,
            lambda it: committees.establish_committee(it, programme, unit_id, paper, day),
        )  # fmt: skip
        act(visit, form, known, "paper")
    return _after(visit, unit_id, form, "founded")


@router.post("/committees/{unit_id}/seats")
def seat(visit: Visiting, unit_id: int, fields: FormFields) -> Response:
    """Gives somebody a seat and a task."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    post, kind, task = post_of(visit, form), form.needed("seat"), form.text("task")
    with visit.programme() as (session, programme):
        known = committees.committee_of(session, programme, unit_id)
    if known is None:
        form.fail("", "staffing.error.no_committee")
    elif not form.errors:
        doing = _knowing(
            visit, form, unit_id, (f"seat:{post} {kind}",),
            lambda it: committees.seat(it, known.key, post, kind, task),
        )  # fmt: skip
        act(visit, form, doing, "position")
    return _after(visit, unit_id, form, "seated")


@router.post("/committees/{unit_id}/seats/{seat_id}/end")
def unseat(visit: Visiting, unit_id: int, seat_id: int, fields: FormFields) -> Response:
    """Takes a seat away."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    name = f"seat:{form.text('of')}"
    doing = _knowing(visit, form, unit_id, (name,), lambda it: committees.unseat(it, seat_id))
    act(visit, form, doing)
    return _after(visit, unit_id, form, "unseated")


def _knowing(
    visit: Visit,
    form: Form,
    unit_id: int,
    names: tuple[str, ...],
    what: Callable[[SettingsChange], object],
) -> Callable[[SettingsChange], object]:
    programme = _programme(visit)
    return knowing(
        form,
        lambda session: committee_grounds(session, programme, unit_id, visit.today),
        names,
        what,
    )


def _programme(visit: Visit) -> Programme:
    if visit.viewer.programme_id is None:
        raise NoProgrammeError
    with visit.programme() as (_, programme):
        return programme


def _after(visit: Visit, unit_id: int, form: Form, done: str) -> Response:
    if form.errors:
        return _shown(visit, unit_id, form, 422)
    return go(f"/committees/{unit_id}?done={done}", visit)


def _shown(
    visit: Visit, unit_id: int, form: Form | None, status: int = 200, done: str = ""
) -> HTMLResponse:
    with visit.programme() as (session, programme):
        if session.get(Unit, unit_id) is None:
            raise HTTPException(404)
        unit = names_on(session, visit.today, [unit_id])[unit_id]
        known = committees.committee_of(session, programme, unit_id)
        standing = known if known is not None and known.dissolved_on is None else None
        seats = committees.seats_on(session, standing.key, visit.today) if standing else []
        posts = people.positions(session, visit.today, unit_id)
        text = as_text(committee_grounds(session, programme, unit_id, visit.today))
        codes = {
            committee_seat.position_id: session.get_one(Position, committee_seat.position_id).code
            for committee_seat in seats
        }
    return page(
        visit, "staffing/committee", status, form=form, unit=unit, committee=standing, seats=seats,
        posts=posts, titles=dict(posts), codes=codes, kinds=list(Seat), grounds=text, done=done,
    )  # fmt: skip
