"""Two programmes side by side, before and after the second one was loaded, and their pages."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from sites import Site, _close
from two_years import RUNNING, load_next_year, site_on

SWITCH = re.compile(
    r'<nav class="years".*?</nav>\n?| <small class="soft year">[^<]*</small>', re.DOTALL
)
"""The switch, and the year behind a heading: both are there once there is a choice."""
NAMED_YEAR = re.compile(r'<input type="hidden" name="year" value="\d{4}">')
"""In forms that only ask: it is there once there is a choice, as in links."""
_LINKED_YEAR = re.compile(
    rf'(<(?:a|form)\s[^>]*(?:href|action)="[^"]*?)(?:\?|&amp;|%3F)year(?:=|%3D){RUNNING}(?=["#])'
)
_MINUTE = re.compile(r"\d\d:\d\d")
_NONCE = re.compile(r'name="nonce" value="[^"]*"|name="csrf" value="[^"]*"')


class World:
    """The same office twice on one day: with its own year only, and with the next one's plan."""

    def __init__(self, before: Site, after: Site) -> None:
        self.before, self.after = before, after
        self._clients: dict[tuple[int, str], TestClient] = {}

    def client(self, site: Site, role: str) -> TestClient:
        key = (id(site), role)
        if key not in self._clients:
            self._clients[key] = site.client(PEOPLE[role])
        return self._clients[key]


def world(sample_home: Path, folder: Path, day: date) -> Iterator[World]:
    before, after = (site_on(sample_home, folder / name, day) for name in ("before", "after"))
    load_next_year(after)
    yield World(before, after)
    _close(before)
    _close(after)


def text_of(client: TestClient, address: str) -> tuple[int, str]:
    """A page but for the switch of years and what is new every time."""
    answer = client.get(address)
    where = answer.headers.get("location", "").removesuffix(f"?year={RUNNING}")
    if not answer.headers.get("content-type", "").startswith(("text/html", "application/json")):
        return answer.status_code, where
    text = NAMED_YEAR.sub("", _LINKED_YEAR.sub(r"\1", SWITCH.sub("", answer.text)))
    if address == "/account":  # it names the minute in which one signed in
        text = _MINUTE.sub("", text)
    return answer.status_code, where + _NONCE.sub("", text)


def pages() -> list[Row]:
    """Every page of the matrix that somebody signed in looks at, and every list of the API."""
    return [
        row for row in ROWS
        if row.method == "GET" and not row.public and not row.route.startswith("/api")
    ]  # fmt: skip
