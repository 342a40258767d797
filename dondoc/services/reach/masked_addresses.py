"""An address as it may be shown: enough for its owner to know it, too little for anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.channels.masking import mask
from models.person import Contact

REMOVED = "settings.reason.removed"
"""Why an address that its owner took away is disabled: nobody else may take it up again."""

_HIDDEN = "***"


@dataclass(frozen=True)
class MaskedAddress:
    """An address of a person. `number`: its place in their list, by which they name it."""

    number: int
    contact_id: int
    channel: str
    address: str
    confirmed: bool
    disabled_at: datetime | None
    disabled_reason: str

    @property
    def in_use(self) -> bool:
        """Whether it is confirmed and not disabled (its channel may still be)."""
        return self.confirmed and self.disabled_at is None


def masked(address: str) -> str:
    """`n***@sxd.example`, `***678`, or the scheme of an address of another kind."""
    if "://" in address:
        return mask(address)
    local, at, domain = address.rpartition("@")
    if at:
        return f"{local[:1]}{_HIDDEN}@{domain}"
    return _HIDDEN + (address[-3:] if len(address) > 6 else "")


def without(text: str, address: str) -> str:
    """The text with every mention of an address masked: servers like to repeat it."""
    return text.replace(address, masked(address)) if address else text


def contacts_of(session: Session, person_id: int) -> list[Contact]:
    """A person's addresses, the preferred one first, without those they removed."""
    query = (
        select(Contact)
        .where(col(Contact.person_id) == person_id, col(Contact.disabled_reason) != REMOVED)
        .order_by(col(Contact.rank), col(Contact.id))
    )
    return list(session.scalars(query))


def shown(contacts: Sequence[Contact]) -> tuple[MaskedAddress, ...]:
    """The addresses of one person, masked and numbered from 1."""
    return tuple(one_shown(contact, number) for number, contact in enumerate(contacts, 1))


def one_shown(contact: Contact, number: int) -> MaskedAddress:
    """One address under its number."""
    return MaskedAddress(
        number=number,
        contact_id=contact.key,
        channel=contact.channel,
        address=masked(contact.address),
        confirmed=contact.confirmed_at is not None,
        disabled_at=contact.disabled_at,
        disabled_reason=contact.disabled_reason,
    )
