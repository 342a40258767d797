"""Whatever PostgreSQL ends because of another is done once more, and never twice.

The list is made from the routes themselves: each form that writes is sent while the server ends
its transaction at the first and at the last statement that writes.
"""

import html
from collections.abc import Callable

import ladder_form
import page_grounds
import pytest
from api_client import V1, open_ref, program
from deciding_forms import TRIED
from fastapi.routing import APIRoute
from httpx import Response
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from opened_forms import opened
from victim import DEADLOCK, NOT_SERIAL, Forced, Victim, forced

from dondoc.services.advance.drain import advance
from dondoc.services.delivery.remind import remind
from dondoc.web.routers import ROUTERS

__all__ = ["forced"]

Send = Callable[[], Response]
OFFICIAL, SECRETARIAT = "CB-LT2", "CB-VPTU3"
QUICK = {"/verify/{year}/{ref:path}", "/report/{year}/{ref:path}", "/programme/calendar",
         "/settings/quiet", "/people/{code}/take"}  # fmt: skip
"""Tried in every run; all others by `make slow`."""
PLAIN = {
    "/acknowledge": ("CB-BX1", "/acknowledge", {"act": "acknowledge", "ref": "DV01@BX/Q3"}),
    "/comment/{year}/{ref:path}": (SECRETARIAT, "/comment/2022/GPMB01@VT/B2", {"text": "Ghi chú"}),
    "/digests": (SECRETARIAT, "/digests", {"quarter": "2022-Q2"}),
    "/views": (SECRETARIAT, "/views", {"page": "overdue", "name": "Muộn", "query": "late=1"}),
    "/calendar": (OFFICIAL, "/calendar", {"make": "1"}),
    "/account/tokens": (OFFICIAL, "/account/tokens",
                        {"name": "x", "scopes": "read", "days": "30"}),
    "/sign-in": ("", "/sign-in", {"code": OFFICIAL, "password": "sai"}),
    "/forgot": ("", "/forgot", {"name": OFFICIAL}),
}  # fmt: skip
POSTS = [row for row in ROWS if row.method == "POST"]


def test_every_handler_is_one_that_is_done_once_more() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert len(routes) > 100
    bare = [one.path for one in routes if not hasattr(one.endpoint, "__wrapped__")]
    assert bare == []
    assert {type(router).__name__ for router in ROUTERS} == {"Pages"}


def prepared(forced: Forced, route: str) -> Send:
    """A form that was just opened, to be sent."""
    site = forced.site
    forced.reset()
    if route in PLAIN:
        by, address, typed = PLAIN[route]
        client = site.client(by) if by else site.visitor()
        return lambda: client.post(address, data=typed)
    one = TRIED[route]
    if route == ladder_form.ADDRESS:  # the file is shown first: only the second form writes
        one.begin(site)
        client = site.client(one.by)
        page = page_grounds.press(client, route, data=dict(one.typed), files=one.files(site)).text
        return lambda: ladder_form.confirm(client, page)
    client, address, carried = opened(one, site)
    files = one.files(site)
    return lambda: client.post(address, data=carried | dict(one.typed), files=files)


def outcome(
    forced: Forced, route: str, victim: Victim, prepare: Callable[[Forced, str], Send] = prepared
) -> tuple[int, dict[str, int]]:
    """The status of the answer, and how many rows it added."""
    send = prepare(forced, route)
    before = forced.counts()
    with forced.ending(victim):
        answer = send()
    after = forced.counts()
    added = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    return answer.status_code, added


@pytest.mark.parametrize(
    "route",
    [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in [*TRIED, *PLAIN]],
)
def test_a_form_whose_transaction_is_ended_is_done_once_more(forced: Forced, route: str) -> None:
    quiet = Victim()
    status, added = outcome(forced, route, quiet)
    assert status < 400 or route == "/sign-in", status
    assert quiet.writes
    for code, at in ((DEADLOCK, 0), (NOT_SERIAL, quiet.writes - 1)):
        victim = Victim(code, at)
        assert outcome(forced, route, victim) == (status, added)
        assert victim.raised


@pytest.mark.slow
@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.address)
def test_no_form_ends_in_our_own_fault(forced: Forced, row: Row) -> None:
    who = min(row.allowed, key=sorted(PEOPLE).index) if row.allowed else "official"

    def prepare(forced: Forced, _: str) -> Send:
        forced.reset()
        client = forced.site.client(PEOPLE[who])
        return lambda: client.post(row.address, data=row.data or None)

    quiet = Victim()
    usual = outcome(forced, "", quiet, prepare)
    for code in (DEADLOCK, NOT_SERIAL) if quiet.writes else ():
        assert outcome(forced, "", Victim(code, 0), prepare) == usual


def test_an_act_by_a_program_is_done_once_more(forced: Forced) -> None:
    def prepare(forced: Forced, _: str) -> Send:
        forced.reset()
        client = program(forced.site, OFFICIAL)
        ref = open_ref(client)
        said = {
            "act": "ask_extension",
            "reason": "Chờ",
            "new_due_on": "2022-12-30",
            "request_key": "extension-1",
        }
        item, _, label = ref.rpartition("/")
        client.get(f"{V1}/work")
        return lambda: client.post(f"{V1}/checkpoints/2022/{item}/{label}/acts", json=said)

    quiet = Victim()
    status, added = outcome(forced, "", quiet, prepare)
    assert status == 201, added
    for code, at in ((DEADLOCK, 0), (NOT_SERIAL, quiet.writes - 1)):
        assert outcome(forced, "", Victim(code, at), prepare) == (status, added)


def _always() -> Victim:
    class Always(Victim):
        """Never lets anything be written."""

        def __call__(self, *given: object) -> tuple[str, object]:  # type: ignore[override]
            self.raised.clear()
            self.at = self.writes
            return super().__call__(*given)  # type: ignore[arg-type]

    return Always(DEADLOCK)


def test_what_is_ended_twice_is_given_back_to_be_sent_again(forced: Forced) -> None:
    send = prepared(forced, "/settings/quiet")
    before = forced.counts()
    with forced.ending(_always()):
        answer = send()
    assert answer.status_code == 503
    said = html.unescape(answer.text)
    assert 'name="hours" value="19h-6h"' in said
    assert 'action="/settings/quiet?typed_by=' in said
    assert forced.counts() == before
    again = page_grounds.hidden(answer.text)
    client = forced.site.client(OFFICIAL)
    assert client.post("/settings/quiet", data=again).status_code == 303


def test_a_password_is_not_given_back(forced: Forced) -> None:
    send = prepared(forced, "/sign-in")
    with forced.ending(_always()):
        answer = send()
    assert answer.status_code == 503
    assert "sai" not in page_grounds.hidden(answer.text).values()
    assert 'type="password" name="password"' in answer.text


@pytest.mark.parametrize("code", [DEADLOCK, NOT_SERIAL])
def test_a_command_is_done_once_more(
    forced: Forced, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dondoc.cli.failures import reported
    from dondoc.cli.main import app

    workplace = forced.site.workplace
    monkeypatch.setattr("dondoc.workplace.open_made", lambda _settings: workplace)
    line = ["report", "STC01@STC/B2", "--by", "CB-STC1", "--interim", "--note", "Đang làm"]
    monkeypatch.setattr("sys.argv", ["dondoc", *line])
    seen = []
    for victim in (Victim(), Victim(code, 0), Victim(code, 3)):
        forced.reset()
        before = forced.counts()
        with forced.ending(victim):
            assert reported(app) == 0
        after = forced.counts()
        seen.append({name: after[name] - before[name] for name in after})
        assert bool(victim.raised) is bool(victim.code)
    assert seen[0]["submission"] == 1
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("code", [DEADLOCK, NOT_SERIAL])
def test_flows_do_once_more_what_is_ended(forced: Forced, code: str) -> None:
    site = forced.site
    seen = []
    for victim in (Victim(), Victim(code, 2), Victim(code, 5)):
        prepared(forced, "/report/{year}/{ref:path}")()
        before = forced.counts()
        with forced.ending(victim):
            advance(site.workplace.engine, site.workplace.clock())
            remind(site.workplace, site.workplace.clock().now())
        after = forced.counts()
        seen.append({name: after[name] - before[name] for name in after})
        assert bool(victim.raised) is bool(victim.code)
    assert seen[0] == seen[1] == seen[2]
