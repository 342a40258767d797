"""Who is at a page: the one look-up that every request begins with, kept as cheap as it can be."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.accounts.sessions import IDLE, digest_of
from models.account import Account, WebSession
from models.person import Person


class Present(NamedTuple):
    """Somebody signed in. `passed_at`: None while a second factor is still due."""

    session_id: int
    passed_at: datetime | None
    seen_at: datetime
    account_id: int
    administrator: bool
    must_change: bool
    person_id: int
    code: str
    full_name: str
    language: str


def present(session: Session, token: str, wall: datetime) -> Present | None:
    """Whose session a token opens, if it is one that still works."""
    query = (
        select(
            col(WebSession.id),
            col(WebSession.passed_at),
            col(WebSession.seen_at),
            col(Account.id),
            col(Account.administrator),
            col(Account.must_change),
            col(Person.id),
            col(Person.code),
            col(Person.full_name),
            col(Person.language),
        )
        .join(Account, col(Account.id) == col(WebSession.account_id))
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(
            col(WebSession.token_digest) == digest_of(token),
            col(WebSession.until) > wall,
            col(WebSession.seen_at) > wall - IDLE,
            col(Account.disabled_at).is_(None),
        )
    )
    row = session.connection().execute(query).one_or_none()
    return None if row is None else Present(*row)
