"""What a mail program reads of a letter: its threads, and how to stop it with one click."""

from collections.abc import Sequence

from dondoc.channels.letter import message_id_for
from dondoc.services.reminders.letters.entries import LetterEntry, LetterSection
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reminders.nudges.reasons import Reason
from models.rules.urgency import Urgency, urgency

MAX_THREADS = 10
"""More would make a head that some mail servers refuse."""

_NO_THREAD = frozenset({LetterSection.UNREACHABLE, LetterSection.NO_COMMITTEE})


def references(entries: Sequence[LetterEntry], office: LettersSender) -> tuple[str, ...]:
    """One made-up Message-ID for each item, always the same: mails about it stand together."""
    checkpoint_ids = [
        entry.state.checkpoint_id for entry in entries if entry.section not in _NO_THREAD
    ]
    return tuple(
        message_id_for("item", str(key), office.domain) for key in checkpoint_ids[:MAX_THREADS]
    )


def most_urgent(reasons: Sequence[Reason]) -> Urgency:
    """How far a reader may decide about a letter with these reasons."""
    known = {(reason.kind, reason.firmness) for reason in reasons}
    urgencies = {urgency(kind.value, firmness) for kind, firmness in known}
    return next(each_urgency for each_urgency in Urgency if each_urgency in urgencies)


def unsubscribe_headers(url: str) -> tuple[tuple[str, str], ...]:
    """RFC 2369; and RFC 8058 where the address is safe enough for a click without a question."""
    if not url:
        return ()
    headers = (("List-Unsubscribe", f"<{url}>"),)
    if not url.startswith("https:"):
        return headers
    return (*headers, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
