"""What a plan that was loaded anew changed, in the words of a letter."""

from decimal import Decimal
from typing import Any

from dondoc.i18n import Language, translator
from dondoc.rendering import formats
from dondoc.services.reminders.register.plan_changes import PlanChanges

_FIELDS = ("officials", "target", "target_product", "weight", "expected", "product")
"""In the order in which a letter names them."""

_AMOUNTS = frozenset({"target", "expected"})


def changes_text(changes: PlanChanges, unit: str, lang: Language) -> str:
    """Everything that changed, in one line. `unit`: in which the amounts are measured."""
    tr = translator(lang)
    parts = [tr("remind.changed.restored")] if changes.restored else []
    for name in _FIELDS:
        if name in changes.fields:
            old, new = (_shown(name, value, unit, lang) for value in changes.fields[name])
            parts.append(tr(f"remind.changed.{name}", old=old, new=new))
    return "; ".join(parts)


def _shown(name: str, value: Any, unit: str, lang: Language) -> str:
    if value in (None, "", []):
        return formats.NOTHING
    if name in _AMOUNTS:
        return formats.quantity(Decimal(value), unit, lang)
    return formats.number(Decimal(value), lang) if name == "weight" else str(value)
