"""A forgotten password: to which address its link may go, and which others are told of it.

A plan brings addresses, and who loads plans must not get into an account by one of them. So a
link goes to an address that its owner confirmed with a code, or to one of a plan that has stood
for a day; and every other address of the person hears of it at once, the one before it too.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from dondoc.services.organisation.on_duty import usable
from dondoc.services.reach.reachability import MAIL
from dondoc.services.reach.send_code import CodeRecipient
from dondoc.vault import vault
from models.person import Contact, Person

SETTLED = timedelta(days=1)
"""So long the owner of an account has to see that a plan brought another address."""


class Reset(NamedTuple):
    """What a forgotten password sends.

    `link`: who gets one, None for nobody; `recipients`: who else is written to.
    """

    link: CodeRecipient | None
    recipients: tuple[CodeRecipient, ...]


def is_settled(contact: Contact, now: datetime) -> bool:
    """Whether an address in use may bring its owner in. `now`: in the programme's time."""
    since = contact.confirmed_at
    return since is not None and (not contact.from_plan or since <= now - SETTLED)


def reset_of(session: Session, person: Person, typed: str, now: datetime) -> Reset:
    """The letters of a reset: the link by mail, to the address that was typed if it may go there.

    Else to the preferred one that may have it. `typed`: what the person was named by.
    """
    contacts = usable(session, person.key)
    mark = vault().fingerprint(MAIL, typed) if "@" in typed else ""
    mails = [
        contact for contact in contacts if contact.channel == MAIL and is_settled(contact, now)
    ]
    chosen = min(mails, key=lambda mail: mail.fingerprint != mark, default=None)
    recipients = {
        contact.key: CodeRecipient(person, contact.channel, contact.address) for contact in contacts
    }
    link = recipients.pop(chosen.key) if chosen is not None else None
    return Reset(link, tuple(recipients.values()))
