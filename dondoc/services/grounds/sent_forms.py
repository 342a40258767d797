"""Forms of the office that were sent: whoever presses twice is told once more that it is done.

The second press carries what the page showed before the first one, so it would be refused as old.
It is known again by what it says and where to; and only while what it led to still stands.
"""

import json
from collections.abc import Iterable

from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.store.secret_tokens import digest
from dondoc.workplace import get_setting, put_setting
from models.rules.grounds import Grounds, as_text

_SENT, _PURPOSE = "grounds.sent_forms", "sent form"
MAX_SENT_FORMS = 100
"""So many are kept, the latest ones: a second press comes soon."""


class SentBeforeError(DondocError):
    """The very same form was sent before, and what it led to stands: there is nothing to do."""

    def __init__(self) -> None:
        super().__init__("grounds.sent_before")


def check_sent(session: Session, form: str, stands: Grounds, names: Iterable[str]) -> None:
    """Raises SentBeforeError where this form led to what stands. `form`: all that it says."""
    if form and _mark(form, stands, names) in _marks(session):
        raise SentBeforeError


def note_sent(session: Session, form: str, stands: Grounds, names: Iterable[str]) -> None:
    """Keeps that a form led to what stands now; the caller holds the office."""
    if form:
        marks = [*_marks(session), _mark(form, stands, names)]
        put_setting(session, _SENT, json.dumps(marks[-MAX_SENT_FORMS:]))


def _mark(form: str, stands: Grounds, names: Iterable[str]) -> str:
    led_to = as_text({name: stands.get(name, "") for name in names})
    return digest(_PURPOSE, f"{form}\n{led_to}")[:24]


def _marks(session: Session) -> list[str]:
    return list(json.loads(get_setting(session, _SENT, "[]")))
