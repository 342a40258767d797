"""What is wrong with a form of the evaluation: all of it at once, each at its field.

A form hands on what it read, and what it could not read; the service tells everything else.
"""

from collections.abc import Callable

from dondoc.errors import DondocError
from dondoc.services.evaluation.course.errors import FieldError, UnreadError
from dondoc.services.organisation.changes import SettingsChange
from dondoc.web.site.forms import Form, Value, words_of
from dondoc.web.site.visit import Visit

At = Callable[[str], str]
"""The field of a form by the name that the service gives it."""


def unread(form: Form) -> tuple[UnreadError, ...]:
    """The fields of which the form has said that they cannot be read: nothing of it is taken."""
    return tuple(UnreadError(name) for name in form.errors)


def note_fault(form: Form, error: DondocError, at: At = str) -> None:
    """What is refused, at its field or above; with a FieldError all else that is wrong."""
    for each in (error, *error.others):
        name = at(each.name) if isinstance(each, FieldError) and each.name else ""
        words = words_of(each, form.tr)
        if not name and name in form.errors:
            form.errors[name] += f" {words}"
        elif not isinstance(each, UnreadError):
            form.errors.setdefault(name, f"{words[:1].upper()}{words[1:]}")


def attempt(form: Form, doing: Callable[[], Value], at: At = str) -> Value | None:
    """Does something that may be refused; a FieldError is shown at its field, others above."""

    def named() -> Value | None:
        try:
            return doing()
        except FieldError as error:
            note_fault(form, error, at)
            return None

    return form.attempt(named)


def in_office(visit: Visit, what: Callable[[SettingsChange], Value]) -> Value:
    """What somebody of the office does in a transaction, done once more where another ended it."""
    return visit.written(lambda session: what(visit.for_office(session)))
