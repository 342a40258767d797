"""Whatever is read shows what was before a drain or after it, at whatever statement it commits.

Reminders, digests and the drain begin on the same second.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from answers_compared import shown
from api_client import program
from calendar_addresses import make, unit_of
from fastapi.testclient import TestClient
from matrix_of_routes import ROWS
from matrix_rows import PEOPLE, Row
from one_moment import ALARMS, DAY, Moment, drain
from typer.testing import CliRunner

from dondoc.clock import at
from dondoc.services.reminders.nudges.scan import scan

__all__ = ["drain"]

pytestmark = pytest.mark.slow

REF, OFFICIAL = "GPMB01@BX", "CB-BX1"
"""Reported, returned, reported again and verified, none of it drained."""
PAGES = (
    ("/work", OFFICIAL),
    (f"/items/2022/{REF}", OFFICIAL),
    (f"/items-state/2022/{REF}/B2", OFFICIAL),
    (f"/why/2022/{REF}/B2", OFFICIAL),
    (f"/register.xlsx?item={REF}", "CB-VPTU3"),
    ("/overdue?q=xa&late=2&sort=unit", "CB-VPTU3"),
)
API = ("assignments", "checkpoints", "work", "register", "status", f"assignments/2022/{REF}",
       f"assignments/2022/{REF}/events")  # fmt: skip
COMMANDS = (
    "status --json",
    f"assignment show {REF} --json",
    f"explain {REF}/B2 --json",
    f"explain {OFFICIAL} --json",
    "register --json",
    "digest 2022-Q2 --json",
)
LOOKED_AT = [row for row in ROWS if row.method == "GET"]
SAME_DRY_RUN = {"/preview/letter", "/explain"}
"""They show a part of what /preview shows, and are as long in the making."""


def test_the_audit_of_history_is_of_one_moment(
    drain: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First of all: what others of these tests write, stepping back and forth would seem forged."""
    looks = _look_by_command(drain, "audit verify --json", monkeypatch)
    assert json.loads(looks.before)["findings"] == json.loads(looks.after)["findings"] == []


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_tells_of_one_moment(
    drain: Moment, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(_look_by_command(drain, line, monkeypatch).before)


@pytest.fixture(scope="module")
def clients(drain: Moment) -> dict[str, TestClient]:
    return {code: drain.site.client(code) for code in PEOPLE.values()}


@pytest.mark.parametrize("row", LOOKED_AT, ids=lambda row: row.address)
def test_every_page_shows_one_moment(
    drain: Moment, clients: dict[str, TestClient], row: Row
) -> None:
    who = min(row.allowed, key=sorted(PEOPLE).index) if row.allowed else "official"
    client, inject = clients[PEOPLE[who]], row.route not in SAME_DRY_RUN
    _see_one_moment(drain, lambda: shown(client.get(row.address)), inject=inject)


@pytest.mark.parametrize(("address", "code"), PAGES)
def test_pages_of_what_is_being_drained_show_one_moment(
    drain: Moment, address: str, code: str
) -> None:
    client = drain.site.client(code)
    _see_one_moment(drain, lambda: shown(client.get(address)), status=200)


def test_the_board_of_a_unit_shows_one_moment(drain: Moment) -> None:
    client, address = drain.site.client("CB-VPTU3"), f"/boards/{unit_of(drain.site, REF)}"
    _see_one_moment(drain, lambda: shown(client.get(address)), status=200)


@pytest.mark.parametrize("what", API)
def test_the_api_answers_of_one_moment(drain: Moment, what: str) -> None:
    client = program(drain.site, "CB-VPTU3")
    _see_one_moment(drain, lambda: shown(client.get(f"/api/v1/{what}")), status=200)


def test_figures_for_whoever_watches_are_of_one_moment(drain: Moment) -> None:
    local = TestClient(drain.site.app, client=("127.0.0.1", 50000))
    # What waits is one of these figures, and no alarm.
    _see_one_moment(drain, lambda: shown(local.get("/metrics")), status=200, alarms=())


def test_a_calendar_is_of_one_moment(drain: Moment) -> None:
    path, client = make(drain.site, OFFICIAL), drain.site.visitor()
    _see_one_moment(drain, lambda: shown(client.get(path)), status=200)


def test_a_scan_decides_of_one_moment(drain: Moment) -> None:
    engine = drain.site.workplace.engine

    def decided() -> dict[str, set[Any]]:
        scan(engine, 1, at(DAY, 9, 30))
        made = drain.drained.later_nudges()
        drain.drained.forget_later()
        return made

    looks = drain.looks(decided)
    assert looks.before.keys() >= {"deadline", "not_acknowledged"}
    for seen in looks.injected.values():
        for kind in {*looks.before, *looks.after, *seen}:
            assert seen.get(kind) in (looks.before.get(kind), looks.after.get(kind)), kind


def _look_by_command(drain: Moment, line: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    from dondoc.cli.main import app

    workplace = drain.site.workplace
    monkeypatch.setattr("dondoc.workplace.open_made", lambda _settings: workplace)
    return _see_one_moment(drain, lambda: CliRunner().invoke(app, line.split()).stdout)


def _see_one_moment(
    drain: Moment,
    look: Callable[[], Any],
    *,
    inject: bool = True,
    status: int | None = None,
    alarms: tuple[str, ...] = ALARMS,
) -> Any:
    looks = drain.looks(look, inject=inject, alarms=alarms)
    assert looks.mixed == []
    refused = isinstance(looks.before, tuple) and looks.before[0] == 422
    assert refused or looks.readings <= 1  # what is refused shows its page anew
    if status is not None:
        assert looks.before[0] == status
        assert looks.readings == 1
    return looks
