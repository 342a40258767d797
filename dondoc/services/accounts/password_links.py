"""Links that set a password once: an invitation, or a password that was forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlmodel import Session, col

from dondoc.services.programme.programmes import calendar_of_year
from dondoc.store.secret_tokens import digest, new_token
from models.account import Account, PasswordLink
from models.rules.checkpoints import HANOI
from models.rules.time_limits import latest

INVITATION_DAYS = 2
"""Working days: an invitation of a Friday evening is still good when people are back at work."""
FORGOTTEN = timedelta(hours=1)
AT_THE_DOOR = timedelta(minutes=15)
"""For somebody who has just signed in and must choose another password first."""

_PURPOSE = "password link"


def make(session: Session, account: Account, wall: datetime, lifetime: timedelta) -> str:
    """A new link's token, which goes to its owner and nowhere else; those before it end."""
    return _make(session, account, wall, wall + lifetime)


def make_invitation(session: Session, account: Account, wall: datetime) -> str:
    """The token of a link that works until the same time of the second working day after."""
    here = wall.astimezone(HANOI)
    calendar = calendar_of_year(session, here.year, {})
    last = calendar.add(here.date(), INVITATION_DAYS)
    return _make(session, account, wall, wall + (last - here.date()))


def end_of(session: Session, token: str) -> datetime | None:
    """Until when a link works; None for one that is not ours."""
    query = select(col(PasswordLink.until)).where(
        col(PasswordLink.token_digest) == digest(_PURPOSE, token)
    )
    return session.scalars(query).one_or_none()


def _make(session: Session, account: Account, wall: datetime, until: datetime) -> str:
    drop(session, account.key)
    token = new_token()
    session.add(
        PasswordLink(
            account_id=account.key,
            token_digest=digest(_PURPOSE, token),
            made_at=wall,
            until=until,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, wall: datetime) -> Account | None:
    """Whose password a link sets; None for one that is used, over, or not ours. It only reads."""
    query = (
        select(Account)
        .join(PasswordLink, col(PasswordLink.account_id) == col(Account.id))
        .where(*_works(token, wall), col(Account.disabled_at).is_(None))
    )
    return session.scalars(query).one_or_none()


def use(session: Session, token: str, wall: datetime) -> Account | None:
    """Uses a link up: of two at once, one gets the account and the other None."""
    account = find(session, token, wall)
    query = update(PasswordLink).where(*_works(token, wall)).values(used_at=wall)
    used = session.connection().execute(query).rowcount
    return account if used == 1 else None


def drop(session: Session, account_id: int) -> None:
    """The links of an account work no more."""
    query = delete(PasswordLink).where(
        col(PasswordLink.account_id) == account_id, col(PasswordLink.used_at).is_(None)
    )
    session.execute(query, execution_options={"synchronize_session": False})


def _works(token: str, wall: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(PasswordLink.token_digest) == digest(_PURPOSE, token),
        col(PasswordLink.used_at).is_(None),
        col(PasswordLink.until) > wall,
        col(PasswordLink.made_at) <= latest(wall),
    )
