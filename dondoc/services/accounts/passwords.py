"""Passwords: kept as argon2 digests, checked in the same time whoever asks."""

import unicodedata
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError, VerifyMismatchError
from sqlmodel import Session

from dondoc.services.accounts import sessions
from dondoc.services.errors import BadInput
from models.account import Account

SHORTEST, LONGEST = 10, 200
"""NIST SP 800-63B: length is what counts, so nothing is asked about kinds of characters."""

_hasher = PasswordHasher()


def set_password(session: Session, account: Account, password: str, wall: datetime) -> None:
    """Sets a new password and ends the sessions that the old one opened.

    Raises BadInput for one that is too short, too long or too easily guessed.
    """
    check_strength(password)
    account.password_hash = _hasher.hash(_plain(password))
    account.password_set_at = wall
    account.must_change = False
    session.add(account)
    sessions.end(session, account.key)


def check_strength(password: str) -> None:
    """Raises BadInput for a password that nobody should use."""
    length = len(_plain(password))
    if length < SHORTEST:
        raise BadInput("account.error.short", least=SHORTEST)
    if length > LONGEST:
        raise BadInput("account.error.long", most=LONGEST)
    if len(set(_plain(password).casefold())) < 4:
        raise BadInput("account.error.simple")


def matches(account: Account | None, password: str) -> bool:
    """Whether a password is the account's; without an account it takes just as long."""
    known = account.password_hash if account is not None else ""
    try:
        _hasher.verify(known or _nobody(), _plain(password)[:LONGEST])
    except (VerifyMismatchError, VerificationError):
        return False
    return bool(known)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


def _plain(password: str) -> str:
    """The same letters typed two ways (composed or not) are the same password."""
    return unicodedata.normalize("NFC", password)
