"""Who is at a page: the one look-up that every request begins with, kept as cheap as it can be."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, true
from sqlmodel import Session, col

from dondoc.services.accounts.sessions import IDLE, digest_of
from dondoc.services.programmes import ProgrammeYear
from models.account import Account, WebSession
from models.person import Person
from models.programme import Programme


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


class Arrival(NamedTuple):
    """Who comes to which programme."""

    who: Present
    programme: ProgrammeYear | None


def arrive(session: Session, token: str, wall: datetime, year: int | None) -> Arrival | None:
    """Whose session a token opens, if it is one that still works; one query.

    `year`: of the programme that is looked at, None for the latest.
    """
    row = (
        session.connection()
        .execute(
            _query(year is None),
            {"token": digest_of(token), "wall": wall, "seen": wall - IDLE, "year": year},
        )
        .one_or_none()
    )
    if row is None:
        return None
    size = len(Present._fields)
    key, found = row[size:]
    programme = None if key is None else ProgrammeYear(key, found)
    return Arrival(Present(*row[:size]), programme)


@cache
def _query(latest: bool) -> Select[Any]:
    shown = select(col(Programme.id), col(Programme.year))
    if latest:
        shown = shown.order_by(col(Programme.year).desc()).limit(1)
    else:
        shown = shown.where(col(Programme.year) == bindparam("year"))
    programme = shown.subquery()
    return (
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
            programme.c.id,
            programme.c.year,
        )
        .select_from(WebSession)
        .join(Account, col(Account.id) == col(WebSession.account_id))
        .join(Person, col(Person.id) == col(Account.person_id))
        .outerjoin(programme, true())
        .where(
            col(WebSession.token_digest) == bindparam("token"),
            col(WebSession.until) > bindparam("wall"),
            col(WebSession.seen_at) > bindparam("seen"),
            col(Account.disabled_at).is_(None),
        )
    )
