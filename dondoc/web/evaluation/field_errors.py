"""A refusal that names its field is shown at it."""

from collections.abc import Callable

from dondoc.errors import DondocError
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.site.forms import Form, Value, words_of
from dondoc.web.site.visit import Visit


def note_fault(form: Form, error: DondocError) -> None:
    """What is refused, at its field or above; with a FieldError all else that is wrong."""
    if not isinstance(error, FieldError):
        form.errors.setdefault("", words_of(error, form.tr))
        return
    for each in (error, *error.others):
        form.errors.setdefault(each.name, words_of(each, form.tr))


def attempt(form: Form, doing: Callable[[], Value]) -> Value | None:
    """Does something that may be refused; a FieldError is shown at its field, others above."""

    def named() -> Value | None:
        try:
            return doing()
        except FieldError as error:
            note_fault(form, error)
            return None

    return form.attempt(named)


def in_office(visit: Visit, what: Callable[[SettingsChange], Value]) -> Value:
    """What somebody of the office does in a transaction, done once more where another ended it."""
    return visit.written(lambda session: what(visit.for_office(session)))
