"""Letters about an account: an invitation, a forgotten password, a password that was changed.

They go at once, to addresses that their owner or the secretariat confirmed. A link goes by mail
only; that a password was asked for or changed is told at every address, by its own channel.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome
from dondoc.errors import BadInput
from dondoc.services.accounts import password_links
from dondoc.services.organisation.on_duty import usable
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reach.send_code import CodeRecipient, letter_of_keys, send
from dondoc.store.database import reading
from dondoc.vault import vault
from dondoc.workplace import Workplace
from models.person import Contact, Person
from models.rules.checkpoints import HANOI

INVITATION, FORGOTTEN, ASKED, CHANGED = "invitation", "forgotten", "asked", "changed"
_SHORT = {ASKED, CHANGED}
"""These go by any channel, so there are a few lines of them for a telephone, too."""


def recipient_of(session: Session, person: Person, address: str = "") -> CodeRecipient | None:
    """To a person's preferred mail address in use, or to that one of theirs; None without any."""
    query = (
        select(Contact)
        .where(
            col(Contact.person_id) == person.key,
            col(Contact.channel) == MAIL,
            col(Contact.confirmed_at).is_not(None),
            col(Contact.disabled_at).is_(None),
        )
        .order_by(col(Contact.rank), col(Contact.id))
    )
    contacts = list(session.scalars(query))
    mark = vault().fingerprint(MAIL, address) if address else ""
    contacts.sort(key=lambda contact: contact.fingerprint != mark)
    return CodeRecipient(person, MAIL, contacts[0].address) if contacts else None


def deliver(
    workplace: Workplace, recipient: CodeRecipient, kind: str, wall: datetime, *, token: str = ""
) -> Outcome:
    """Sends a letter now, outside any transaction; the answer repeats no address."""
    letter = _letter(workplace, recipient, kind, wall, token)
    return send(workplace, recipient.channel, letter)


def invitation(
    workplace: Workplace, recipient: CodeRecipient, token: str, wall: datetime
) -> Letter:
    """An invitation, for whoever keeps a channel open over many of them."""
    return _letter(workplace, recipient, INVITATION, wall, token)


def tell(
    workplace: Workplace, recipients: Iterable[CodeRecipient], kind: str, wall: datetime
) -> None:
    """The same letter to several addresses; one that cannot be reached keeps no other waiting."""
    for recipient in recipients:
        try:
            deliver(workplace, recipient, kind, wall)
        except BadInput:  # its channel cannot be opened: `dondoc doctor` says why
            continue


def tell_everywhere(workplace: Workplace, person_id: int, kind: str, wall: datetime) -> None:
    """To every address at which somebody is reached, by their key."""
    with reading(workplace.engine) as session:
        person = session.get_one(Person, person_id)
        recipients = [
            CodeRecipient(person, contact.channel, contact.address)
            for contact in usable(session, person_id)
        ]
    tell(workplace, recipients, kind, wall)


def link_to(workplace: Workplace, token: str) -> str:
    """The address at which a password is set."""
    return f"{workplace.settings.web_url.rstrip('/')}/password/{token}"


def _end_of(workplace: Workplace, token: str) -> str:
    """When a link ends, as people say it; '' for a letter without one."""
    with reading(workplace.engine) as session:
        until = password_links.end_of(session, token) if token else None
    return f"{until.astimezone(HANOI):%H:%M %d/%m/%Y}" if until is not None else ""


def _letter(
    workplace: Workplace,
    recipient: CodeRecipient,
    kind: str,
    wall: datetime,
    token: str,
) -> Letter:
    person = recipient.person
    params = {
        "name": person.full_name,
        "code": person.code,
        "link": link_to(workplace, token),
        "page": workplace.settings.web_url.rstrip("/"),
        "until": _end_of(workplace, token),
        "at": f"{wall.astimezone(HANOI):%H:%M %d/%m/%Y}",
    }
    key, short = f"account.letter.{kind}", kind in _SHORT
    return letter_of_keys(workplace, recipient, key, params, wall, short=short)
