"""Whatever goes wrong under /api is said in the shape that the API describes."""

import re
from typing import Any

import pytest
from api_client import V1, program
from sites import Site

from dondoc.web.api.docs import description


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"{V1}/nothing", 404),
        ("GET", "/api", 404),
        ("GET", "/api/v2/units", 404),
        ("POST", "/api/", 404),
        ("POST", f"{V1}/units", 405),
        ("DELETE", f"{V1}/programmes", 405),
        ("GET", f"{V1}/checkpoints/2022/DV01@LT/Q2/acts", 405),
        ("GET", f"{V1}/units%00", 404),
        ("GET", f"{V1}/units?unit=%00", 422),
        ("GET", f"{V1}/assignments?page=x", 422),
    ],
)
def test_it_is_a_problem_with_words(shown: Site, method: str, path: str, status: int) -> None:
    client = program(shown, "CB-VPTU3")
    for lang, word in (("vi", r"[ăâđêôơưáàảạộ]"), ("en", r"[a-z]")):
        answer = client.request(method, path, headers={"accept-language": lang})
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json().keys() == {"detail", "field"}
        assert re.search(word, answer.json()["detail"]) or status == 422
    assert status != 405 or answer.headers["allow"]


def test_a_fault_of_ours_is_a_problem_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("dondoc.web.api.read.api_lists.units", fail)
    client = program(site, "CB-VPTU3")
    client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    answer = client.get(f"{V1}/units")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "a fault" not in answer.text and "Traceback" not in answer.text


def test_pages_stay_pages(shown: Site) -> None:
    answer = shown.client("CB-VPTU3").get("/apiary")
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")


def test_every_reference_of_the_description_leads_somewhere() -> None:
    made = description()

    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(references, part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    schemas = made["components"]["schemas"]
    lost = {ref for ref in references(made) if ref.rpartition("/")[2] not in schemas}
    assert "#/components/schemas/ApiProblem" in references(made) and lost == set()


def test_addresses_of_neighbouring_pages_are_whole(shown: Site) -> None:
    client = program(shown, "CB-VPTU3")
    answer = client.get(f"{V1}/assignments?per_page=5&page=2&category=")
    assert answer.links.keys() == {"prev", "next", "first", "last"}
    for link in answer.links.values():
        assert str(link["url"]).startswith(f"http://testserver{V1}/assignments?")
