"""Values of a plan in the words of its readers."""

from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.rendering.formats import day, number

NOTHING = "–"
CHOICES = frozenset({"kind", "direction", "adds_up", "group", "language", "roles"})
"""Fields whose values are codes that nobody should have to read."""


def value_text(tr: Translate, name: str, value: Any, lang: Language = "vi") -> str:
    """The value of the field `name` as people write it; a dash for nothing."""
    if isinstance(value, tuple):
        return ", ".join(value_text(tr, name, part, lang) for part in value) or NOTHING
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return tr("plan_load.value.yes" if value else "plan_load.value.no")
    if isinstance(value, Decimal | date):
        return number(value, lang) if isinstance(value, Decimal) else day(value)
    return tr(f"plan_load.value.{value}") if name in CHOICES else str(value)
