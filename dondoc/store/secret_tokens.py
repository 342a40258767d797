"""Tokens that only their holder knows: the database keeps a digest."""

import secrets

from dondoc.vault import current_vault

_BYTES = 32


def new_token() -> str:
    """256 random bits, safe in an address and a cookie."""
    return secrets.token_urlsafe(_BYTES)


def digest(purpose: str, token: str) -> str:
    """What is kept of a token; it is of use for nothing else, even to who reads the database."""
    return current_vault().exact_fingerprint(f"token {purpose}", token)
