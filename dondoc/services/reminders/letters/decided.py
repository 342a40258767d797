"""Which way the requests for another date were decided that a letter tells of."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dondoc.services.reminders.letters.entries import LetterEntry
from dondoc.services.reminders.register.causes import Cause, CauseKey, cause_key
from models.nudge import NudgeKind
from models.rules.checkpoints import Act

REFUSED = "extension_refused"
GRANTED = "extension_granted"
DECISIONS = (REFUSED, GRANTED)
"""As the catalogue calls them; what asks for more of the reader comes first."""


def decided(entries: Iterable[LetterEntry], causes: Mapping[CauseKey, Cause]) -> Counter[str]:
    """How many items were refused another date, and how many were given one.

    Of an item that was decided on twice the last decision counts.
    """
    last = (
        [reason for reason in entry.reasons if reason.kind is NudgeKind.EXTENSION_DECIDED][-1]
        for entry in entries
        if entry.has(NudgeKind.EXTENSION_DECIDED)
    )
    found = (causes.get(cause_key(reason)) for reason in last)
    return Counter(
        REFUSED if cause is not None and cause.act is Act.REFUSE_EXTENSION else GRANTED
        for cause in found
    )
