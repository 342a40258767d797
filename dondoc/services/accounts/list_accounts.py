"""Everybody with their account, a page at a time, for the administrator."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session, col

from dondoc.paging import page_shown, pages_of
from dondoc.store.bulk import among
from models.account import Account
from models.person import Person
from models.rules.folding import fold, words_of

PAGE_SIZE = 50


class AccountStanding(StrEnum):
    """Which accounts a list shows."""

    WITHOUT = "without"
    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class AccountShown:
    """A person and their account; without one all of it is empty."""

    person_id: int
    code: str
    full_name: str
    account_id: int | None
    has_password: bool
    single_sign_on: bool
    second_factor: bool
    administrator: bool
    must_change: bool
    made_at: datetime | None
    disabled_at: datetime | None

    @property
    def standing(self) -> AccountStanding:
        """What an administrator must know first."""
        if self.account_id is None:
            return AccountStanding.WITHOUT
        if self.disabled_at is not None:
            return AccountStanding.DISABLED
        ready = self.has_password or self.single_sign_on
        return AccountStanding.ACTIVE if ready else AccountStanding.INVITED


@dataclass(frozen=True)
class AccountsPage:
    """One page of the list; `total` counts all pages."""

    rows: tuple[AccountShown, ...]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return pages_of(self.total, PAGE_SIZE)


def accounts(
    session: Session, query: str = "", standing: AccountStanding | None = None, number: int = 1
) -> AccountsPage:
    """People in whose code or name all words of `query` stand, and whose account stands so.

    With marks or without, as everywhere where people search.
    """
    is_wanted = [*_named(session, query), *_standing(standing)]
    counted = select(func.count()).select_from(Person).join(Account, _HIS, isouter=True)
    total = session.execute(counted.where(*is_wanted)).scalar_one()
    number = page_shown(number, total, PAGE_SIZE)
    rows = _rows().where(*is_wanted).order_by(col(Person.code)).limit(PAGE_SIZE)
    result_rows = session.connection().execute(rows.offset((number - 1) * PAGE_SIZE))
    return AccountsPage(tuple(_shown(row) for row in result_rows), total, number)


def account_shown(session: Session, person_id: int) -> AccountShown | None:
    """One person with their account; None for a key that nobody has."""
    row = session.connection().execute(_rows().where(col(Person.id) == person_id)).one_or_none()
    return _shown(row) if row is not None else None


_HIS: ColumnElement[bool] = col(Account.person_id) == col(Person.id)


def _rows() -> Select[Any]:
    is_wanted = (
        Person.id, Person.code, Person.full_name, Account.id, Account.password_hash,
        Account.oidc_subject, Account.totp_confirmed_at, Account.administrator,
        Account.must_change, Account.made_at, Account.disabled_at,
    )  # fmt: skip
    return select(*(col(row) for row in is_wanted)).join_from(Person, Account, _HIS, isouter=True)


def _shown(row: Any) -> AccountShown:
    person_id, code, name, account_id, *rest = row
    password, subject, totp, administrator, must_change, made_at, disabled_at = rest
    return AccountShown(
        person_id=person_id,
        code=code,
        full_name=name,
        account_id=account_id,
        has_password=bool(password),
        single_sign_on=bool(subject),
        second_factor=totp is not None,
        administrator=bool(administrator),
        must_change=bool(must_change),
        made_at=made_at,
        disabled_at=disabled_at,
    )


def _named(session: Session, query: str) -> list[ColumnElement[bool]]:
    """Folded here, because no database folds Vietnamese as `fold` does (ADR 0029)."""
    words = words_of(query)
    if not words:
        return []
    everybody = select(col(Person.id), col(Person.code), col(Person.full_name))
    keys = [
        key
        for key, code, name in session.connection().execute(everybody)
        if all(word in _folded(f"{code} {name}") for word in words)
    ]
    return [among(session, Person.id, keys)]


_folded = lru_cache(maxsize=100_000)(fold)
"""A name is folded once, and not for every letter that somebody types."""


def _standing(standing: AccountStanding | None) -> list[ColumnElement[bool]]:
    live = [col(Account.id).is_not(None), col(Account.disabled_at).is_(None)]
    ready = or_(col(Account.password_hash) != "", col(Account.oidc_subject).is_not(None))
    match standing:
        case None:
            return []
        case AccountStanding.WITHOUT:
            return [col(Account.id).is_(None)]
        case AccountStanding.DISABLED:
            return [col(Account.disabled_at).is_not(None)]
        case AccountStanding.ACTIVE:
            return [*live, ready]
        case AccountStanding.INVITED:
            return [*live, ~ready]
        case AccountStanding.ADMINISTRATOR:
            return [*live, col(Account.administrator).is_(True)]
