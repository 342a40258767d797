"""Who asks for a page, by the cookie: the one query that every request begins with."""

from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select, true
from sqlmodel import Session, col

from dondoc.services.accounts.sign_in.sessions import IDLE, digest_of
from dondoc.services.programme.at_work import Years, cached_years
from dondoc.services.programme.programmes import ProgrammeYear
from models.account import Account, WebSession
from models.person import Person
from models.programme import Programme
from models.rules.time_limits import latest


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
    year: int | None


class Arrival(NamedTuple):
    """Who comes, and the years that there are."""

    who: Present
    years: Years

    def shown(self, year: int | None) -> ProgrammeYear | None:
        """The programme that is looked at: as asked for, as chosen before, or the one at work."""
        if year is not None:
            return self.years.of(year)
        return self.years.of(self.who.year) or self.years.at_work


def arrive(session: Session, token: str, wall: datetime, day: date) -> Arrival | None:
    """Whose session a token opens, if it is one that still works.

    `day`: on which the programme at work is asked for. One query where there is one programme.
    """
    moments = {"wall": wall, "seen": wall - IDLE, "latest": latest(wall)}
    rows = session.connection().execute(_query(), {"token": digest_of(token), **moments}).all()
    if not rows:
        return None
    size = len(Present._fields)
    known = tuple(ProgrammeYear(*row[size:]) for row in rows if row[size] is not None)
    return Arrival(Present(*rows[0][:size]), cached_years(session, known, day))


@cache
def _query() -> Select[Any]:
    """The session and whose it is, beside every programme: the newest first.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    programme = select(col(Programme.id), col(Programme.year)).subquery()
    return (
        select(
            col(WebSession.id), col(WebSession.passed_at), col(WebSession.seen_at),
            col(Account.id), col(Account.administrator), col(Account.must_change),
            col(Person.id), col(Person.code), col(Person.full_name), col(Person.language),
            col(WebSession.year), programme.c.id, programme.c.year,
        )
        .select_from(WebSession)
        .join(Account, col(Account.id) == col(WebSession.account_id))
        .join(Person, col(Person.id) == col(Account.person_id))
        .outerjoin(programme, true())
        .where(
            col(WebSession.token_digest) == bindparam("token"),
            col(WebSession.until) > bindparam("wall"),
            col(WebSession.seen_at) > bindparam("seen"),
            col(WebSession.made_at) <= bindparam("latest"),
            col(Account.disabled_at).is_(None),
        )
        .order_by(programme.c.year.desc())
    )  # fmt: skip
