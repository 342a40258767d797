"""Messages as letters: the same bytes at every attempt."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dondoc.channels.letter import Letter, LetterAttachment, message_id_for
from dondoc.services.delivery.check_again import CheckedMessage
from dondoc.services.delivery.load import FrozenContents
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.services.reports.links import linker
from models.rules.checkpoints import HANOI

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sendable:
    """A frozen message on its way. `number`: of the attempt that comes now."""

    message_id: int
    person_id: int
    number: int
    channel: str
    contact_id: int | None
    language: str
    frozen: FrozenContents
    attachment: LetterAttachment | None = None

    def letter(self, as_mail: bool = False) -> Letter:
        """Raises LetterError for what cannot be a letter.

        `as_mail`: whatever its channel, in a form that a mailbox takes.
        """
        frozen, envelope = self.frozen, dict(self.frozen.envelope)
        linked = linker(self.person_id)  # only here: no database holds a link that works
        # JSON knows lists only.
        envelope["references"] = tuple(envelope.get("references", ()))
        envelope["headers"] = tuple((name, value) for name, value in envelope.get("headers", ()))
        return Letter(
            message_id=frozen.message_ref,
            recipient_address=self._mail_address() if as_mail else frozen.address,
            subject=frozen.subject,
            text=linked(frozen.text),
            html=linked(frozen.html),
            short=linked(frozen.short),
            date=frozen.frozen_at.astimezone(HANOI),
            language=self.language,
            attachments=(self.attachment,) if self.attachment and self.channel == MAIL else (),
            **envelope,
        )

    def _mail_address(self) -> str:
        if self.channel == MAIL:
            return self.frozen.address
        return f"{_NOT_A_NAME.sub('.', self.frozen.address).strip('.')}@{self.channel}.invalid"


def sendable(checked_message: CheckedMessage, frozen: FrozenContents) -> Sendable:
    """A message that is frozen now, or was before."""
    message = checked_message.loaded
    contact_id = (
        checked_message.route.contact_id
        if checked_message.route is not None
        else message.contact_id
    )
    return Sendable(
        message.key, message.person_id, message.attempts + 1, message.channel, contact_id,
        message.language, frozen, checked_message.attachment,
    )  # fmt: skip


def frozen_from(message: CheckedMessage, now: datetime, office: LettersSender) -> FrozenContents:
    """What a letter written just now is made of."""
    assert message.composed is not None
    # Ids start anew in a new database; a chance part keeps Message-IDs apart all the same.
    key = f"{message.loaded.key}.{secrets.token_hex(6)}"
    domain = office.address.rpartition("@")[2]
    written = message.composed
    return FrozenContents(
        message_ref=message_id_for("message", key, domain),
        frozen_at=now,
        address=message.address,
        subject=written.subject,
        text=written.text,
        html=written.html,
        short=written.short,
        envelope=_envelope(message, office),
    )


def _envelope(message: CheckedMessage, office: LettersSender) -> dict[str, Any]:
    assert message.composed is not None
    return {
        "sender_name": office.name,
        "sender_address": office.address,
        "recipient_name": message.loaded.reader,
        "reply_to": office.reply_to,
        "references": list(message.composed.references),
        "headers": [list(pair) for pair in message.composed.headers],
    }
