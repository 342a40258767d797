"""Keeps passwords and tokens out of answers, errors and logs."""

import base64
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from urllib.parse import quote, unquote

HIDDEN = "***"

_SHORTEST = 4  # masking every "a" of an answer would hide the answer, not the secret
_MAX_NAME_LENGTH = 7  # what is longer, in a place for tokens, is taken for one
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)://")
_AUTHORITY = re.compile(
    r"(?:([^:@/?#\s]*)(:[^@/?#\s]*)?@)?([A-Za-z0-9._-]*|\[[0-9a-f:.]+\])(:\d{1,5})?"
)
_NAMED_BY_HOST = "mailto mailtos mailbox http https json jsons xml xmls form forms"
_WITH_HOST = frozenset(_NAMED_BY_HOST.split())
_SHOWN_PARAMETERS = frozenset(
    ("from", "name", "to", "mode", "smtp", "timeout", "verify", "format", "cto", "rto", "method")
)


def mask(url: str) -> str:
    """The URL as it may be shown: `mailto://user:***@host:587?from=...`.

    Many services keep their token where others have the host, so of a scheme that is not
    known to have a host, and of anything that cannot be parsed, only the scheme is shown.
    """
    scheme = _SCHEME.match(url)
    if scheme is None:
        return HIDDEN
    head = f"{scheme[1].lower()}://"
    location, _, query = url[scheme.end() :].partition("?")
    authority, slash, path = location.partition("/")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None or scheme[1].lower() not in _WITH_HOST or "@" in path:
        return head + HIDDEN
    user, password, host, port = parts.groups("")
    login = f"{user}{':' + HIDDEN if password else ''}@" if user or password else ""
    shown_path = slash + (path if head == "mailbox://" or not path else HIDDEN)
    return head + login + host + port + shown_path + _masked_query(query)


def _masked_query(query: str) -> str:
    if not query:
        return ""
    pairs = [part.partition("=") for part in query.split("&")]
    shown = [
        f"{name}={value if name in _SHOWN_PARAMETERS else HIDDEN}" if equals else HIDDEN
        for name, equals, value in pairs
    ]
    return "?" + "&".join(shown)


def secrets_in(url: str) -> frozenset[str]:
    """Every part of a channel's URL that must not be shown, in the forms it may come back in."""
    scheme = _SCHEME.match(url)
    rest = url[scheme.end() :] if scheme else url
    login, _, _ = rest.partition("?")[0].rpartition("@")
    user, _, password = login.partition(":")
    kind = (scheme[1] if scheme else "").lower()
    texts = {password, *_tokens(rest, kind)}
    if kind not in _WITH_HOST and len(user) > _MAX_NAME_LENGTH:
        texts.add(user)  # some services keep their token where others have the user
    return _with_encodings(texts, unquote(user), unquote(password))


def _tokens(rest: str, scheme: str) -> set[str]:
    if scheme in {"mailto", "mailtos", "mailbox"}:
        return set()
    location, _, query = rest.partition("?")
    host, *path = location.rpartition("@")[2].split("/")
    named = [part.partition("=") for part in query.split("&")]
    long = [*path, *(value for name, _, value in named if name not in _SHOWN_PARAMETERS)]
    hosts = set() if scheme in _WITH_HOST else {host}
    return hosts | {part for part in long if len(part) > _MAX_NAME_LENGTH}


def _with_encodings(texts: set[str], user: str, password: str) -> frozenset[str]:
    plain = texts | {unquote(text) for text in texts}
    encoded = {_base64(name) for name in plain} | {quote(text, safe="") for text in plain}
    if password:
        encoded |= {_base64(f"\0{user}\0{password}"), _base64(f"{user}:{password}")}
    return frozenset(text for text in plain | encoded if len(text) >= _SHORTEST)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode() if text else ""


def scrub(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret replaced, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


_hidden_now: ContextVar[frozenset[str] | None] = ContextVar("_hidden_now", default=None)


@contextmanager
def hiding(secrets: frozenset[str]) -> Iterator[None]:
    """Within the block, log records of Apprise and of what it calls show no secret.

    Below INFO they are dropped: there Apprise writes down whole payloads, and a letter may
    hold a link that is for its recipient only.
    """
    _watch_logs()
    token = _hidden_now.set((_hidden_now.get() or frozenset()) | secrets)
    try:
        yield
    finally:
        _hidden_now.reset(token)


@cache
def _watch_logs() -> None:
    for name in ("apprise", "urllib3.connectionpool", "requests"):
        logging.getLogger(name).addFilter(_scrub_record)


def _scrub_record(record: logging.LogRecord) -> bool:
    secrets = _hidden_now.get()
    if secrets is None:
        return True
    if record.levelno < logging.INFO:
        return False
    if secrets:
        record.msg, record.args = scrub(record.getMessage(), secrets), ()
        if record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info)
            record.exc_info, record.exc_text = None, scrub(trace, secrets)
    return True
