"""smtp:// and smtps://, as most programs write a mail server, said as this one does.

`smtps://` is TLS from the first byte (port 465). `smtp://` goes over to TLS once connected
(STARTTLS, port 587) wherever a password would be sent, or on the port for that; only a relay
without a login, on port 25, is spoken to openly. `?mode=` says otherwise.
"""

import re
from urllib.parse import quote, unquote

_SMTP = re.compile(r"smtp(s?)://(?P<authority>[^/?#]*)/?(?:\?(?P<query>.*))?", re.I | re.S)
_AUTHORITY = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>\d*))?")
_SUBMISSION, _IMPLICIT, _RELAY = "587", "465", "25"


def as_mailto(url: str) -> str:
    """The same server as a mailto:// or mailtos:// URL; any other URL as it is."""
    smtp = _SMTP.fullmatch(url.strip())
    if smtp is None:
        return url
    login, _, place = smtp["authority"].rpartition("@")
    host_and_port = _AUTHORITY.fullmatch(place)
    if host_and_port is None or not host_and_port["host"]:
        return url  # the check of kinds says what to write
    mode, port = _mode_and_port(bool(smtp[1]), bool(login), host_and_port["port"] or "")
    asked = smtp["query"] or ""
    parts = [] if re.search(r"(^|&)mode=", asked) else [f"mode={mode}"]
    if not re.search(r"(^|&)smtp=", asked):  # or the known settings of a mail service come first
        parts.append(f"smtp={host_and_port['host']}")
    query = "&".join([*parts, asked] if asked else parts)
    scheme = "mailto" if mode == "insecure" else "mailtos"
    return f"{scheme}://{_quoted(login)}{host_and_port['host']}:{port}?{query}"


def _mode_and_port(implicit: bool, login: bool, port: str) -> tuple[str, str]:
    if implicit or port == _IMPLICIT:
        return "ssl", port or _IMPLICIT
    if login or port == _SUBMISSION:
        return "starttls", port or _SUBMISSION
    return "insecure", port or _RELAY


def _quoted(login: str) -> str:
    """A user may be a whole address, and a password may hold anything."""
    if not login:
        return ""
    user, colon, password = login.partition(":")
    return f"{quote(unquote(user), safe='')}{colon}{quote(unquote(password), safe='')}@"
