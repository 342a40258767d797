"""Letters through Apprise's services as they are."""

import logging
import threading
from typing import Any

from dondoc.channels.apprise_parts import TEXT, Apprise, LogCapture
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome, delivered, temporary

_RECORD, _UNIT = "\x1e", "\x1f"


def notify(plugin: Any, letter: Letter) -> Outcome:
    """Subject, and the short text where the letter has one.

    The reason of a failure is what Apprise wrote to its log: its own answer is yes or no.
    """
    apprise = Apprise(plugin, asset=plugin.asset)
    fmt = f"{_RECORD}%(thread)d{_UNIT}%(message)s"
    body = letter.short or letter.text
    with LogCapture(level=logging.WARNING, fmt=fmt) as log:
        sent = apprise.notify(body=body, title=letter.subject, body_format=TEXT)
        answer = _own_records(log.getvalue())
    if sent:
        return delivered(str(plugin.service_name))
    return temporary(answer, "channel.reason.not_taken")


def _own_records(log: str) -> str:
    """The messages of this thread: the log is shared by all that send at the same time."""
    mine = str(threading.get_ident())
    records = [record.partition(_UNIT) for record in log.split(_RECORD)]
    return " ".join(text.strip() for thread, _, text in records if thread == mine)
