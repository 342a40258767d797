"""Sends a code, or a trial, to one address: the only letters that are not about work."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from dondoc.channels.channel import open_channel
from dondoc.channels.errors import ChannelError
from dondoc.channels.letter import Letter, message_id_for
from dondoc.channels.outcome import Outcome
from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.reach.channels import find_open, keep_tokens, url_of
from dondoc.services.reach.codes import LIFETIME
from dondoc.services.reach.masked_addresses import without
from dondoc.services.reach.own_addresses import PendingAddress
from dondoc.store.attempts import note_done
from dondoc.store.database import reading
from dondoc.workplace import Workplace
from models.person import Person
from models.rules.checkpoints import HANOI


@dataclass(frozen=True)
class CodeRecipient:
    """To whom something goes, by which channel and address."""

    person: Person
    channel: str
    address: str

    def __repr__(self) -> str:
        return f"Errand({self.channel})"


def code_letter(
    workplace: Workplace, person: Person, pending: PendingAddress, wall: datetime
) -> Letter:
    """The letter that carries a code, in its reader's language; `short` for other channels."""
    digits = pending.code.digits
    params = {"code": f"{digits[:3]} {digits[3:]}", "plain": digits,
              "minutes": int(LIFETIME.total_seconds() // 60), "name": person.full_name,
              "page": f"{workplace.settings.web_url.rstrip('/')}/settings"}  # fmt: skip
    recipient = CodeRecipient(person, pending.shown.channel, pending.address)
    return letter_of_keys(workplace, recipient, "settings.letter.code", params, wall)


def trial_letter(workplace: Workplace, recipient: CodeRecipient, wall: datetime) -> Letter:
    """The letter that tries a channel out."""
    params = {"channel": recipient.channel, "name": recipient.person.full_name}
    return letter_of_keys(workplace, recipient, "settings.letter.trial", params, wall)


def send(workplace: Workplace, channel: str, letter: Letter) -> Outcome:
    """Sends one such letter now, outside any transaction; its answer repeats no address.

    A sample's go to the embedded mailbox. Raises BadInput for a channel that cannot be opened.
    """
    address = letter.recipient_address
    with reading(workplace.engine) as session:
        setup = find_open(session, channel)
    url, leave = url_of(setup, workplace), setup.private_allowed
    keep = partial(keep_tokens, workplace.engine, channel)
    try:
        with open_channel(url, private_allowed=leave, on_tokens=keep) as opened:
            note_done()
            outcome = opened.send(letter)
    except ChannelError as error:
        raise BadInput(error.key, **error.params) from None
    return replace(outcome, answer=without(outcome.answer, address))


def letter_of_keys(
    workplace: Workplace,
    recipient: CodeRecipient,
    key: str,
    params: Mapping[str, object],
    wall: datetime,
    *,
    short: bool = True,
) -> Letter:
    """A letter that goes at once, in its reader's language; `key`: of its words.

    `short`: there are a few lines of it for a telephone, too.
    """
    settings, tr = workplace.settings, translator(recipient.person.language)
    office = settings.office or tr("office.name")
    details, kind = {**params, "office": office}, key.replace(".", "-")
    domain = settings.mail_from.rpartition("@")[2]
    return Letter(
        # No id of a row: the code must not be found again by whoever sees the Message-ID.
        message_id=message_id_for(kind, secrets.token_hex(12), domain),
        sender_address=settings.mail_from,
        sender_name=office,
        recipient_address=recipient.address,
        recipient_name=recipient.person.full_name,
        reply_to=settings.reply_to,
        subject=tr(f"{key}.subject", **details),
        text=tr(f"{key}.text", **details),
        short=tr(f"{key}.short", **details) if short else "",
        date=wall.astimezone(HANOI),
        language=recipient.person.language,
    )
