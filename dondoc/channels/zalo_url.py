"""The parts of a zalo:// URL, and the URL after its tokens were renewed."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode

OA_API = "https://openapi.zalo.me"
ZNS_API = "https://business.openapi.zalo.me"
OAUTH = "https://oauth.zaloapp.com"

_MAX_TIMEOUT = 60.0
_OWN_PARAMETERS = ("app", "secret", "refresh", "api", "oauth", "timeout")


@dataclass(frozen=True, kw_only=True)
class ZaloAccount:
    """What a URL says; kind is oa or zns, fields are the template's, timeout in seconds."""

    token: str = field(repr=False)
    kind: str
    template: str
    fields: dict[str, str]
    app: str
    secret: str = field(repr=False)
    refresh: str = field(repr=False)
    api: str
    oauth: str
    timeout: float

    def makes_sense(self) -> bool:
        """Whether it is whole, and nothing in it would be ignored."""
        renewal = {bool(self.app), bool(self.secret), bool(self.refresh)}
        bases = all(base.startswith(("https://", "http://")) for base in (self.api, self.oauth))
        whole = len(renewal) == 1 and bases and 0 < self.timeout <= _MAX_TIMEOUT
        has_template = bool(self.template)
        fits = has_template if self.kind == "zns" else not has_template and not self.fields
        # They become HTTP headers.
        plain = all(text.isascii() and text.isprintable() for text in (self.token, self.secret))
        return whole and fits and plain and bool(self.token) and self.kind in {"oa", "zns"}


def parsed(url: str) -> ZaloAccount | None:
    """The account behind a URL, not yet seen to make sense; None when it has no token.

    Not as Apprise reads it: it makes names of parameters small, and those of a template's
    fields are not. Raises ValueError for a timeout that is no number.
    """
    location, _, query = url.partition("://")[2].partition("?")
    token, at, where = location.rpartition("@")
    if not at:
        return None
    kind, _, template = where.partition("/")
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    own = {name: pairs.pop(name, "") for name in _OWN_PARAMETERS}
    api = own["api"] or (OA_API if kind.lower() == "oa" else ZNS_API)
    return ZaloAccount(
        token=unquote(token),
        kind=kind.lower(),
        template=unquote(template).strip("/"),
        fields={name.removeprefix(":"): value for name, value in pairs.items()},
        app=own["app"],
        secret=own["secret"],
        refresh=own["refresh"],
        api=api.rstrip("/"),
        oauth=(own["oauth"] or OAUTH).rstrip("/"),
        timeout=float(own["timeout"] or 15),
    )


def renewed_url(url: str, access: str, refresh: str) -> str:
    """The channel's URL with the tokens that `on_tokens` was given, to be stored for next time."""
    location, _, query = url.partition("://")[2].partition("?")
    where = location.rpartition("@")[2]
    pairs = [
        (name, refresh if name == "refresh" else value)
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    return f"zalo://{quote(access, safe='')}@{where}?{urlencode(pairs)}"
