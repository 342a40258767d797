"""Tokens of the JSON API: a program acts for a person, within scopes, until it is revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.history.events import append
from dondoc.store.secret_tokens import digest, token_pressed
from models.account import Account, ApiToken
from models.event import EventKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.texts import bare

PREFIX = "dondoc_"
"""Says what it is to whoever finds one in a file, and to programs that look for secrets."""

LAST_USE_EVERY = timedelta(minutes=5)
MAX_TOKENS = 20
MAX_NAME_LENGTH = 100
LIFETIMES = (30, 90, 365)
"""Days that are offered; a token without an end is not."""

_PURPOSE = "api"


class TokenScope(StrEnum):
    """What a token may be used for, at most; never more than its person may do."""

    READ = "read"
    REPORT = "report"
    VERIFY = "verify"
    ADMIN = "admin"


SCOPE_OF: dict[Act, TokenScope] = {
    Act.ACKNOWLEDGE: TokenScope.REPORT,
    Act.UPDATE: TokenScope.REPORT,
    Act.REPORT: TokenScope.REPORT,
    Act.ASK_EXTENSION: TokenScope.REPORT,
    Act.VERIFY: TokenScope.VERIFY,
    Act.RETURN: TokenScope.VERIFY,
    Act.NOT_REPORTED: TokenScope.VERIFY,
    Act.CORRECT: TokenScope.VERIFY,
    Act.EVALUATE: TokenScope.VERIFY,
    Act.REFUSE_EXTENSION: TokenScope.VERIFY,
    Act.ASK_CAUSE: TokenScope.REPORT,
    Act.WITHDRAW_CAUSE: TokenScope.REPORT,
    Act.CONFIRM_CAUSE: TokenScope.VERIFY,
    Act.REFUSE_CAUSE: TokenScope.VERIFY,
    Act.TAKE_BACK_CAUSE: TokenScope.VERIFY,
    Act.CHANGE_DUE: TokenScope.ADMIN,
    Act.WITHDRAW: TokenScope.ADMIN,
}
"""What an act needs. That a window opens is no act of a person."""


@dataclass(frozen=True)
class Bearer:
    """A token that is in force, whose it is, and what it may be used for."""

    token_id: int
    person: Person
    scopes: frozenset[TokenScope]
    administrator: bool
    used_at: datetime | None


@dataclass(frozen=True)
class TokenOwner:
    """A person's own tokens. `now`: in the programme's time, for history; `wall`: in real time."""

    session: Session
    person_id: int
    now: datetime
    wall: datetime

    def note(self, what: str, **data: str) -> None:
        """Appends to history, never with the token."""
        row = {
            "kind": EventKind.SETTINGS_CHANGED,
            "actor_id": self.person_id,
            "data": {"what": what, **data},
        }
        append(self.session, self.now, [row])


def make(
    token_owner: TokenOwner,
    name: str,
    scopes: Iterable[TokenScope],
    days: int,
    form: str = "",
) -> str:
    """Makes a token and gives it: it is kept as a digest only, so it can be shown only now.

    `form`: the nonce of the form; pressed twice it makes one token, and shows it again.

    Raises BadInput without a name or a scope, for a lifetime that is not offered, and where
    there are too many.
    """
    session, wall = token_owner.session, token_owner.wall
    chosen, name = sorted(set(scopes)), bare(name)
    _check(name, chosen, days)
    _hold(session, token_owner.person_id)
    opened = form and f"{token_owner.person_id} {form}"
    token, again = token_pressed(session, ApiToken, _PURPOSE, opened, wall, PREFIX)
    if again:
        return token
    if _count(session, token_owner.person_id, wall) >= MAX_TOKENS:
        raise BadInput("tokens.error.many", most=MAX_TOKENS)
    session.add(
        ApiToken(
            person_id=token_owner.person_id,
            name=name,
            token_digest=digest(_PURPOSE, token),
            scopes=",".join(chosen),
            made_at=wall,
            until=wall + timedelta(days=days),
        )
    )
    token_owner.note("api_token_made", name=name, scopes=", ".join(chosen))
    return token


def _check(name: str, scopes: list[TokenScope], days: int) -> None:
    if not name or len(name) > MAX_NAME_LENGTH:
        raise BadInput("tokens.error.name", most=MAX_NAME_LENGTH)
    if not scopes:
        raise BadInput("tokens.error.scopes")
    if days not in LIFETIMES:
        raise BadInput("tokens.error.days")


def _hold(session: Session, person_id: int) -> None:
    """Two that are made at once are counted one after the other."""
    session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())


def _count(session: Session, person_id: int, wall: datetime) -> int:
    query = select(func.count()).where(col(ApiToken.person_id) == person_id, *_in_force(wall))
    return session.scalar(query) or 0


def _in_force(wall: datetime) -> tuple[ColumnElement[bool], ...]:
    until = col(ApiToken.until)
    return col(ApiToken.revoked_at).is_(None), or_(until.is_(None), until > wall)


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    """A person's tokens, the newest first; revoked and expired ones, too."""
    query = select(ApiToken).where(col(ApiToken.person_id) == person_id)
    return list(session.scalars(query.order_by(col(ApiToken.id).desc()).limit(100)))


def revoke(token_owner: TokenOwner, token_id: int) -> bool:
    """Revokes a person's own token; False where they have none of that number."""
    _hold(token_owner.session, token_owner.person_id)
    api_token = token_owner.session.get(ApiToken, token_id)
    if api_token is None or api_token.person_id != token_owner.person_id:
        return False
    if api_token.revoked_at is None:
        api_token.revoked_at = token_owner.wall
        token_owner.note("api_token_revoked", name=api_token.name)
    return True


def revoke_all(session: Session, person_id: int, wall: datetime) -> int:
    """Revokes every token in force of somebody; how many there were.

    Whoever got into an account may have left a token behind, so a password that was reset, or
    that must be changed, ends all of them: their owner makes those anew that are still needed.
    """
    _hold(session, person_id)
    mine = (col(ApiToken.person_id) == person_id, *_in_force(wall))
    query = update(ApiToken).where(*mine).values(revoked_at=wall)
    return session.connection().execute(query).rowcount


def find(session: Session, token: str, wall: datetime) -> Bearer | None:
    """Whose token it is, while it is in force and its person's account is not disabled."""
    query = (
        select(ApiToken, Person, Account)
        .join(Person, col(Person.id) == col(ApiToken.person_id))
        .join(Account, col(Account.person_id) == col(Person.id))
        .where(
            col(ApiToken.token_digest) == digest(_PURPOSE, token),
            *_in_force(wall),
            col(Account.disabled_at).is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    api_token, person, account = row
    scopes = frozenset(TokenScope(name) for name in api_token.scopes.split(",") if name)
    return Bearer(api_token.key, person, scopes, account.administrator, api_token.used_at)


def stands(session: Session, token_id: int, wall: datetime) -> bool:
    """Whether a token that let a program in was not revoked meanwhile, nor its account disabled.

    Its person and account are held: whoever takes it back waits for what is being written.
    """
    query = (
        select(col(ApiToken.id))
        .join(Person, col(Person.id) == col(ApiToken.person_id))
        .join(Account, col(Account.person_id) == col(Person.id))
        .where(col(ApiToken.id) == token_id, *_in_force(wall), col(Account.disabled_at).is_(None))
        .with_for_update(read=True, of=(Person, Account))
    )
    return session.scalar(query) is not None


def keep_used(session: Session, token_id: int, wall: datetime) -> None:
    """Writes down that a token was used."""
    session.execute(update(ApiToken).where(col(ApiToken.id) == token_id).values(used_at=wall))
