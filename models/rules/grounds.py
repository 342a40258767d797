"""What a decision rests on, as whoever decides was shown it, and what has changed since.

Grounds are names and plain texts. A form carries them as one short text; where they are compared
with what stands, only those count that the decision rests on: other news refuses nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from models.rules.checkpoints import Act

Grounds = Mapping[str, str]
"""By name; what is unknown or not there is ''."""

MAX_LENGTH = 4000
"""Letters of the grounds of one checkpoint, at most."""

_ENOUGH = 60
"""Letters of a product that are shown where it is another now."""

_REPORT = ("report", "reported", "value", "delivered", "basis")
_RESULT = ("verdict", "found", "delivery", "missing", "quality", "objective")
_DUE = ("due",)
_EXPECTED = ("expected", "words")

RESTS_ON: Mapping[Act, tuple[str, ...]] = {
    Act.ACKNOWLEDGE: (*_DUE, *_EXPECTED),
    Act.REPORT: (*_REPORT, "returns"),
    Act.VERIFY: (*_REPORT, *_DUE, *_EXPECTED),
    Act.RETURN: (*_REPORT, *_DUE),
    Act.NOT_REPORTED: ("report", *_DUE, "asked", "refused", "updated"),
    Act.CORRECT: (*_RESULT, *_EXPECTED, "judged"),
    Act.EVALUATE: (*_RESULT, *_DUE, *_EXPECTED, "score", "grade"),
    Act.CHANGE_DUE: ("report", *_DUE, "asked"),
    Act.REFUSE_EXTENSION: (*_DUE, "asked"),
    **dict.fromkeys(
        (Act.CONFIRM_CAUSE, Act.REFUSE_CAUSE, Act.TAKE_BACK_CAUSE), ("causes", "returns")
    ),
    Act.WITHDRAW: (*_REPORT, *_RESULT, *_DUE, "asked"),
}
"""What each act rests on. To ask and to tell in between rest on nothing."""

DECIDES = frozenset(RESTS_ON) - {Act.ACKNOWLEDGE, Act.REPORT}
"""Acts by which somebody decides on what others did or answer for."""

MARKS = frozenset({"report", "verdict", "words", "dossier_work", "evaluation_minutes"})
"""They only tell one report, verdict or long text from another; what can be read of these has
names of its own."""


def rests_on(act: Act) -> tuple[str, ...]:
    """The names of what an act decides on; none for what decides on nothing."""
    return RESTS_ON.get(act, ())


class ChangedGround(NamedTuple):
    """Something that was shown as `saw` and now is `stands`; '' where there was or is nothing."""

    name: str
    saw: str
    stands: str


def task(due_on: date, expected: Decimal | None, product: str) -> Grounds:
    """What a checkpoint asks for, and by when: whoever takes it on has seen that."""
    shown = plain(expected) or product[:_ENOUGH]
    words = "" if shown == product or not product else sha256(product.encode()).hexdigest()[:16]
    return {"due": plain(due_on), "expected": shown, "words": words}


def plain(value: object) -> str:
    """A value as grounds hold it: the same text for the same value, always."""
    if value is None:
        return ""
    kind = next((kind for kind in _PLAIN if isinstance(value, kind)), None)
    return _PLAIN[kind](value) if kind else str(value)


_PLAIN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "yes" if value else "no",
    Decimal: lambda value: f"{value.normalize():f}" if value else "0",
    datetime: lambda value: f"{value.timestamp():.3f}",
    date: date.isoformat,
    Enum: lambda value: str(value.value),
}
"""In this order: a moment is a day, too."""


def as_text(grounds: Grounds) -> str:
    """The grounds as a form carries them; what is not there is left out.

    Where nothing is there yet it is not empty all the same: a form that brings none showed none.
    """
    there = sorted((name, text) for name, text in grounds.items() if text)
    return urlencode(there or [(min(grounds), "")] if grounds else [])


def from_text(text: str) -> dict[str, str]:
    """The grounds that a form brings back; nothing where it brings none, or something else.

    How much a form may bring is limited where it is read.
    """
    return dict(parse_qsl(text))


def changes(saw: Grounds, stands: Grounds, names: Iterable[str]) -> tuple[ChangedGround, ...]:
    """What differs of these names.

    That it is another report is said only where nothing that can be read tells it.
    """
    differ = tuple(
        ChangedGround(name, saw.get(name, ""), stands.get(name, ""))
        for name in names
        if saw.get(name, "") != stands.get(name, "")
    )
    plain = tuple(ground for ground in differ if ground.name not in MARKS)
    return plain or differ
