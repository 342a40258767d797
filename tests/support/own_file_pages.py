"""Requests about personal data, sent from the page of one's own file."""

import html
import re

from sites import Site

OFFICIAL, SECRETARIAT, LEFT = "CB-LT2", "CB-VPTU3", "CB-SXD4"


def seen_on(page: str, action: str) -> str:
    form = page[page.index(f'action="{action}') :]
    found = re.search(r'name="seen" value="([^"]*)"', form)
    assert found is not None
    return html.unescape(found[1])


def ask(site: Site, code: str = OFFICIAL, **changed: object) -> str:
    client = site.client(code)
    page = client.get("/me/file").text
    files = changed.pop("files", None)
    data = {
        "seen": seen_on(page, "/me/file"), "kind": "correct", "about": "positions",
        "wrong": "Giữ chức từ 01/03/2022", "why": "Theo Quyết định 12", **changed,
    }  # fmt: skip
    answer = client.post("/me/file", data=data, files=files)
    assert answer.status_code in (303, 422), answer.text
    return client.get("/me/file").text if answer.status_code == 303 else answer.text
