"""Whose account a sign-in at the office's own identity provider opens."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.accounts.find_account import account_of, person_at
from dondoc.services.accounts.history import note
from dondoc.services.accounts.sign_in.forgotten_password import is_settled
from dondoc.services.organisation.mandates import mandates_of
from dondoc.services.organisation.on_duty import usable
from dondoc.services.reach.reachability import MAIL
from dondoc.vault import vault
from models.account import Account
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.roles import Mandate


@dataclass(frozen=True)
class Identity:
    """What the provider says of somebody; the signature of it was checked.

    `email`: only one that the provider has verified, else ''. `username`: `preferred_username`.
    """

    issuer: str
    subject: str
    email: str = ""
    username: str = ""

    @property
    def mark(self) -> str:
        """Issuer and subject as they are kept: two long texts in one short one."""
        # No secret, so no key: another key must not part people from their accounts.
        return hashlib.sha256(f"{self.issuer}\0{self.subject}".encode()).hexdigest()


def identity(issuer: str, claims: Mapping[str, object]) -> Identity:
    """The identity in the claims of a checked token."""
    verified = claims.get("email_verified") is True
    return Identity(
        issuer=issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "") if verified else "",
        username=str(claims.get("preferred_username") or ""),
    )


def account_for(session: Session, person_named: Identity, now: datetime, wall: datetime) -> Account:
    """The account that is linked, or the one that becomes it now, made where there is none.

    Raises Refused for somebody nobody here is, for one whose account belongs to another
    identity, and for a disabled account.
    """
    linked = select(Account).where(col(Account.oidc_subject) == person_named.mark)
    account = session.scalars(linked).one_or_none() or _linked_now(session, person_named, now, wall)
    if account.disabled_at is not None:
        raise Refused("account.error.oidc_unknown")
    return account


def _linked_now(session: Session, person_named: Identity, now: datetime, wall: datetime) -> Account:
    person = _person(session, person_named)
    if person is None or _needs_more(session, person_named, person, local_date(now)):
        raise Refused("account.error.oidc_unknown")
    # Two first sign-ins at once: the second waits, and finds the account linked.
    held = select(col(Person.id)).where(col(Person.id) == person.key).with_for_update()
    session.execute(held)
    account = account_of(session, person.key)
    if account is None:
        account = Account(person_id=person.key, made_at=wall)
    elif account.oidc_subject not in {None, person_named.mark}:
        raise Refused("account.error.oidc_other")
    elif account.disabled_at is not None:
        return account
    elif _by_new_address(session, person_named, person, now):
        raise Refused("account.error.oidc_unknown")
    account.oidc_subject = person_named.mark
    session.add(account)
    session.flush()
    note(session, now, "linked", whose=person.key, by=person.key)
    return account


def _person(session: Session, person_named: Identity) -> Person | None:
    """By the verified address where exactly one person confirmed it, else by the code."""
    person = person_at(session, person_named.email) if person_named.email else None
    if person is None and person_named.username:
        exact = select(Person).where(col(Person.code) == person_named.username)
        person = session.scalars(exact).one_or_none()
    return person


def _by_new_address(
    session: Session, person_named: Identity, person: Person, now: datetime
) -> bool:
    """Whether an account that is there would be opened by an address a plan has just brought."""
    mark = vault().fingerprint(MAIL, person_named.email)
    contacts = [contact for contact in usable(session, person.key) if contact.fingerprint == mark]
    return bool(contacts) and not any(is_settled(contact, now) for contact in contacts)


def _needs_more(session: Session, person_named: Identity, person: Person, day: date) -> bool:
    """Whether somebody is an administrator and the provider verified no address of theirs.

    At many providers people choose `preferred_username` themselves (OpenID Connect Core 1.0,
    section 5.7: it identifies nobody), and an administrator can become anybody.
    """
    by_address = bool(person_named.email) and person_at(session, person_named.email) is not None
    return not by_address and Mandate.ADMINISTRATOR in mandates_of(session, person.key, day)
