"""Of two who load a plan at once, the second is compared with what stands after the first."""

from typing import Any

import page_grounds
import pytest
from fastapi.testclient import TestClient
from sites import Site, person_id
from sqlmodel import Session, col, update

from dondoc.services.grounds import office
from dondoc.services.plan import uploads
from dondoc.web.plan import upload
from models.person import Holding

SECRETARIAT = "CB-VPTU3"


def send(client: TestClient, content: bytes, name: str = "Kế hoạch 2022.xlsx") -> str:
    """Uploads a file; gives the address of what was found in it."""
    answer = client.post("/plan", files={"file": (name, content)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_what_a_plan_changes_is_compared_once_nobody_else_can_change_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two who load at once on PostgreSQL the second would else undo the first unseen."""
    order: list[str] = []

    def held(session: Session) -> None:
        order.append("held")

    def compared(*given: Any, **named: Any) -> Any:
        order.append("compared")
        return changes(*given, **named)

    client, changes = site.client(SECRETARIAT), uploads.changes
    where = send(client, client.get("/plan/export.xlsx").content)
    data = page_grounds.looked(client.get(where).text)
    monkeypatch.setattr(office, "hold_office", held)
    monkeypatch.setattr(uploads, "changes", compared)
    client.post(where, data=data)
    assert order[:2] == ["held", "compared"]


def leaves(site: Site, session: Session) -> None:
    """The position ended three weeks ago, with the mandate that it gave."""
    held = col(Holding.person_id) == person_id(site, SECRETARIAT)
    ended = site.workplace.clock().today().replace(day=1)
    session.execute(update(Holding).where(held).values(held_to=ended))


def test_whoever_left_while_the_file_was_read_loads_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody may do is asked when they come in; reading a large plan takes seconds."""
    client = site.client(SECRETARIAT)
    where = send(client, client.get("/plan/export.xlsx").content)
    monkeypatch.setattr(upload, "check_office", lambda session, *_: leaves(site, session))
    answer = client.post(where, data={})
    assert answer.status_code == 409
    assert "Chỉ bộ phận thường trực được nạp kế hoạch" in answer.text
