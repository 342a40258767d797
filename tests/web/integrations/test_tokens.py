"""Tokens of one's own: shown once, listed without themselves, revoked at once."""

import re

from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import select

from dondoc.store.database import reading
from models.account import ApiToken
from models.event import Event, EventKind

FORM = {"name": "Bảng của phòng", "scopes": ["read", "report"], "days": "90"}


def _made(client: TestClient) -> str:
    answer = client.post("/account/tokens", data=FORM)
    found = re.search(r'<code class="secret">(dondoc_[\w-]{43})</code>', answer.text)
    assert answer.status_code == 200 and found is not None
    return found[1]


def _status(site: Site, token: str) -> int:
    with TestClient(site.app, headers={"authorization": f"Bearer {token}"}) as client:
        return client.get("/api/v1/programmes").status_code


def test_a_token_is_shown_once_and_works_until_it_is_revoked(site: Site) -> None:
    client = site.client("CB-LT2")
    token = _made(client)
    page = client.get("/account/tokens").text
    assert token not in page and "Bảng của phòng" in page and "đọc, báo cáo" in page
    assert _status(site, token) == 200
    answer = client.post("/account/tokens/1/revoke")
    assert answer.headers["location"] == "/account/tokens?done=revoked"
    assert _status(site, token) == 401
    assert "đã hủy" in client.get("/account/tokens").text


def test_nobody_else_sees_or_revokes_it(site: Site) -> None:
    token = _made(site.client("CB-LT2"))
    other = site.client("CB-VPTU5")
    assert "Bảng của phòng" not in other.get("/account/tokens").text
    assert other.post("/account/tokens/1/revoke").status_code == 404
    assert _status(site, token) == 200


def test_a_wrong_form_keeps_what_was_typed(site: Site) -> None:
    client = site.client("CB-LT2")
    for change in ({"name": ""}, {"scopes": ["fly"]}, {"days": "99999"}, {"name": "x" * 101}):
        answer = client.post("/account/tokens", data={**FORM, **change})
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert 'value="report" checked' in client.post(
        "/account/tokens", data={**FORM, "name": ""}
    ).text  # fmt: skip
    with reading(site.workplace.engine) as session:
        assert session.exec(select(ApiToken)).all() == []


def test_history_keeps_that_it_was_made_and_not_the_token(site: Site) -> None:
    token = _made(site.client("CB-LT2"))
    with reading(site.workplace.engine) as session:
        query = select(Event).where(Event.kind == EventKind.SETTINGS_CHANGED)
        (noted,) = session.exec(query).all()
    assert noted.data["what"] == "api_token_made" and noted.data["scopes"] == "read, report"
    assert token not in str(noted.data)
