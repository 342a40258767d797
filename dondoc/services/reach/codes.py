"""Codes that prove that somebody reads what is sent to an address.

Only a keyed digest is kept. Everything here is real time: a sample's clock proves nothing.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.vault import vault
from models.installation import Setting
from models.person import Confirmation, Contact
from models.rules.time_limits import latest_end, passed_within

DIGITS = 6
LIFETIME = timedelta(minutes=30)
MAX_TRIES = 5
MAX_PER_HOUR = 3
"""How many codes one person may have sent within an hour, whatever the addresses."""


@dataclass(frozen=True)
class Code:
    """A code for one address, in clear: it goes into the letter and nowhere else."""

    contact_id: int
    digits: str
    until: datetime

    def __repr__(self) -> str:
        return f"Code(contact_id={self.contact_id})"


def new_code(session: Session, contact: Contact, wall: datetime) -> Code:
    """A fresh code for an address; the one before it does not work any more.

    Raises Refused when this person has been sent enough codes within the hour.
    """
    _count(session, contact.person_id, wall)
    drop_code(session, contact.key)
    code = Code(contact.key, f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", wall + LIFETIME)
    digest = _digest(contact.key, code.digits)
    session.add(Confirmation(contact_id=contact.key, code_digest=digest, until=code.until))
    session.flush()
    return code


def drop_code(session: Session, contact_id: int) -> None:
    """The code of an address, if there is one, works no more."""
    session.execute(delete(Confirmation).where(col(Confirmation.contact_id) == contact_id))


def match(
    session: Session, contacts: Iterable[Contact], typed: str, wall: datetime
) -> Contact | Refused:
    """The address that a code belongs to, or why there is none.

    A wrong one counts against every code that waits, so the refusal is handed back and not
    raised: the count must be committed.
    """
    by_id = {contact.key: contact for contact in contacts}
    query = select(Confirmation).where(col(Confirmation.contact_id).in_(by_id))
    waiting = list(session.scalars(query))
    if not waiting:
        return Refused("settings.error.no_code")
    working = [
        confirmation
        for confirmation in waiting
        if _lasts(confirmation, wall) and confirmation.tries < MAX_TRIES
    ]
    if not working:
        late = not any(_lasts(confirmation, wall) for confirmation in waiting)
        return Refused("settings.error.code_expired" if late else "settings.error.too_many_tries")
    for confirmation in working:
        if _fits(confirmation, typed):
            session.delete(confirmation)
            return by_id[confirmation.contact_id]
    return _count_wrong(working)


def _lasts(confirmation: Confirmation, wall: datetime) -> bool:
    return wall < confirmation.until <= latest_end(wall, LIFETIME)


def _fits(confirmation: Confirmation, typed: str) -> bool:
    digest = _digest(confirmation.contact_id, "".join(typed.split()))
    return hmac.compare_digest(confirmation.code_digest, digest)


def _count_wrong(working: Sequence[Confirmation]) -> Refused:
    for confirmation in working:
        confirmation.tries += 1
    left = MAX_TRIES - min(confirmation.tries for confirmation in working)
    if left == 0:
        return Refused("settings.error.too_many_tries")
    return Refused("settings.error.wrong_code", n=left)


def _digest(contact_id: int, digits: str) -> str:
    return vault().fingerprint("confirmation code", str(contact_id), digits)


def _count(session: Session, person_id: int, wall: datetime) -> None:
    """Codes have their own count: removing the address must not set it back."""
    name = f"codes.sent.{person_id}"
    row = session.get(Setting, name) or Setting(name=name, value="[]")
    sent = [datetime.fromisoformat(load) for load in json.loads(row.value)]
    recent = [moment for moment in sent if passed_within(moment, wall, timedelta(hours=1))]
    if len(recent) >= MAX_PER_HOUR:
        minutes = int((recent[0] + timedelta(hours=1) - wall).total_seconds() // 60) + 1
        raise Refused("settings.error.too_many_codes", most=MAX_PER_HOUR, minutes=minutes)
    row.value = json.dumps([moment.isoformat() for moment in (*recent, wall)])
    session.add(row)
