"""The fields that leaders lead: recorded and taken back by the secretariat."""

from fastapi.responses import HTMLResponse, Response

from dondoc.services.evaluation.fields.board import fields_shown
from dondoc.services.evaluation.fields.record import (
    FieldInput,
    categories,
    record_field,
    take_back_field,
)
from dondoc.services.evaluation.people.paper_facts import LONGEST
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.choose import people_to_choose, units_to_choose_from
from dondoc.services.work.shared_facts import cached_programme
from dondoc.web.evaluation.field_errors import attempt, in_office, unread
from dondoc.web.evaluation.looks import evaluators_only
from dondoc.web.evaluation.typed_names import person_typed, unit_typed
from dondoc.web.site.forms import Form, FormFields
from dondoc.web.site.keys import Key
from dondoc.web.site.messages import done_message
from dondoc.web.site.pages import go, page
from dondoc.web.site.repeats import Pages
from dondoc.web.site.visit import Visit, Visiting
from models.rules.roles import Mandate

router = Pages()

ADDRESS = "/evaluation/fields"
_DONE = ("recorded", "taken_back")


@router.get(ADDRESS)
def fields_led(visit: Visiting) -> HTMLResponse:
    """Who leads which field in the year."""
    evaluators_only(visit)
    return _shown(visit)


@router.post(ADDRESS)
def record(visit: Visiting, fields: FormFields) -> Response:
    """Records a field by the leader, the unit, the group of work, the days and the paper."""
    visit.require(Mandate.SECRETARIAT)
    form = Form(fields, visit.tr)
    entered, programme_id = _typed(visit, form), visit.viewer.programme_id or 0

    def doing(change: SettingsChange) -> None:
        record_field(change, cached_programme(change.session, programme_id), entered)

    attempt(form, lambda: in_office(visit, doing))
    return _shown(visit, form) if form.errors else go(f"{ADDRESS}?done=recorded", visit)


@router.post(ADDRESS + "/{field_id}")
def take_back(visit: Visiting, field_id: Key, fields: FormFields) -> Response:
    """Takes back a field that was recorded wrongly, with the reason."""
    visit.require(Mandate.SECRETARIAT)
    form, name = Form(fields, visit.tr), f"why-{field_id}"
    programme_id = visit.viewer.programme_id or 0

    def doing(change: SettingsChange) -> None:
        programme = cached_programme(change.session, programme_id)
        take_back_field(change, programme, field_id, form.text(name))

    attempt(form, lambda: in_office(visit, doing), at=lambda _: name)
    return _shown(visit, form) if form.errors else go(f"{ADDRESS}?done=taken_back", visit)


def _typed(visit: Visit, form: Form) -> FieldInput:
    """What was typed; a day that cannot be read, a name of several are said at their fields."""
    first, last = form.day("first"), form.day("last")
    with visit.reading() as session:
        person = person_typed(session, form, "person")
        unit = unit_typed(session, visit, form, "unit")
    typed = form.text("category"), first, last, form.text("paper")
    return FieldInput(person, unit, *typed, unread(form))


def _shown(visit: Visit, form: Form | None = None) -> HTMLResponse:
    with visit.programme() as (session, programme):
        rows = fields_shown(session, visit.viewer, programme.year, visit.today)
        groups = categories(session, programme)
        people = people_to_choose(session, visit.today)
        units = units_to_choose_from(session, visit.today)
    return page(
        visit,
        "evaluation/fields",
        422 if form else 200,
        rows=rows,
        people=people,
        units=units,
        groups=[("", visit.tr("evaluation.field.all"))] + [(name, name) for name in groups],
        writes=visit.viewer.has(Mandate.SECRETARIAT),
        form=form,
        year=programme.year,
        most=LONGEST,
        done=done_message(visit.request, visit.tr, "evaluation.field", _DONE),
    )
