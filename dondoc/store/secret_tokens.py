"""Tokens that only their holder knows: the database keeps a digest."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from dondoc.vault import vault

_BYTES = 32
SECOND_PRESS = timedelta(minutes=2)
"""So long a form that is sent again is one that was pressed twice."""


def new_token() -> str:
    """256 random bits, safe in an address and a cookie."""
    return secrets.token_urlsafe(_BYTES)


def token_of_form(purpose: str, form: str) -> str:
    """The token that a form makes, pressed once or twice: only the last answer is seen.

    `form`: what tells one opened form of one person from another. Nobody can work it out without
    the key of this installation.
    """
    known = vault().exact_fingerprint(f"form {purpose}", form)
    return base64.urlsafe_b64encode(hashlib.sha256(known.encode()).digest()).decode().rstrip("=")


def token_pressed(
    session: Session, model: Any, purpose: str, form: str, wall: datetime, prefix: str = ""
) -> tuple[str, bool]:
    """A token, and whether this very form made it just before: pressed twice it makes one.

    `form`: as above, '' for none. `model`: the table of such tokens.
    """
    if form:
        token = prefix + token_of_form(purpose, form)
        query = select(model).where(model.token_digest == digest(purpose, token))
        made = session.scalars(query).one_or_none()
        if made is None:
            return token, False
        if made.revoked_at is None and wall - made.made_at < SECOND_PRESS:
            return token, True
    return prefix + new_token(), False


def digest(purpose: str, token: str) -> str:
    """What is kept of a token; it is of use for nothing else, even to who reads the database."""
    return vault().exact_fingerprint(f"token {purpose}", token)
