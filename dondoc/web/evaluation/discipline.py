"""Papers of discipline: recorded and taken back by the secretariat, read by whoever evaluates."""

from collections.abc import Callable

from fastapi.responses import HTMLResponse, Response

from dondoc.services.evaluation.discipline.board import disciplines_shown
from dondoc.services.evaluation.discipline.record import (
    DisciplineInput,
    record_discipline,
    take_back_discipline,
)
from dondoc.services.evaluation.people.paper_facts import LONGEST
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import people_to_choose, units_to_choose_from
from dondoc.services.work.shared_facts import cached_programme
from dondoc.web.evaluation.field_errors import At, attempt, in_office, unread
from dondoc.web.evaluation.looks import evaluators_only, note_viewings
from dondoc.web.evaluation.typed_names import person_typed, unit_typed
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.programme import Programme
from models.rules.discipline import DisciplineKind
from models.rules.roles import Mandate

router = Pages()

ADDRESS = "/evaluation/discipline"
_DONE = ("recorded", "taken_back")

Doing = Callable[[SettingsChange, Programme], object]


@router.get(ADDRESS)
def discipline(visit: Visiting, person: str = "") -> HTMLResponse:
    """The papers that take effect in the year; `person`: of whom one is to be recorded."""
    evaluators_only(visit)
    return _shown(visit, person=person)


@router.post(ADDRESS)
def record(visit: Visiting, fields: FormFields) -> Response:
    """Records a paper by its number, day, body and the day of effect."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    entered = _typed(visit, form)
    _do(visit, form, lambda change, programme: record_discipline(change, programme, entered))
    return _shown(visit, form) if form.errors else go(f"{ADDRESS}?done=recorded", visit)


@router.post(ADDRESS + "/{record_id}")
def take_back(visit: Visiting, record_id: Key, fields: FormFields) -> Response:
    """Takes back a paper that was recorded wrongly, or annulled, with the reason."""
    visit.require(Mandate.SECRETARIAT)
    form, field = Form(fields, visit.tr), f"why-{record_id}"
    why = form.text(field)
    _do(
        visit,
        form,
        lambda change, programme: take_back_discipline(change, programme, record_id, why),
        at=lambda _: field,
    )
    return _shown(visit, form) if form.errors else go(f"{ADDRESS}?done=taken_back", visit)


def _do(visit: Visit, form: Form, doing: Doing, at: At = str) -> None:
    programme_id = visit.viewer.programme_id or 0

    def in_year(change: SettingsChange) -> None:
        doing(change, cached_programme(change.session, programme_id))

    attempt(form, lambda: in_office(visit, in_year), at)


def _typed(visit: Visit, form: Form) -> DisciplineInput:
    """What was typed; a day that cannot be read, a name of several are said at their fields."""
    signed, effective, kind = form.day("signed"), form.day("effective"), form.text("kind")
    with visit.reading() as session:
        person = person_typed(session, form, "person")
        unit = unit_typed(session, visit, form, "unit")
    return DisciplineInput(
        person, unit, DisciplineKind(kind) if kind in set(DisciplineKind) else None,
        form.text("number"), signed, form.text("body"), effective, unread(form),
    )  # fmt: skip


def _shown(visit: Visit, form: Form | None = None, person: str = "") -> HTMLResponse:
    """Every look is kept, of each who stands here: it is somebody's own matter."""
    with visit.programme() as (session, programme):
        records = disciplines_shown(session, visit.viewer, programme.year, visit.today)
        year = programme.year
        people = people_to_choose(session, visit.today)
        units = units_to_choose_from(session, visit.today)
    whose = {each.person_id for each in records if each.person_id is not None}
    note_viewings(visit, sorted(whose), str(year))
    return page(
        visit,
        "evaluation/discipline",
        422 if form else 200,
        records=records,
        writes=visit.viewer.has(Mandate.SECRETARIAT),
        kinds=[(each.value, visit.tr(f"evaluation.discipline.kind.{each}"))
               for each in DisciplineKind],
        form=form,
        people=people,
        units=units,
        person=person,
        year=year,
        most=LONGEST,
        done=done_message(visit.request, visit.tr, "evaluation.discipline", _DONE),
    )  # fmt: skip
