"""Renewed tokens, shared by the channels of this process.

A refresh token is good once. Several threads, each with a channel of its own, find out at the
same time that their access token has expired; the first renews it, the others take its result.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

Tokens = tuple[str, str]  # access, refresh
OnTokens = Callable[[str, str], None]

RENEWING = Lock()  # held while one is renewed
_CACHE_SIZE = 64
_after: OrderedDict[str, Tokens] = OrderedDict()


def remember(used_up: str, tokens: Tokens) -> None:
    """These came for a refresh token that is used up now."""
    _after[used_up] = tokens
    if len(_after) > _CACHE_SIZE:
        _after.popitem(last=False)


def newest(refresh: str) -> Tokens | None:
    """The last tokens that go back to this refresh token, if it was used here."""
    tokens = None
    while refresh in _after and _after[refresh] != tokens:
        tokens = _after[refresh]
        refresh = tokens[1]
    return tokens
