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


def account_for(session: Session, given: Identity, now: datetime, wall: datetime) -> Account:
    """The account that is linked, or the one that becomes it now, made where there is none.

    Raises Refused for somebody nobody here is, for one whose account belongs to another
    identity, and for a disabled account.
    """
    linked = select(Account).where(col(Account.oidc_subject) == given.mark)
    account = session.scalars(linked).one_or_none() or _linked_now(session, given, now, wall)
    if account.disabled_at is not None:
        raise Refused("account.error.oidc_unknown")
    return account


def _linked_now(session: Session, given: Identity, now: datetime, wall: datetime) -> Account:
    person = _person(session, given)
    if person is None or _needs_more(session, given, person, local_date(now)):
        raise Refused("account.error.oidc_unknown")
    # Two first sign-ins at once: the second waits, and finds the account linked.
    held = select(col(Person.id)).where(col(Person.id) == person.key).with_for_update()
    session.execute(held)
    account = account_of(session, person.key)
    if account is None:
        account = Account(person_id=person.key, made_at=wall)
    elif account.oidc_subject not in {None, given.mark}:
        raise Refused("account.error.oidc_other")
    elif account.disabled_at is not None:
        return account
    elif _by_new_address(session, given, person, now):
        raise Refused("account.error.oidc_unknown")
    account.oidc_subject = given.mark
    session.add(account)
    session.flush()
    note(session, now, "linked", whose=person.key, by=person.key)
    return account


def _person(session: Session, given: Identity) -> Person | None:
    """By the verified address where exactly one person confirmed it, else by the code."""
    found = person_at(session, given.email) if given.email else None
    if found is None and given.username:
        exact = select(Person).where(col(Person.code) == given.username)
        found = session.scalars(exact).one_or_none()
    return found


def _by_new_address(session: Session, given: Identity, person: Person, now: datetime) -> bool:
    """Whether an account that is there would be opened by an address a plan has just brought."""
    mark = vault().fingerprint(MAIL, given.email)
    found = [one for one in usable(session, person.key) if one.fingerprint == mark]
    return bool(found) and not any(is_settled(contact, now) for contact in found)


def _needs_more(session: Session, given: Identity, person: Person, day: date) -> bool:
    """Whether somebody is an administrator and the provider verified no address of theirs.

    At many providers people choose `preferred_username` themselves (OpenID Connect Core 1.0,
    section 5.7: it identifies nobody), and an administrator can become anybody.
    """
    by_address = bool(given.email) and person_at(session, given.email) is not None
    return not by_address and Mandate.ADMINISTRATOR in mandates_of(session, person.key, day)
