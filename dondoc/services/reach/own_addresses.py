"""What a person does with their own addresses: add, confirm, remove, put in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.on_duty import people_on_duty, usable
from dondoc.services.reach.address_syntax import as_number, checked
from dondoc.services.reach.channels import find_open
from dondoc.services.reach.codes import Code, drop_code, match, new_code
from dondoc.services.reach.masked_addresses import (
    REMOVED,
    MaskedAddress,
    contacts_of,
    masked,
    one_shown,
    shown,
)
from dondoc.vault import vault
from models.person import Contact
from models.rules.texts import composed_letters

MAX_ADDRESSES = 10
"""Addresses one person may have: enough for anybody, too few to flood others with codes."""


@dataclass(frozen=True)
class PendingAddress:
    """An address that waits for its code; `code` and `address` go to `sending` and nowhere else."""

    shown: MaskedAddress
    code: Code
    address: str

    def __repr__(self) -> str:
        return f"Pending({self.shown!r})"


@dataclass(frozen=True)
class ConfirmationResult:
    """What came of a code: the address it belongs to, or why it was not accepted.

    A wrong code is counted, so the refusal is raised by `or_refuse` after the commit.
    """

    shown: MaskedAddress | None = None
    refusal: Refused | None = None

    def or_refuse(self) -> MaskedAddress:
        """The address; raises Refused."""
        if self.refusal is not None:
            raise self.refusal
        assert self.shown is not None
        return self.shown


def add(acting: SettingsChange, channel: str, address: str) -> PendingAddress:
    """A new address, which is used once its code has come back, with that code to be sent.

    One that waits already gets another code in place of the first. Raises BadInput for an
    address or channel that cannot be used, Refused for somebody else's address, one that is
    in use already, too many addresses, or too many codes.
    """
    acting.only_own()
    acting.hold()
    setup = find_open(acting.session, channel)
    clean = checked(setup, address)
    contact = _known(acting, setup.name, clean)
    if contact is None:
        contact = _new(acting, setup.name, clean)
        acting.note("contact_added", channel=setup.name, shown=masked(clean))
    elif contact.confirmed_at is not None and contact.disabled_at is None:
        raise Refused("settings.error.known", shown=masked(clean))
    code = new_code(acting.session, contact, acting.wall)
    return PendingAddress(_numbered(acting, contact), code, clean)


def confirm(acting: SettingsChange, typed: str) -> ConfirmationResult:
    """Takes an address into use whose code has come back; also one that was disabled.

    A wrong code is counted: commit, and only then ask the answer `or_refuse`.
    """
    acting.only_own()
    acting.hold()
    contact = match(acting.session, _all_of(acting), typed, acting.wall)
    if isinstance(contact, Refused):
        return ConfirmationResult(refusal=contact)
    contact.confirmed_at, contact.disabled_at, contact.disabled_reason = acting.now, None, ""
    acting.session.flush()
    acting.note("contact_confirmed", channel=contact.channel, shown=masked(contact.address))
    return ConfirmationResult(shown=_numbered(acting, contact))


def remove(acting: SettingsChange, which: str) -> str:
    """Takes an address away; the answer is its masked form. `which`: its number, or itself.

    Raises Refused for the last address in use of somebody who answers for work: they can be
    reached another way, not in no way.
    """
    acting.only_own()
    acting.hold()
    contact = chosen(acting, which)
    _keep_within_reach(acting, contact)
    text = masked(contact.address)
    acting.note("contact_removed", channel=contact.channel, shown=text)
    drop_code(acting.session, contact.key)
    if contact.confirmed_at is None:
        acting.session.delete(contact)
    else:
        # The row stays: messages point at it, and a plan must not bring the address back.
        contact.disabled_at, contact.disabled_reason = acting.now, REMOVED
    acting.session.flush()
    return text


def order(acting: SettingsChange, names: Sequence[str]) -> tuple[MaskedAddress, ...]:
    """Puts addresses in order: those named first, by number or all of a channel by its name.

    Raises BadInput for what names no address.
    """
    acting.only_own()
    acting.hold()
    all_of_them = contacts_of(acting.session, acting.whose.key)
    named = [each_contact for name in names for each_contact in _named(all_of_them, name)]
    in_order = list(
        {each_contact.key: each_contact for each_contact in [*named, *all_of_them]}.values()
    )
    for rank, contact in enumerate(in_order):
        contact.rank = rank
    acting.session.flush()
    acting.note("contacts_ordered", channels=[each_contact.channel for each_contact in in_order])
    return shown(in_order)


def chosen(acting: SettingsChange, which: str) -> Contact:
    """The address that a person means: its number in their list, or the address itself.

    Raises BadInput where there is none.
    """
    contacts = contacts_of(acting.session, acting.whose.key)
    mark = _mark("", as_number(which.strip()))
    same = [contact for contact in contacts if _mark("", contact.address) == mark]
    if len(same) == 1:
        return same[0]
    if re.fullmatch(r"[0-9]{1,3}", which) and 0 < int(which) <= len(contacts):
        return contacts[int(which) - 1]
    raise BadInput("settings.error.no_such_contact", n=len(contacts))


def _named(contacts: list[Contact], name: str) -> list[Contact]:
    if re.fullmatch(r"[0-9]{1,3}", name):
        contacts_named = contacts[int(name) - 1 : int(name)] if int(name) else []
    else:
        contacts_named = [
            contact for contact in contacts if contact.channel == name.strip().casefold()
        ]
    if not contacts_named:
        known = ", ".join(dict.fromkeys(contact.channel for contact in contacts))
        raise BadInput("settings.error.nothing_named", found=name, n=len(contacts), known=known)
    return contacts_named


def _known(acting: SettingsChange, channel: str, address: str) -> Contact | None:
    """Looked for by opening the few that a person has: a changed key must not hide one."""
    mark = _mark(channel, address)
    mine = (contact for contact in _all_of(acting) if contact.channel == channel)
    return next((contact for contact in mine if _mark(channel, contact.address) == mark), None)


def _mark(channel: str, address: str) -> str:
    return vault().fingerprint(channel, composed_letters(address))


def _all_of(acting: SettingsChange) -> list[Contact]:
    mine = select(Contact).where(Contact.person_id == acting.whose.key)
    return list(acting.session.exec(mine.order_by(col(Contact.id))))


def _new(acting: SettingsChange, channel: str, address: str) -> Contact:
    person_id = acting.whose.key
    if len(contacts_of(acting.session, person_id)) >= MAX_ADDRESSES:
        raise Refused("settings.error.too_many_contacts", most=MAX_ADDRESSES)
    last = select(func.max(Contact.rank)).where(Contact.person_id == person_id)
    rank = acting.session.exec(last).one()
    contact = Contact(
        person_id=person_id,
        channel=channel,
        address=address,
        fingerprint=vault().fingerprint(channel, address),
        rank=0 if rank is None else rank + 1,
    )
    acting.session.add(contact)
    acting.session.flush()
    return contact


def _numbered(acting: SettingsChange, contact: Contact) -> MaskedAddress:
    """With its number; one that its owner had removed has none until it is confirmed."""
    mine = contacts_of(acting.session, acting.whose.key)
    return one_shown(contact, mine.index(contact) + 1 if contact in mine else 0)


def _keep_within_reach(acting: SettingsChange, contact: Contact) -> None:
    person_id = acting.whose.key
    left = usable(acting.session, person_id)
    last = [each_contact.key for each_contact in left] == [contact.key]
    if last and person_id in people_on_duty(acting.session, acting.today):
        raise Refused("settings.error.last_contact", shown=masked(contact.address))
