"""The deputies that the page proposes: everybody in the list would be accepted."""

import re

import page_grounds
import pytest
from sites import Site

PAUSE = {"start": "2022-05-23", "end": "2022-05-27"}


def proposed(site: Site, code: str) -> list[str]:
    page = site.client(code).get("/settings").text
    listed = page[page.index('<datalist id="deputies">') :].partition("</datalist>")[0]
    return re.findall(r'<option value="([^"]+)"', listed)


def status(site: Site, away: str, deputy: str) -> int:
    client = site.client(away)
    fields = {**PAUSE, "deputy": deputy}
    return page_grounds.press(client, "/settings/pause", data=fields).status_code


def test_the_deputy_head_of_the_committee_stands_in_for_its_head(site: Site) -> None:
    assert proposed(site, "CB-BX1")[0] == "CB-BX2"
    assert status(site, "CB-BX1", "CB-BX2") == 303


@pytest.mark.parametrize("away", ["CB-BX1", "CB-BX2", "CB-LT3", "CB-STC1", "CB-VPTU3"])
def test_only_who_would_be_accepted_is_proposed(site: Site, away: str) -> None:
    codes = proposed(site, away)
    assert codes and away not in codes
    assert [code for code in codes if status(site, away, code) != 303] == []
