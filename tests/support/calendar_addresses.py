"""Calendars that somebody makes for themselves."""

import re

from sites import Site


def make(site: Site, code: str, unit: int | str = "") -> str:
    """The path of a new address."""
    data = {"unit": str(unit), "make": "1"}
    text = site.client(code).post("/calendar", data=data).text
    found = re.search(r'value="[^"]*(/calendar/[^"/]+\.ics)"', text)
    assert found is not None
    return found[1]


def unit_of(site: Site, ref: str) -> int:
    text = site.client("CB-VPTU3").get(f"/items/2022/{ref}").text
    found = re.search(r'href="/boards/(\d+)"', text)
    assert found is not None
    return int(found[1])
