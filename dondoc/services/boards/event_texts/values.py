"""Values of history as people write them: history keeps them as JSON."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.rendering.formats import NOTHING, day, number
from dondoc.services.boards.event_texts.names import EventNames

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_CHOICES = frozenset({"kind", "direction", "adds_up", "group", "language", "roles"})
_AMOUNTS = frozenset({"target", "baseline", "weight", "expected", "value", "quality", "total"})
_POSITIONS, _UNITS = frozenset({"officials"}), frozenset({"coordinating", "watching", "parent"})


class Values:
    """Words for values, with names where history has codes."""

    def __init__(self, names: EventNames, tr: Translate, lang: Language) -> None:
        self.names, self.tr, self.lang = names, tr, lang

    def value(self, field: str, value: Any) -> str:
        """The value of a field; a dash for nothing."""
        if value is None or value in ("", []):
            return NOTHING
        if isinstance(value, list):
            return ", ".join(self.value(field, part) for part in value)
        if isinstance(value, bool):
            return self.tr("audit.yes" if value else "audit.no")
        return self._text(field, str(value))

    def _text(self, field: str, text: str) -> str:
        if field in _POSITIONS:
            return self.position(text)
        if field in _UNITS or field == "unit":
            return self.names.units.get(text, text)
        if field in _CHOICES:
            return self.tr(f"plan_load.value.{text}")
        if field == "grade":
            return self.tr(f"grade.{text}")
        if field in _AMOUNTS and _AMOUNT.fullmatch(text):
            return self._amount(text)
        return self.day(text) if _DAY.fullmatch(text) else text

    def _amount(self, text: str) -> str:
        try:
            return number(Decimal(text), self.lang)
        except InvalidOperation:
            return text

    def day(self, text: str | None) -> str:
        """A day that history keeps as text."""
        try:
            return day(date.fromisoformat(text)) if text else NOTHING
        except ValueError:
            return str(text)

    def person(self, code: Any) -> str:
        """Somebody's name."""
        return self.names.people.get(str(code), str(code)) if code else NOTHING

    def position(self, code: Any) -> str:
        """What a position is called."""
        return self.names.positions.get(str(code), str(code)) if code else NOTHING

    def ref(self, ref: str) -> str:
        """What a change is about: codes of people, positions and units by their names."""
        return ": ".join(self._called(part) for part in ref.split(": "))

    def _called(self, code: str) -> str:
        names = self.names
        return names.people.get(code) or names.positions.get(code) or names.units.get(code) or code

    def changed(self, key: str, field: str, old: Any, new: Any) -> str:
        """Such as "hạn: 31/03/2022 → 15/04/2022"."""
        return f"{self.tr(key)}: {self.value(field, old)} → {self.value(field, new)}"
