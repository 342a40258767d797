"""A form that is pressed twice is done once, and says so twice.

The list is that of the forms that decide: each is opened once and sent twice.
"""

import page_grounds
import pytest
from deciding_forms import TRIED, _hidden
from opened_forms import opened
from sites import Site

OTHERWISE = {
    "/nudge/{year}/{ref:path}": "says that the same was urged today already",
    "/people/{code}/take": "in this example the office loses its right by the first press",
    "/r/{token}": "the link shows what was reported by it",
}
QUICK = {"/settings/quiet", "/committees/{unit_id}/seats", "/verify/{year}/{ref:path}",
         "/programme/calendar", "/accounts/{person_id}", "/views/{view_id}"}  # fmt: skip
ROUTES = [
    pytest.param(route, marks=() if route in QUICK else pytest.mark.slow)
    for route in TRIED
    if route not in OTHERWISE
]


@pytest.mark.parametrize("route", ROUTES)
def test_the_second_press_is_answered_as_the_first(site: Site, route: str) -> None:
    one = TRIED[route]
    client, address, carried = opened(one, site)
    first, second = (
        client.post(address, data=carried | dict(one.typed), files=one.files(site)) for _ in "ab"
    )
    assert first.status_code in (200, 303)
    assert second.status_code == first.status_code, second.text[:2000]
    if first.status_code == 303:
        assert second.headers["location"].split("&")[0] == first.headers["location"].split("&")[0]


def test_what_somebody_else_set_after_the_first_press_is_not_hidden(site: Site) -> None:
    one = TRIED["/settings/quiet"]
    client = site.client(one.by)
    carried = _hidden(client.get("/settings").text)
    assert client.post(one.address, data=carried | dict(one.typed)).status_code == 303
    other = {"quiet": "own", "hours": "20:30-05:30"}
    assert page_grounds.press(client, one.address, other).status_code == 303
    assert client.post(one.address, data=carried | dict(one.typed)).status_code == 422


def test_a_list_that_is_deleted_twice_is_deleted(site: Site) -> None:
    client = site.client("CB-VPTU3")
    client.post("/views", data={"page": "overdue", "name": "Muộn", "query": "late=1"})
    sent = {**page_grounds.looked(client.get("/views").text), "act": "delete"}
    for _ in "ab":
        answer = client.post("/views/1", data=sent)
        assert answer.headers["location"] == "/views?done=deleted"
