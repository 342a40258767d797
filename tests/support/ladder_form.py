"""A ladder replaced as on the page: the file is sent, the difference looked at, and confirmed."""

import html
import re
from typing import Any

import page_grounds
from fastapi.testclient import TestClient
from httpx import Response

ADDRESS = "/programme/ladder"


def replace_ladder(client: TestClient, file: Any, unit: str = "") -> Response:
    shown = page_grounds.press(client, ADDRESS, data={"unit": unit}, files={"file": file})
    if shown.status_code != 200:
        return shown
    return confirm(client, shown.text)


def confirm(client: TestClient, page: str) -> Response:
    """Presses the button of the page that shows the difference."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return client.post(ADDRESS, data={name: html.unescape(text) for name, text in fields})
