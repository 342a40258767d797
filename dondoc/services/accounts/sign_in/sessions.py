"""Sessions: where a person is signed in, for how long, and how it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlmodel import Session, col

from dondoc.store.secret_tokens import digest, new_token
from models.account import Account, WebSession
from models.person import Person
from models.rules.time_limits import latest

MAX_AGE = timedelta(days=14)
IDLE = timedelta(days=3)
HALF_OPEN = timedelta(minutes=10)
"""How long somebody has for the second factor."""
RECENT = timedelta(minutes=10)
"""After signing in, or showing the password again, what guards the account may be changed."""
LAST_USE_EVERY = timedelta(minutes=5)
"""A session's last use is written down this seldom: a page is no reason to write."""

_PURPOSE = "session"
_DEVICE_LENGTH = 200
_PLAIN = {"synchronize_session": False}


@dataclass(frozen=True)
class SignedIn:
    """A session with every factor shown, and whose it is."""

    session: WebSession
    account: Account
    person: Person


def digest_of(token: str) -> str:
    """What is kept of a session's token."""
    return digest(_PURPOSE, token)


def begin(
    session: Session, account: Account, wall: datetime, *, device: str, address: str, passed: bool
) -> str:
    """Opens a session and gives its token, for the cookie. `passed`: no second factor is due."""
    token = new_token()
    over = delete(WebSession).where(
        or_(col(WebSession.until) < wall, col(WebSession.made_at) > latest(wall))
    )
    session.execute(over, execution_options=_PLAIN)
    session.add(
        WebSession(
            account_id=account.key,
            token_digest=digest(_PURPOSE, token),
            made_at=wall,
            passed_at=wall if passed else None,
            seen_at=wall,
            until=wall + (MAX_AGE if passed else HALF_OPEN),
            device=device[:_DEVICE_LENGTH],
            address=address,
        )
    )
    return token


def _lasts(wall: datetime) -> tuple[ColumnElement[bool], ...]:
    """What holds of a session that still works; a clock that was ahead may have begun one."""
    return (
        col(WebSession.until) > wall,
        col(WebSession.seen_at) > wall - IDLE,
        col(WebSession.made_at) <= latest(wall),
    )


def find(session: Session, token: str, wall: datetime) -> SignedIn | None:
    """Whose session a token opens; a second factor may still be due. It only reads."""
    query = (
        select(WebSession, Account, Person)
        .join(Account, col(Account.id) == col(WebSession.account_id))
        .join(Person, col(Person.id) == col(Account.person_id))
        .where(
            col(WebSession.token_digest) == digest(_PURPOSE, token),
            *_lasts(wall),
            col(Account.disabled_at).is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else SignedIn(*row)


def stands(session: Session, account: Account, web_session_id: int) -> bool:
    """Whether a session was not ended meanwhile, nor its account disabled.

    Ask it of an account that is held: whoever ends sessions then waits, or was first.
    """
    query = select(col(WebSession.id)).where(
        col(WebSession.id) == web_session_id, col(WebSession.account_id) == account.key
    )
    return account.disabled_at is None and session.scalar(query) is not None


def has_ended(session: Session, web_session_id: int) -> bool:
    """Whether a session that let somebody in was ended meanwhile, or its account disabled.

    One that has not is held: whoever ends it waits for what its person is writing just now.
    """
    query = (
        select(col(WebSession.id))
        .join(Account, col(Account.id) == col(WebSession.account_id))
        .where(col(WebSession.id) == web_session_id, col(Account.disabled_at).is_(None))
        .with_for_update(read=True, key_share=True, of=WebSession)
    )
    return session.scalar(query) is None


def owner_of(session: Session, token: str) -> tuple[int, str] | None:
    """Whose session a token opened, also one that is over: the person, and their language."""
    query = (
        select(col(Person.id), col(Person.language))
        .join(Account, col(Account.person_id) == col(Person.id))
        .join(WebSession, col(WebSession.account_id) == col(Account.id))
        .where(col(WebSession.token_digest) == digest(_PURPOSE, token))
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def keep_last_use(session: Session, web_session_id: int, wall: datetime) -> None:
    """Writes down that a session was used."""
    query = update(WebSession).where(col(WebSession.id) == web_session_id).values(seen_at=wall)
    session.execute(query)


def keep_year(session: Session, web_session_id: int, year: int | None) -> None:
    """Remembers which year's programme is looked at; None: whichever is at work."""
    query = update(WebSession).where(col(WebSession.id) == web_session_id).values(year=year)
    session.execute(query)


def pass_again(session: Session, web_session_id: int, wall: datetime) -> None:
    """The password was shown again in a session: it is as good as a new one for a while."""
    query = update(WebSession).where(col(WebSession.id) == web_session_id).values(passed_at=wall)
    session.execute(query)


def of(session: Session, account_id: int, wall: datetime) -> list[WebSession]:
    """Where an account is signed in, the last used first."""
    query = (
        select(WebSession)
        .where(
            col(WebSession.account_id) == account_id,
            col(WebSession.passed_at).is_not(None),
            *_lasts(wall),
        )
        .order_by(col(WebSession.seen_at).desc(), col(WebSession.id))
    )
    return list(session.scalars(query))


def end(
    session: Session, account_id: int, *, only: int | None = None, but: int | None = None
) -> None:
    """Ends all sessions of an account, or `only` one of them, or all `but` one."""
    query = delete(WebSession).where(col(WebSession.account_id) == account_id)
    if only is not None:
        query = query.where(col(WebSession.id) == only)
    if but is not None:
        query = query.where(col(WebSession.id) != but)
    session.execute(query)
