"""What is wrong with what somebody entered, with amounts, grades, periods as people write them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from dondoc.errors import BadInput, Refused
from dondoc.i18n import Translate
from dondoc.rendering.formats import number
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.figures.periods import DigestPeriod
from models.rules.evaluation import Grade

Value = TypeVar("Value")


class EntryError(BadInput):
    """Something that was entered cannot be."""

    def text(self, tr: Translate) -> str:
        """The sentence: grades and periods by their names, amounts as the language writes them."""
        known = {name: _in_words(value, tr) for name, value in self.params.items()}
        return BadInput(self.key, **known).text(tr)


class FieldError(EntryError):
    """Something typed is missing or wrong.

    `name`: the field of the form that it is about, '' where it is about none.
    """

    def __init__(self, name: str, key: str, **params: Any) -> None:
        super().__init__(key, **params)
        self.name = name


class FieldRefused(FieldError, Refused):
    """What is typed is understood, and cannot be now (exit code 1)."""


class LabelledError(FieldError):
    """One of several fields that can be wrong alike: its sentence begins with the field's label."""

    def __init__(self, name: str, label: str, key: str, **params: Any) -> None:
        super().__init__(name, key, **params)
        self.label = label

    def text(self, tr: Translate) -> str:
        """The label, and what is wrong."""
        return f"{tr(self.label)}: {super().text(tr)}"


class UnreadError(FieldError):
    """What is typed into a field cannot be read, and whoever read it has said so there."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "evaluation.error.unread")


def one_for_each_field(faults: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """The first that is said of each field, in the order of the form; all that is of none."""
    by_field: dict[str, FieldError] = {}
    for each in faults:
        by_field.setdefault(each.name or each.key, each)
    return tuple(by_field.values())


def at_field(name: str, read: Callable[[], Value], faults: list[FieldError]) -> Value | None:
    """What is typed into a field, read; None where that is refused, which joins the faults."""
    try:
        return read()
    except BadInput as error:
        faults.append(FieldError(name, error.key, **error.params))
        return None


def raise_faults(faults: Iterable[FieldError]) -> None:
    """Raises the first of them, with one for each other field; nothing where there is none."""
    found = one_for_each_field(faults)
    if found:
        found[0].others = found[1:]
        raise found[0]


def _in_words(value: Any, tr: Translate) -> Any:
    if isinstance(value, Grade):
        return tr(f"grade.{value}")
    if isinstance(value, DigestPeriod):
        return period_in_words(value, tr)
    if isinstance(value, Decimal):
        return number(value, "vi" if tr("grounds.decimal_mark") == "," else "en")
    return value
