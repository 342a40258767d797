"""The pages of people, as tests fill them."""

from datetime import date

from fastapi.testclient import TestClient
from programmes import current_programme
from sites import Site

from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.store.database import reading
from models.person import Position

SECRETARIAT = "CB-VPTU3"


TODAY = date(2022, 5, 20)


def position_of(site: Site, code: str) -> str:
    """The position that somebody holds."""
    with reading(site.workplace.engine) as session:
        person = find_person(session, code)
        viewer = open_viewer(session, person, current_programme(session), TODAY)
        return session.get_one(Position, viewer.positions[0]).code


def viewer(site: Site, code: str) -> Viewer:
    with reading(site.workplace.engine) as session:
        return open_viewer(session, find_person(session, code), current_programme(session), TODAY)


def add(client: TestClient, code: str, name: str) -> None:
    sent = client.post("/people", data={"code": code, "full_name": name, "language": "vi"})
    assert sent.headers["location"] == f"/people/{code}?done=added"
