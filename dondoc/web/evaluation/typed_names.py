"""People and units that a form of evaluations names: by code or by name, chosen or typed."""

from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.organisation.choose import chosen_from, person_called, units_to_choose_from
from dondoc.web.site.forms import Form
from dondoc.web.site.visit import Visit


def person_typed(session: Session, form: Form, field: str) -> str:
    """The code of whose name was typed; several are said at the field.

    What names nobody stays as it is: the service refuses it in its own words.
    """
    typed = form.text(field)
    try:
        return person_called(session, typed).code if typed else ""
    except BadInput as error:
        if error.key == "person.several_called":
            form.fail(field, error.key, **error.params)
        return typed


def unit_typed(session: Session, visit: Visit, form: Form, field: str) -> str:
    """The code of the unit whose name was typed, likewise."""
    typed = form.text(field)
    try:
        return chosen_from(units_to_choose_from(session, visit.today), typed) if typed else ""
    except BadInput as error:
        if error.key == "choose.several_called":
            form.fail(field, error.key, **error.params)
        return typed
