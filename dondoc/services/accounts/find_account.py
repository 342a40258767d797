"""Whose account somebody means who types a code or a mail address."""

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.person_codes import person_of_code
from dondoc.services.reach.reachability import MAIL
from dondoc.vault import vault
from models.account import Account
from models.person import Contact, Person
from models.rules.texts import composed_letters


def account_named(session: Session, name: str) -> Account | None:
    """The account in use of a person's code or confirmed mail address; None where there is none."""
    person = person_named(session, name)
    account = account_of(session, person.key) if person is not None else None
    return account if account is not None and account.disabled_at is None else None


def account_of(session: Session, person_id: int) -> Account | None:
    """A person's account, disabled or not."""
    query = select(Account).where(col(Account.person_id) == person_id)
    return session.scalars(query).one_or_none()


def hold_account(session: Session, account_id: int) -> Account:
    """An account as it stands now, which nobody else changes until the transaction ends."""
    query = select(Account).where(col(Account.id) == account_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def is_locked_out(session: Session, person_id: int, *, held: bool = False) -> bool:
    """Whether somebody's account was disabled: no secret address of theirs opens anything then.

    `held`: whoever disables it waits for what is being written by such an address.
    """
    query = select(col(Account.disabled_at)).where(col(Account.person_id) == person_id)
    if held:
        query = query.with_for_update(read=True)
    return session.scalar(query) is not None


def person_named(session: Session, name: str) -> Person | None:
    """The person of a code (any case), or the only one with that confirmed mail address."""
    typed = composed_letters(name).strip()
    if "@" in typed:
        return person_at(session, typed)
    return person_of_code(session, typed)


def person_at(session: Session, address: str) -> Person | None:
    """The one person who confirmed a mail address; None where several share it."""
    query = (
        select(Person)
        .join(Contact, col(Contact.person_id) == col(Person.id))
        .where(
            col(Contact.channel) == MAIL,
            col(Contact.fingerprint) == vault().fingerprint(MAIL, address),
            col(Contact.confirmed_at).is_not(None),
            col(Contact.disabled_at).is_(None),
        )
        .distinct()
        .limit(2)
    )
    people = list(session.scalars(query))
    return people[0] if len(people) == 1 else None
