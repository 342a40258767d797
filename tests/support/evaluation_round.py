"""The sample's first quarter under evaluation: opened by the secretariat, and its forms sent."""

import html
import re
from collections.abc import Mapping
from typing import Any

from sites import Site

OFFICIAL, NAME = "CB-SL1", "Vũ Ngọc Hùng"
ROUND = "/evaluation/2022/Q1"
PAGE = f"{ROUND}/{OFFICIAL}"
_RULES = "official=ND-335-2025&leader=ND-335-2025"


def opened(site: Site) -> None:
    """Opens the first quarter by the decree, as it is proposed."""
    client = site.client("CB-VPTU3")
    page = client.get(f"/evaluation/rounds?period=Q1&{_RULES}").text
    answer = client.post("/evaluation/rounds", data=form_of(page, "/evaluation/rounds"))
    assert answer.status_code == 303, answer.text


def form_of(page: str, action: str) -> dict[str, str]:
    """What a form that is posted to an address carries: hidden fields and what is filled in."""
    for form in re.findall(r"<form\b[^>]*>.*?</form>", page, re.DOTALL):
        head = form[: form.index(">")]
        sent_to = f'action="{action}' in head or f'formaction="{action}"' in form
        if sent_to and 'method="post"' in head:
            return _fields(form)
    raise AssertionError(f"no form for {action}: {page[:2000]}")


def _fields(form: str) -> dict[str, str]:
    fields = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        picked = 'type="radio"' not in tag or " checked" in tag
        if name and picked:
            fields[name[1]] = html.unescape(value[1]) if value else ""
    return fields


def send(client: Any, address: str, typed: Mapping[str, str], act: str = "report") -> Any:
    """Opens a form, types, and presses a button."""
    carried = form_of(client.get(address).text, address)
    return client.post(address, data=carried | dict(typed) | {"act": act})
