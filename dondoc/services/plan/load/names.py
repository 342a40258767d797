"""How codes are compared and how things are called in a difference."""

import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from dondoc.services.plan.load.changes import Key, ThingKind
from models.rules.texts import composed_letters

T = TypeVar("T")
DAY = timedelta(days=1)


def composed(value: T) -> T:
    """The same with every text in NFC: a letter typed in two ways is one letter.

    Goes through tuples, frozen sets and dataclasses; whatever is composed already is kept.
    """
    made: Any = value
    if isinstance(value, str):
        made = value if unicodedata.is_normalized("NFC", value) else composed_letters(value)
    elif isinstance(value, tuple):
        made = tuple(map(composed, value))
    elif names := _field_names(made.__class__):
        parts = [(name, getattr(value, name)) for name in names]
        changed = {k: new for k, old in parts if (new := composed(old)) != old}
        made = replace(made, **changed) if changed else value
    return made  # type: ignore[no-any-return]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Of a dataclass; none of any other class. A plan has fifty thousand rows of a few classes."""
    return tuple(f.name for f in fields(kind) if f.init) if is_dataclass(kind) else ()


def assignment_ref(indicator_code: str, unit_code: str) -> str:
    """What people type for an assignment, such as KND@LT."""
    return f"{indicator_code}@{unit_code}"


_REFS: dict[ThingKind, Callable[[Key], str]] = {
    ThingKind.ASSIGNMENT: lambda key: assignment_ref(key[0], key[1]),
    ThingKind.CHECKPOINT: lambda key: f"{assignment_ref(key[0], key[1])}/{key[2]}",
    ThingKind.HOLDING: lambda key: f"{key[0]}: {key[1]}",
    ThingKind.SEAT: lambda key: f"{key[1]}@{key[0]}",
    ThingKind.LADDER_STEP: lambda key: f"{key[0]:+d}",
    ThingKind.CALENDAR_DAY: lambda key: f"{key[0]:%d/%m/%Y}",
}


def ref_of(what: ThingKind, key: Key) -> str:
    """What people call a thing, from its key."""
    return _REFS[what](key) if what in _REFS else str(key[0])


def within(day: date, first: date, last: date) -> date:
    """The day itself, or the nearest day of the span."""
    return min(max(day, first), last)
