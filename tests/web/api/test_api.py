"""The JSON API: tokens and never cookies, rights within scopes, pages, acts sent twice."""

from datetime import timedelta

import pytest
from api_client import V1, program, send, token_of
from fastapi.testclient import TestClient
from matrix_rows import PEOPLE, SEES_ALL
from sites import Site
from sqlalchemy import update
from sqlmodel import select

from dondoc.clock import wall_clock
from dondoc.store.database import reading, writing
from dondoc.web.api.caller import RateLimit
from models.account import Account, ApiToken


def _some(client: TestClient, **query: object) -> dict[str, object]:
    answer = client.get(f"{V1}/checkpoints", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    body: dict[str, object] = answer.json()
    return body


@pytest.fixture(scope="module")
def everything(shown: Site) -> TestClient:
    return program(shown, "CB-VPTU3")


@pytest.fixture(scope="module")
def official(shown: Site) -> TestClient:
    return program(shown, "CB-LT2")


def test_a_cookie_opens_nothing(shown: Site) -> None:
    signed_in = shown.client("CB-VPTU3")
    assert signed_in.get("/overview").status_code == 200
    answer = signed_in.get(f"{V1}/status")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"detail", "field"}


def test_the_figures_are_those_of_the_command_line(everything: TestClient) -> None:
    told = everything.get(f"{V1}/status").json()
    counts = told["checkpoints"]
    parts = ("done_in_time", "done_late", "open_in_time", "overdue")
    assert counts["total"] == sum(counts[part] for part in parts) == 576


def test_each_live_checkpoint_is_in_exactly_one_part(everything: TestClient) -> None:
    parts = ("overdue", "due_soon", "in_time", "waiting", "done", "missing", "undelivered")
    totals = [_some(everything, state=part, per_page=1)["total"] for part in parts]
    assert sum(totals) == _some(everything, per_page=1)["total"] == 576  # type: ignore[arg-type]


def test_pages_follow_each_other_and_hold_everything_once(everything: TestClient) -> None:
    seen: list[str] = []
    address: str | None = f"{V1}/assignments?per_page=70"
    while address:
        answer = everything.get(address)
        assert answer.headers["x-total-count"] == str(answer.json()["total"])
        seen += [one["ref"] for one in answer.json()["items"]]
        address = answer.links.get("next", {}).get("url")
    assert len(seen) == len(set(seen)) == answer.json()["total"]


def test_filters_narrow_the_list(everything: TestClient) -> None:
    of_unit = everything.get(f"{V1}/assignments", params={"unit": "LT"}).json()
    assert {one["unit"] for one in of_unit["items"]} == {"LT"}
    assert everything.get(f"{V1}/assignments?unit=NOWHERE").json()["total"] == 0
    category = of_unit["items"][0]["category"]
    narrow = everything.get(f"{V1}/assignments", params={"unit": "LT", "category": category})
    assert {one["category"] for one in narrow.json()["items"]} == {category}
    late = everything.get(f"{V1}/assignments?state=overdue").json()
    assert 0 < late["total"] < everything.get(f"{V1}/assignments").json()["total"]
    due = _some(everything, due_from="2022-06-01", due_to="2022-06-30")["items"]
    assert due and all("2022-06-01" <= one["due_on"] <= "2022-06-30" for one in due)  # type: ignore[attr-defined]


def test_amounts_are_decimal_strings(everything: TestClient) -> None:
    answer = everything.get(f"{V1}/assignments", params={"unit": "LT"}).json()
    targets = [one["target"] for one in answer["items"] if one["target"] is not None]
    assert targets and all(isinstance(target, str) for target in targets)
    assert not any("E" in one for one in targets)


def test_what_one_may_not_see_is_as_if_it_did_not_exist(
    everything: TestClient, official: TestClient
) -> None:
    refs = {one["ref"] for one in everything.get(f"{V1}/assignments?unit=YL").json()["items"]}
    theirs = sorted(refs)[0]
    hidden, unknown = (
        official.get(f"{V1}/assignments/2022/{ref}") for ref in (theirs, "NOTHING@YL")
    )
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.json() == unknown.json()
    assert official.get(f"{V1}/assignments?unit=YL").json()["total"] == 0
    assert {one["unit"] for one in official.get(f"{V1}/assignments").json()["items"]} == {"LT"}
    assert [one["code"] for one in official.get(f"{V1}/units").json()] == ["LT"]
    assert official.get(f"{V1}/status").status_code == 403
    assert official.get(f"{V1}/register").json()["field"] == "unit"
    assert official.get(f"{V1}/register?unit=YL").status_code == 404
    assert official.get(f"{V1}/register?unit=LT").status_code == 200


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_a_token_sees_what_its_person_sees_and_does_what_they_may(shown: Site, role: str) -> None:
    code, ref = PEOPLE[role], "DV01@LT"
    client = program(shown, code)
    page = shown.client(code).get(f"/items/2022/{ref}")
    seen = client.get(f"{V1}/assignments/2022/{ref}").status_code
    assert seen == page.status_code and seen in {200, 404}
    assert client.get(f"{V1}/status").status_code == (200 if role in SEES_ALL else 403)
    told, _ = send(client, f"{ref}/Q4", act="not_reported", request_key=f"role-{role}")
    wanted = {200: 409 if role == "secretariat" else 403, 404: 404}
    assert told == wanted[seen]


def test_an_assignment_is_shown_with_its_checkpoints_and_its_history(official: TestClient) -> None:
    first = official.get(f"{V1}/assignments").json()["items"][0]
    address = f"{V1}/assignments/2022/{first['ref']}"
    one = official.get(address).json()
    assert one["title"] == first["title"]
    assert one["checkpoints"][0]["ref"].startswith(f"{first['ref']}/")
    assert official.get(f"{address}/events").json()["items"][0]["kind"] == "assigned"


def test_work_is_the_persons_own(official: TestClient, everything: TestClient) -> None:
    work = official.get(f"{V1}/work").json()
    assert work and all("@LT/" in one["ref"] for one in work)
    assert everything.get(f"{V1}/programmes").json()[0]["year"] == 2022


def test_a_wrong_request_says_which_field(everything: TestClient) -> None:
    answer = everything.get(f"{V1}/checkpoints?per_page=0")
    assert (answer.status_code, answer.json()["field"]) == (422, "per_page")
    assert everything.get(f"{V1}/assignments?unit=%00").status_code == 422
    assert everything.get(f"{V1}/status?year=1999").status_code == 404
    assert everything.get(f"{V1}/nothing").json()["detail"]


def test_it_describes_itself_without_a_token(shown: Site) -> None:
    described = shown.visitor().get(f"{V1}/openapi.json").json()
    assert f"{V1}/checkpoints/{{year}}/{{ref}}/{{label}}/acts" in described["paths"]
    page = shown.visitor().get(f"{V1}/docs").text
    assert "openapi.json" in page and "ActIn" in page and "<script src=" in page


def test_a_token_ends(site: Site) -> None:
    def changed(**values: object) -> int:
        client = program(site, "CB-LT2")
        assert client.get(f"{V1}/programmes").status_code == 200
        with writing(site.workplace.engine) as session:
            session.execute(update(ApiToken).values(**values))
        return client.get(f"{V1}/programmes").status_code

    assert changed(until=wall_clock() - timedelta(seconds=1)) == 401
    assert changed(revoked_at=wall_clock()) == 401
    client = program(site, "CB-LT2")
    with writing(site.workplace.engine) as session:
        session.execute(update(Account).values(disabled_at=wall_clock()))
    assert client.get(f"{V1}/programmes").status_code == 401


def test_the_database_keeps_no_token(site: Site) -> None:
    token = token_of(site, "CB-LT2")
    with reading(site.workplace.engine) as session:
        kept = session.exec(select(ApiToken)).one()
    assert token not in kept.model_dump_json()
    assert kept.used_at is None
    client = TestClient(site.app, headers={"authorization": f"Bearer {token}"})
    assert client.get(f"{V1}/programmes").status_code == 200
    with reading(site.workplace.engine) as session:
        assert session.exec(select(ApiToken.used_at)).one() is not None
    client.close()


def test_too_many_requests_are_told_when_to_come_again(site: Site) -> None:
    site.app.state.api_rate = RateLimit(per_second=0.1, burst=2)
    client = program(site, "CB-LT2")
    seen = [client.get(f"{V1}/programmes") for _ in range(3)]
    assert [one.status_code for one in seen] == [200, 200, 429]
    assert 1 <= int(seen[-1].headers["retry-after"]) <= 10
    assert program(site, "CB-YL2").get(f"{V1}/programmes").status_code == 200
