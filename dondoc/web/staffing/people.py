"""People, the positions they hold, and steering committees."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from fastapi.responses import HTMLResponse, Response

from dondoc.paging import page_shown, pages_of
from dondoc.services.boards import people as boards_people
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import chosen_from
from dondoc.services.organisation.person_codes import clashes
from dondoc.services.reach.telephone import number_of
from dondoc.services.staffing.far_days import NOTHING_PASSES, Meant
from dondoc.services.staffing.grounds import PERSON, holdings_grounds, person_grounds
from dondoc.services.staffing.people import add_person, change_person
from dondoc.services.staffing.planned_hand_overs import call_off, move_hand_over
from dondoc.services.staffing.positions import leave_position, take_position
from dondoc.services.staffing.unfinished import stands_in_for, unfinished_of
from dondoc.web.site.for_office import act
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.grounds import knowing
from dondoc.web.site.inner_addresses import person_or_404
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, VisitingNow
from models.rules.grounds import as_text
from models.rules.roles import Mandate
from models.rules.validity import on_day

router = Pages()

OFFICE = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)


@router.get("/people")
def people(visit: VisitingNow, q: str = "", number: int = 1, done: str = "") -> HTMLResponse:
    """Everybody, found by name or code."""
    visit.require(*OFFICE)
    return _list(visit, None, q.strip(), max(number, 1), done=done)


@router.post("/people")
def add(visit: VisitingNow, fields: FormFields) -> Response:
    """A new person."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    code, name = form.needed("code"), form.needed("full_name")
    lang = form.text("language") or "vi"
    if not form.errors:
        act(visit, form, lambda acting: add_person(acting, code, name, lang), "code")
    if form.errors:
        return _list(visit, form, "", 1, 422)
    return go(f"/people/{quote(code)}?done=added", visit)


@router.get("/people/{code}")
def person(visit: VisitingNow, code: str, done: str = "") -> HTMLResponse:
    """A person with everything they hold or held."""
    visit.require(*OFFICE)
    return _person(visit, code, None, done=done)


@router.post("/people/{code}")
def change(visit: VisitingNow, code: str, fields: FormFields) -> Response:
    """Another name, language or telephone."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    name, lang = form.needed("full_name"), form.text("language") or "vi"
    number = form.text("telephone") if form.has("telephone") else None
    form.attempt(lambda: number_of(number or ""), "telephone")
    if not form.errors:

        def doing(acting: SettingsChange) -> None:
            change_person(acting, code, name, lang, number)

        known = knowing(form, lambda session: person_grounds(session, code), PERSON, doing)
        act(visit, form, known, "full_name")
    return _after(visit, code, form, "changed")


@router.post("/people/{code}/take")
def take(visit: VisitingNow, code: str, fields: FormFields) -> Response:
    """Takes a position up; whoever held it leaves the day before, unless both stay."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    post, since, alone = post_of(visit, form), day_of(form, "since"), not form.has("both")
    sure = meant(form, since)

    def taking(acting: SettingsChange) -> None:
        take_position(acting, code, post, since, alone=alone, sure=sure)

    if not form.errors:
        known = _knowing_holders(visit, form, post, taking)
        act(visit, form, known, "position", "since")
    return _after(visit, code, form, "planned" if since > visit.today else "taken")


@router.post("/people/{code}/leave")
def leave(visit: VisitingNow, code: str, fields: FormFields) -> Response:
    """Leaves a position."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    _change_day(visit, code, form, ("leaving", "last"), leave_position)
    return _after(visit, code, form, "left")


@router.post("/people/{code}/move")
def move(visit: VisitingNow, code: str, fields: FormFields) -> Response:
    """Puts a planned hand-over on another day."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    _change_day(visit, code, form, ("planned", "moved_to"), move_hand_over)
    return _after(visit, code, form, "moved")


def _change_day(
    visit: VisitingNow, code: str, form: Form, fields: tuple[str, str], change: Callable[..., None]
) -> None:
    """Does it for the position and the day of two fields; the day is meant where it was ticked."""
    post, day = form.needed(fields[0]), day_of(form, fields[1])
    sure = meant(form, day)
    if not form.errors:
        known = _knowing_holders(
            visit, form, post, lambda acting: change(acting, code, post, day, sure=sure)
        )
        act(visit, form, known, fields[1])


@router.post("/people/{code}/call-off")
def call_hand_over_off(visit: VisitingNow, code: str, fields: FormFields) -> Response:
    """Calls a planned hand-over off; whoever holds the position stays on."""
    visit.require(*OFFICE)
    form = Form(fields, visit.tr)
    post = form.needed("planned")
    if not form.errors:
        known = _knowing_holders(
            visit, form, post, lambda settings_change: call_off(settings_change, code, post)
        )
        act(visit, form, known, "planned")
    return _after(visit, code, form, "called_off")


def _knowing_holders(
    visit: Visit, form: Form, post: str, what: Callable[[SettingsChange], object]
) -> Callable[[SettingsChange], object]:
    return knowing(
        form, lambda session: holdings_grounds(session, visit.today), (f"holding:{post}",), what
    )


def meant(form: Form, day: date) -> Meant:
    """Whether it was ticked that this day is meant, with the results that were named then."""
    if form.text("sure") != day.isoformat():
        return False
    return form.text("sure_of") or NOTHING_PASSES


def day_of(form: Form, name: str) -> date:
    """The day of a field, which may not be empty."""
    day = form.day(name)
    if day is None:
        form.fail_empty(name)
        return date.min
    return day


def _list(
    visit: Visit, form: Form | None, asked: str, number: int, status: int = 200, done: str = ""
) -> HTMLResponse:
    with visit.reading() as session:
        person_rows, count = boards_people.people(session, visit.today, asked, number)
        here = page_shown(number, count, boards_people.PAGE_SIZE)
        alike = clashes(session) if here == 1 else []
    pages = pages_of(count, boards_people.PAGE_SIZE)
    link = f"/people?q={quote(asked)}&number="
    return page(
        visit, "staffing/people", status, form=form, people=person_rows, count=count, asked=asked,
        number=here, pages=pages, link=lambda wanted: f"{link}{wanted}", done=done,
        alike=["; ".join(codes) for codes in alike],
    )  # fmt: skip


def _after(visit: Visit, code: str, form: Form, done: str) -> Response:
    if form.errors:
        return _person(visit, code, form, 422)
    return go(f"/people/{quote(code)}?done={done}", visit)


def post_of(visit: Visit, form: Form) -> str:
    """The code of the position that was chosen, or typed by name; what is wrong is said there."""
    if typed := form.needed("position"):
        with visit.reading() as session:
            posts = boards_people.positions(session, visit.today)
        return form.attempt(lambda: chosen_from(posts, typed), "position") or ""
    return ""


def _person(
    visit: Visit, code: str, form: Form | None, status: int = 200, done: str = ""
) -> HTMLResponse:
    with visit.reading() as session:
        who = person_or_404(session, code)
        held = boards_people.held_by(session, who.key, visit.today)
        posts = boards_people.positions(session, visit.today)
        grounds_shown = {
            "person": as_text(person_grounds(session, code)),
            "holdings": as_text(holdings_grounds(session, visit.today)),
        }
        stands_in = stands_in_for(session, [who.key], visit.today)
        open_now = [post for post in held if on_day(post.held_from, post.held_to, visit.today)]
        left = unfinished_of(session, [post.code for post in open_now], [who.key], visit.today)
    return page(
        visit,
        "staffing/person",
        status,
        form=form,
        who=who,
        held=held,
        posts=posts,
        grounds=grounds_shown,
        done=done,
        later_holdings=[holding for holding in held if holding.held_from > visit.today],
        open=open_now,
        left=left,
        stands_in=stands_in,
    )
