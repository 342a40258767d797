"""Lets every link and form of a page name the year of that page.

Two windows of one person share what the session remembers, so a link without a year could open
another year's rows, and what is sent could come back to them. Done once for the whole page,
because a template would forget it.
"""

import re

_OF_A_YEAR = (
    "account", "accounts", "audit", "boards", "calendar", "channels", "committees", "contacts",
    "conclusions", "difficulties", "digests", "evaluation", "file-requests", "me", "meetings",
    "office", "overdue", "overview", "papers", "people", "plan", "positions", "preview", "explain",
    "product-catalogue", "programme", "rechecks", "register", "rule-sets", "search", "settings",
    "verify", "views", "webhooks", "work",
)  # fmt: skip
"""The first part of the addresses of all pages with a menu and a choice of years."""
_PAGE = rf"/(?:{'|'.join(_OF_A_YEAR)})?(?:\.xlsx)?(?![\w.-])[^\"?#]*"
_ADDRESS = re.compile(rf"({_PAGE}|(?=\?))([^\"#]*)")
_LINK = re.compile(rf'(?<= href="){_ADDRESS.pattern}')
_SENT_TO = re.compile(rf'(?<= action="){_ADDRESS.pattern}')
_IN_PATH = re.compile(r"/(?:evaluation|verify)/\d{4}/")
_NAMED = re.compile(r"[?&;]year=")
_ASKING = re.compile(r"<form\b(?![^>]*\bmethod=\"post\")[^>]*>(?=(.*?)</form>)", re.DOTALL)
_SENDING = re.compile(r"<form\b(?=[^>]*\bmethod=\"post\")[^>]*>")
_FIELD = ' name="year"'


def with_year(html: str, year: int) -> str:
    """A page whose links and forms carry a year; one that they name is left."""

    def named(link: re.Match[str]) -> str:
        return _named(link, year, "&amp;")

    def form(match: re.Match[str]) -> str:
        hidden = f'<input type="hidden"{_FIELD} value="{year}">'
        return match[0] if _FIELD in match[1] else match[0] + hidden

    sent_named = _SENDING.sub(lambda sent: _SENT_TO.sub(named, sent[0]), _LINK.sub(named, html))
    return _ASKING.sub(form, sent_named)


def address_with_year(where: str, year: int) -> str:
    """The address of a page of ours with a year, as a link to it on a page would carry it."""
    match = _ADDRESS.match(where)
    return where if match is None else _named(match, year, "&") + where[match.end() :]


def _named(match: re.Match[str], year: int, ampersand: str) -> str:
    path, query = match.groups()
    if _IN_PATH.match(path) or _NAMED.search(query):
        return match[0]
    return f"{path}{query}{ampersand if query else '?'}year={year}"
