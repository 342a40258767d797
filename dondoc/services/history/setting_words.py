"""A change of settings in words: for the person's own page, the command line and the history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dondoc.i18n import Translate
from dondoc.rendering.formats import channel, day

_BLANK = dict.fromkeys(
    ("shown", "channel", "hours", "start", "end", "deputy", "weekday", "name", "scopes", "quarter"),
    "",
)


def setting_words(what: str, data: Mapping[str, Any], tr: Translate) -> str:
    """Every kind of change has words that take what they need of what is known."""
    known = {name: str(value) for name, value in data.items()}
    if known.get("hours") == "office":
        known["hours"] = tr("settings.hours_of_office")
    if data.get("weekday") is not None:
        known["weekday"] = tr(f"weekday.{data['weekday']}")
    for name in {"start", "end", "first", "last"} & known.keys():
        known[name] = day(date.fromisoformat(known[name]))
    if "channel" in known:
        known["channel"] = channel(known["channel"], tr)
    if what == "file_request":
        known["step"] = tr(f"file_request.step.{known.get('step', 'asked')}")
    key = f"settings.what.{what}"
    words = tr(key, **(_BLANK | known))
    return what if words == key else words
