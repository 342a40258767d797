"""What the forms of a page carry unseen, as a browser sends it back."""

import html
import re
from collections.abc import Mapping
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response


def seen_on(page: str, after: str = "") -> str:
    """What the first form behind these words says that it showed."""
    found = re.search(r'name="seen" value="([^"]*)"', page[page.index(after) if after else 0 :])
    assert found is not None
    return html.unescape(found[1])


def rows_seen(page: str) -> dict[str, str]:
    """What the rows of a list say that they show, by the names of their fields."""
    found = re.findall(r'name="(seen/[^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(said) for name, said in found}


def hidden(form: str) -> dict[str, str]:
    """All that a form carries unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(said) for name, said in found}


def page_of(address: str, data: Mapping[str, object]) -> str:
    """The page on which the form of an address stands."""
    for pattern, page in _PAGES:
        if found := re.fullmatch(pattern, address):
            person = data.get("person")
            query = f"?person={person}" if page == "/settings" and person else ""
            return found.expand(page) + query
    raise AssertionError(address)


_PAGES = (
    (r"/programme/calendar.*", "/programme/calendar"),
    (r"/programme/ladder.*", "/programme/ladder"),
    (r"/channels/.*", "/channels"),
    (r"/people/([^/]+)(?:/take|/leave|/move|/call-off)?", r"/people/\1"),
    (r"/committees/(\d+).*", r"/committees/\1"),
    (r"/settings/.*", "/settings"),
    (r"/accounts/(\d+)", r"/accounts/\1"),
    (r"/views/\d+", "/views"),
    (r"/plan/uploaded/([^/]+)", r"/plan/uploaded/\1"),
)


def press(
    client: TestClient, address: str, data: Mapping[str, object] | None = None, **more: Any
) -> Response:
    """Opens the page of a form and sends the form, as a browser does."""
    given = dict(data or {})
    page = client.get(page_of(address, given)).text
    return client.post(address, data=looked(page) | given, **more)


def looked(page: str) -> dict[str, object]:
    """All that the forms of a page say that they showed."""
    found = [html.unescape(one) for one in re.findall(r'name="seen" value="([^"]*)"', page)]
    days = re.search(r'name="seen/days" value="([^"]*)"', page)
    known = {"seen/days": html.unescape(days[1])} if days else {}
    return known | ({"seen": "&".join(found)} if found else {})
