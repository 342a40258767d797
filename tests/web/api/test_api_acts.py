"""Acts by the API: recorded once, within scopes and rights, refused with words."""

from api_client import V1, open_ref, program, send
from fastapi.testclient import TestClient
from sites import Site, person_id
from sqlmodel import select

from dondoc.services.accounts.api_tokens import TokenScope
from dondoc.store.database import reading
from models.submission import Submission


def test_an_act_sent_twice_is_recorded_once(site: Site) -> None:
    client = program(site, "CB-LT2", [TokenScope.READ, TokenScope.REPORT])
    ref = open_ref(client)
    act = {"act": "report", "value": "12.5", "narrative": "Xong", "request_key": "phone-0001"}
    first, again = send(client, ref, **act), send(client, ref, **act)
    assert (first[0], again[0]) == (201, 200)
    assert first[1]["submission"] == again[1]["submission"]
    shown = first[1]["checkpoint"]
    assert (shown["stage"], shown["value"], shown["pending"]) == ("reported", "12.5", ["report"])  # type: ignore[index]
    with reading(site.workplace.engine) as session:
        rows = session.exec(select(Submission).where(Submission.id == first[1]["submission"])).all()
        assert [row.actor_id for row in rows] == [person_id(site, "CB-LT2")]
    more = send(client, ref, **{**act, "value": "99"})
    assert (more[0], more[1]["field"]) == (409, "request_key")
    assert '"phone-0001"' in str(more[1]["detail"])
    assert item_value(client, ref) == "12.5"
    alike = send(client, ref, **{**act, "value": "12.50"})
    assert (alike[0], alike[1]["submission"]) == (200, first[1]["submission"])
    other = send(client, ref, **{**act, "act": "update"})
    assert (other[0], other[1]["field"]) == (409, "request_key")
    site.advance()
    assert client.get(f"{V1}/assignments/2022/{ref.partition('/')[0]}").status_code == 200


def item_value(client: TestClient, ref: str) -> object:
    assignment, _, label = ref.partition("/")
    found = client.get(f"{V1}/assignments/2022/{assignment}").json()["checkpoints"]
    return next(one["value"] for one in found if one["ref"] == f"{assignment}/{label}")


def test_a_scope_never_gives_more_than_the_person_may(site: Site) -> None:
    official = program(site, "CB-LT2")
    ref = open_ref(official)
    assert send(official, ref, act="report", value="1", request_key="first-key")[0] == 201
    status, told = send(official, ref, act="verify", request_key="second-key")
    assert status == 403 and told["detail"]
    reader = program(site, "CB-LT2", [TokenScope.READ])
    status, told = send(reader, ref, act="update", value="1", request_key="third-key")
    assert status == 403 and "report" in str(told["detail"])
    writer = program(site, "CB-LT2", [TokenScope.REPORT])
    assert writer.get(f"{V1}/work").status_code == 403
    stranger = program(site, "CB-YL2")
    assert send(stranger, ref, act="report", value="1", request_key="fourth-key")[0] == 404


def test_what_cannot_be_recorded_says_why_and_changes_nothing(site: Site) -> None:
    client = program(site, "CB-LT2")
    ref = open_ref(client)
    status, told = send(client, ref, act="report", request_key="no-value-1")
    assert (status, told["field"]) == (422, "value")
    status, told = send(client, ref, act="report", value="1.23456", request_key="places-01")
    assert (status, told["field"]) == (422, "value")
    day = "2022-09-30"  # history would say that the report had moved the due date
    status, told = send(
        client, ref, act="report", value="1", new_due_on=day, request_key="dated-01"
    )
    assert (status, told["field"]) == (422, "new_due_on")
    assert send(client, ref, act="open", request_key="system-01")[0] == 422
    assert send(client, f"{ref}X", act="report", value="1", request_key="nowhere-1")[0] == 404
    secretariat = program(site, "CB-VPTU3")
    status, _ = send(secretariat, ref, act="verify", request_key="too-early")
    assert status == 409
    assert client.get(f"{V1}/work").json()[0]["pending"] == []
