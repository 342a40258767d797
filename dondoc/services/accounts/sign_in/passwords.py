"""Passwords: kept as argon2 digests, checked in the same time whoever asks."""

from datetime import datetime
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlmodel import Session

from dondoc.errors import BadInput
from dondoc.services.accounts import password_links
from dondoc.services.accounts.sign_in import sessions
from models.account import Account
from models.rules.texts import composed_letters

SHORTEST, MAX_LENGTH = 10, 200
"""NIST SP 800-63B: length is what counts, so nothing is asked about kinds of characters."""

STRENGTH = RFC_9106_LOW_MEMORY
"""RFC 9106, second recommended option: 3 passes over 64 MB."""

_hasher = PasswordHasher.from_parameters(STRENGTH)
_turns = BoundedSemaphore(4)
"""Each check takes 64 MB: a crowd at the door must not take all memory."""


def set_password(
    session: Session, account: Account, password: str, wall: datetime, *, keep: int | None = None
) -> None:
    """Sets a new password and ends the sessions that the old one opened, all but `keep`.

    Links that would set another one work no more. Raises BadInput for a password that is too
    short, too long or too easily guessed.
    """
    check_strength(password)
    account.password_hash = hashed(password)
    account.password_set_at = wall
    account.must_change = False
    session.add(account)
    password_links.drop(session, account.key)
    sessions.end(session, account.key, but=keep)


def check_strength(password: str) -> None:
    """Raises BadInput for a password that nobody should use."""
    length = len(_plain(password))
    if length < SHORTEST:
        raise BadInput("account.error.short", least=SHORTEST)
    if length > MAX_LENGTH:
        raise BadInput("account.error.long", most=MAX_LENGTH)
    if len(set(_plain(password).casefold())) < 4:
        raise BadInput("account.error.simple")


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return _hasher.hash(_plain(password))


def matches(account: Account | None, password: str) -> bool:
    """Whether a password is the account's; without an account it takes just as long."""
    known = account.password_hash if account is not None else ""
    try:
        with _turns:
            _hasher.verify(known or _nobody(), _plain(password)[:MAX_LENGTH])
    except (VerificationError, InvalidHashError):
        return False
    return bool(known)


def is_dated(account: Account) -> bool:
    """Whether the digest was made with other parameters than today's: make it anew."""
    return _hasher.check_needs_rehash(account.password_hash)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


def _plain(password: str) -> str:
    """The same letters typed two ways (composed or not) are the same password."""
    return composed_letters(password)
