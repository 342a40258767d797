"""A letter before it is written and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dondoc.services.reminders.nudges.reasons import Reason


@dataclass(frozen=True)
class LetterDraft:
    """Whom to write to, in which language, about what; `message_id` is None in a preview.

    `instead`: for which reasons the reader stands in for somebody who is away, and for whom.
    """

    person_id: int
    language: str
    reasons: tuple[Reason, ...]
    message_id: int | None = None
    instead: Mapping[Reason, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ComposedLetter:
    """A finished letter: for mail, and in short for a chat or a text message.

    `references`: the Message-IDs of the conversations about its items, oldest first.
    `headers`: further (name, value) pairs of the mail.
    """

    subject: str
    text: str
    html: str
    short: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
