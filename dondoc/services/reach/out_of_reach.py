"""What the secretariat sees and does: who is out of reach, and taking an address up again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.on_duty import people_on_duty, reachable
from dondoc.services.reach.masked_addresses import (
    REMOVED,
    MaskedAddress,
    contacts_of,
    masked,
    one_shown,
)
from dondoc.services.reach.own_addresses import chosen
from dondoc.store.bulk import among
from models.person import Contact, Person
from models.rules.roles import Mandate


@dataclass(frozen=True)
class OutOfReach:
    """Somebody who answers for work and has no address in use. `waiting`: unconfirmed ones."""

    person: str
    full_name: str
    waiting: int
    disabled: int


@dataclass(frozen=True)
class Disabled:
    """An address that is not used any more: whose, the masked form, since when and why."""

    person: str
    full_name: str
    channel: str
    address: str
    since: datetime
    reason: str


@dataclass(frozen=True)
class Gaps:
    """Everything about addresses that the secretariat has to mend."""

    out_of_reach: tuple[OutOfReach, ...]
    disabled: tuple[Disabled, ...]


def gaps(session: Session, day: date) -> Gaps:
    """Who cannot be reached on a day, and which addresses are disabled."""
    return Gaps(_out_of_reach(session, day), _disabled(session))


def enable(acting: SettingsChange, which: str | None = None) -> MaskedAddress:
    """Takes a disabled address of somebody into use again, after talking with them.

    `which`: its number in their list, or the address; None: the only one that is disabled.
    Raises Refused for anybody but the secretariat, and for one that its owner never confirmed
    or has removed.
    """
    acting.mandated(Mandate.SECRETARIAT)
    acting.hold()
    contact = _only_disabled(acting) if which is None else chosen(acting, which)
    text = masked(contact.address)
    if contact.disabled_at is None:
        raise Refused("settings.error.not_disabled", shown=text)
    if contact.confirmed_at is None:
        raise Refused("settings.error.never_confirmed", shown=text)
    contact.disabled_at, contact.disabled_reason = None, ""
    if contact.from_plan:  # the secretariat vouches for it anew (see sign_in/forgotten_password.py)
        contact.confirmed_at = acting.now
    acting.session.flush()
    acting.note("contact_enabled", channel=contact.channel, shown=text)
    mine = contacts_of(acting.session, acting.whose.key)
    return one_shown(contact, mine.index(contact) + 1)


def _only_disabled(acting: SettingsChange) -> Contact:
    mine = contacts_of(acting.session, acting.whose.key)
    contacts = [contact for contact in mine if contact.disabled_at is not None]
    if not contacts:
        raise Refused("settings.error.none_disabled", person=acting.whose.full_name)
    if len(contacts) > 1:
        numbers = ", ".join(
            f"{mine.index(contact) + 1} ({masked(contact.address)})" for contact in contacts
        )
        raise Refused("settings.error.several_disabled", numbers=numbers)
    return contacts[0]


def _out_of_reach(session: Session, day: date) -> tuple[OutOfReach, ...]:
    on_duty = people_on_duty(session, day)
    lost = among(session, col(Person.id), on_duty - reachable(session, on_duty))
    rows = []
    for person in session.scalars(select(Person).where(lost).order_by(col(Person.code))):
        mine = contacts_of(session, person.key)
        disabled = sum(contact.disabled_at is not None for contact in mine)
        waiting = sum(contact.confirmed_at is None for contact in mine)
        rows.append(OutOfReach(person.code, person.full_name, waiting, disabled))
    return tuple(rows)


def _disabled(session: Session) -> tuple[Disabled, ...]:
    query = (
        select(Contact, Person)
        .join(Person, col(Person.id) == col(Contact.person_id))
        .where(col(Contact.disabled_at).is_not(None), col(Contact.disabled_reason) != REMOVED)
        .order_by(col(Contact.disabled_at).desc(), col(Contact.id))
    )
    return tuple(
        Disabled(
            person.code,
            person.full_name,
            contact.channel,
            masked(contact.address),
            contact.disabled_at,
            contact.disabled_reason,
        )
        for contact, person in session.execute(query).tuples()
        if contact.disabled_at is not None
    )
