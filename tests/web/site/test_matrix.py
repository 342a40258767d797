"""Every route with every role, in and out of the unit; a route without a row fails."""

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from sites import Site

from dondoc.web.routers import ROUTERS

NEEDS_NO_ROW = {
    # A signed token is the right; who has none gets 404 (test_report_link.py and others).
    "/unsubscribe/{token}",
    "/subscribe/{token}",
    "/calendar/{token}.ics",
    "/r/{token}",
    "/r/{token}/draft",
    "/r/{token}/state",
    # It would end the sessions that the other rows need (tests/web/site/test_frame.py).
    "/sign-out",
}


@pytest.fixture(scope="module")
def clients(shown: Site) -> dict[str, TestClient]:
    return {role: shown.client(code) for role, code in PEOPLE.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.address}")
def test_it_lets_exactly_those_in_who_have_the_right(
    shown: Site, clients: dict[str, TestClient], row: Row
) -> None:
    seen = {role: _status(client, row) for role, client in clients.items()}
    let_in = {role for role, status in seen.items() if status not in {401, 403, 404}}
    assert let_in == set(row.allowed), seen
    assert all(status < 500 and status != 405 for status in seen.values()), seen
    nobody = shown.visitor().request(row.method, row.address, data=row.data or None)
    if row.public:
        assert nobody.status_code < 500 and nobody.status_code not in {401, 403, 404}
    else:
        to_sign_in = nobody.headers.get("location", "").startswith("/sign-in")
        assert nobody.status_code == 401 or (nobody.status_code == 303 and to_sign_in)


def _status(client: TestClient, row: Row) -> int:
    answer = client.request(row.method, row.address, data=row.data or None)
    if answer.headers.get("location", "").startswith("/sign-in"):
        return 401
    return answer.status_code


def test_every_route_has_a_row() -> None:
    have = {(row.method, row.route) for row in ROWS}
    routes = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and route.path not in NEEDS_NO_ROW
        for method in route.methods - {"HEAD", "OPTIONS"}
    }
    assert routes - have == set()
    assert {(method, path) for method, path in have - routes} == set()
