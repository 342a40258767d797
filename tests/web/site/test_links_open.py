"""What a page links to opens, for whoever is shown the link."""

import re
from collections import Counter, deque
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from matrix_rows import PEOPLE
from sites import Site
from two_years import JANUARY, RUNNING, load_next_year, site_on

_ROLES = ("official", "secretariat", "administrator", "auditor", "standing_committee")
_STARTS = ("/", "/office", "/preview", "/people", "/committees", "/register")
_MAX_PAGES, _MAX_ALIKE = 90, 2


def _links(answer: Response, address: str) -> list[str]:
    """The addresses of this site to which a page leads."""
    if answer.status_code in (302, 303, 307):
        return [urljoin(address, answer.headers["location"])]
    if "html" not in answer.headers.get("content-type", ""):
        return []
    hrefs = re.findall(r'<a\s[^>]*href="([^"]+)"', answer.text)
    whole = [urljoin(address, unescape(href)).partition("#")[0] for href in hrefs]
    return [link for link in whole if link.startswith("/") and not link.startswith("/language")]


def _shape(address: str) -> str:
    """The same for pages of the same kind."""
    parts = urlsplit(address)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    path = re.sub(r"/[A-Z][A-Z0-9-]+(?=/|@|%40|$)[^/]*", "/X", re.sub(r"\d+", "N", parts.path))
    return f"{path}?{','.join(names)}"


def _closed(client: TestClient) -> list[tuple[str, int, str]]:
    """Links that do not open: the page, the answer, the address."""
    waiting = deque(("", start) for start in _STARTS if client.get(start).status_code < 400)
    seen, alike, closed = set(_STARTS), Counter[str](), []
    for _ in range(_MAX_PAGES):
        if not waiting:
            break
        page, address = waiting.popleft()
        answer = client.get(address)
        if answer.status_code >= 400:
            closed.append((page, answer.status_code, address))
            continue
        for link in _links(answer, address):
            alike[_shape(link)] += 1
            if link not in seen and alike[_shape(link)] <= _MAX_ALIKE:
                seen.add(link)
                waiting.append((address, link))
    return closed


@pytest.mark.parametrize("role", _ROLES)
def test_every_link_that_is_shown_opens(shown: Site, role: str) -> None:
    assert _closed(shown.client(PEOPLE[role])) == []


def test_a_row_of_the_register_opens_in_its_own_year(sample_home: Path, tmp_path: Path) -> None:
    site = site_on(sample_home, tmp_path / "home", JANUARY)
    load_next_year(site)
    client = site.client(PEOPLE["official"])
    page = client.get(f"/register?year={RUNNING}").text
    row = unescape(re.findall(r'href="(/register/\d+/\d+[^"]*)"', page)[0])
    client.get(f"/register?year={RUNNING + 1}")  # the other year, in another tab
    entry = client.get(row)
    assert entry.status_code == 200 and f"Năm {RUNNING}" in entry.text
