"""Taking a position up, on one page: who comes, from when, and what is left to them."""

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.boards.people import positions
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import people_to_choose, person_called
from dondoc.services.organisation.in_force import held_on
from dondoc.services.staffing.grounds import holdings_grounds
from dondoc.services.staffing.newcomers import Newcomer, hand_over
from dondoc.services.staffing.positions import position_of
from dondoc.services.staffing.unfinished import Unfinished, stands_in_for, unfinished_of
from dondoc.services.staffing.unit_places import PLACE, place_grounds, set_deputy
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from dondoc.web.staffing.people import OFFICE, day_of, meant
from models.person import Holding, Person
from models.rules.grounds import as_text

router = Pages()

_PLACES = ("deputy", "other")
"""What a position can be said to be; which one heads the unit, the plan says."""


@router.get("/positions/{position}")
def position(visit: VisitingNow, position: str) -> HTMLResponse:
    """Who holds a position, what is unfinished there, and who takes it up."""
    visit.require(*OFFICE)
    return _shown(visit, position, None)


@router.post("/positions/{position}")
def take_up(visit: VisitingNow, position: str, fields: FormFields) -> Response:
    """Somebody takes it up: a person who is known, or a new one with their address."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    is_new, since = form.text("who") == "new", day_of(form, "since")
    code = form.needed("code") if is_new else _known(visit, form)
    name = form.needed("full_name") if is_new else ""
    if is_new and not form.text("mail") and not form.text("telephone"):
        form.fail("mail", "staffing.error.no_way_to_reach")
    newcomer = Newcomer(code, name, form.text("mail"), form.text("telephone"))
    alone, sure = not form.has("both"), meant(form, since)

    def taking(one: SettingsChange) -> None:
        hand_over(one, newcomer, position, since, alone=alone, sure=sure)

    if not form.errors:
        known = knowing(
            form,
            lambda session: holdings_grounds(session, visit.today),
            (f"holding:{position}",),
            taking,
        )
        act(visit, form, known, "code" if is_new else "person", "since")
    if form.errors:
        return _shown(visit, position, form, 422)
    done = "planned" if since > visit.today else "taken"
    return go(f"/people/{quote(code)}?done={done}", visit)


@router.post("/positions/{position}/place")
def say_place(visit: VisitingNow, position: str, fields: FormFields) -> Response:
    """Says whether a position is a deputy head's."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    deputy = form.text("place") == "deputy"
    if form.text("place") not in _PLACES:
        form.fail("place", "staffing.error.no_place")

    def saying(acting: SettingsChange) -> None:
        set_deputy(acting, position, deputy)

    if not form.errors:
        known = knowing(form, lambda session: place_grounds(session, position), PLACE, saying)
        act(visit, form, known, "place")
    if form.errors:
        return _shown(visit, position, form, 422)
    return go(f"/positions/{quote(position)}?done=place", visit)


def _known(visit: Visit, form: Form) -> str:
    """The code of whoever was chosen by name or code."""
    typed = form.needed("person")
    with visit.reading() as session:
        person = form.attempt(lambda: person_called(session, typed), "person") if typed else None
        return person.code if person is not None else ""


def _shown(visit: Visit, code: str, form: Form | None, status: int = 200) -> HTMLResponse:
    with visit.reading() as session:
        try:
            post = position_of(session, code)
        except BadInput:
            raise HTTPException(404) from None
        holders = _holders(session, post.key, visit)
        left = unfinished_of(session, [code], [person.key for person in holders], visit.today)
        return page(
            visit,
            "staffing/hand_over",
            status,
            form=form,
            post=post,
            words=dict(positions(session, visit.today))[code].partition(" (")[0],
            holders=[person.full_name for person in holders],
            left=left.get(code, Unfinished()),
            stands_in=stands_in_for(session, [person.key for person in holders], visit.today),
            people=people_to_choose(session, visit.today),
            grounds=as_text(holdings_grounds(session, visit.today)),
            grounds_of_place=as_text(place_grounds(session, code)),
            places=[(name, visit.tr(f"staffing.place.{name}")) for name in _PLACES],
            done=done_message(visit.request, visit.tr, "staffing", ("place",)),
        )


def _holders(session: Session, position_id: int, visit: Visit) -> list[Person]:
    query = select(Person).join(Holding, col(Holding.person_id) == col(Person.id))
    now = query.where(col(Holding.position_id) == position_id, held_on(visit.today))
    return list(session.scalars(now))
