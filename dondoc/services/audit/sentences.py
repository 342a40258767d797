"""What an audit came upon, in words."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dondoc.i18n import Translate
from dondoc.ledger.plain import DIGEST
from dondoc.rendering.formats import NOTHING, day, moment
from dondoc.services.audit.finding import Finding
from dondoc.services.audit.verify import Audit
from models.rules.stages import Stage

MAX_SHOWN = 200
"""So many findings are shown to people; the rest can be had as JSON."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(_DAY.pattern + r"T.+")
_CHOICES = frozenset({"stage", "standing", "grade", "act", "basis"})


def outside_of(audit: Audit, tr: Translate) -> str:
    """Whether a value kept outside was compared, and what that does and does not tell."""
    if audit.outside is None:
        return tr("audit.outside.none")
    if not audit.outside.known:
        return tr("audit.outside.unknown")
    if audit.outside.day is None:
        return tr("audit.outside.page")
    return tr("audit.outside.seal", day=day(audit.outside.day))


def finding_text(finding: Finding, tr: Translate) -> str:
    """One line that names the row, the column, what stands there and what history says."""
    params = dict(finding.params)
    column = str(params.get("column", params.get("what", "")))
    shown = {name: _shown(value, column, tr) for name, value in params.items()}
    for name in ("what", "table", "column", "part"):
        if name in params:
            shown[name] = tr(f"audit.{name}.{params[name]}")
    if "name" in params:
        shown["name"] = str(params["name"] or tr("audit.no_name"))
    return tr(finding.key, **shown)


def _shown(value: Any, column: str, tr: Translate) -> Any:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Stage):
        return tr(f"stage.{value.value}")
    if isinstance(value, bool):
        return tr("audit.yes" if value else "audit.no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return _text(value, column, tr) if isinstance(value, str) else _plain(value)


def _text(value: str, column: str, tr: Translate) -> str:
    if value.startswith(DIGEST):
        return tr("audit.long_text", digest=value.removeprefix(DIGEST)[:12])
    try:
        if _DAY.fullmatch(value):
            return day(date.fromisoformat(value))
        if _MOMENT.fullmatch(value):
            return moment(datetime.fromisoformat(value))
    except ValueError:
        return value  # no such day: it was put there past the software
    return tr(f"{column}.{value}") if column in _CHOICES else value


def _plain(value: Any) -> Any:
    """A number stays one where words count by it."""
    return value if isinstance(value, int | Decimal) else str(value)
