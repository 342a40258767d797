"""Drawing up in the background: the page that waits says who began, and nobody begins it twice."""

import threading
import time
from datetime import timedelta

import pytest
from sites import Site
from sqlalchemy import update

from dondoc.clock import wall_clock
from dondoc.errors import BadInput
from dondoc.services.digest import kept_digests
from dondoc.store.database import writing
from dondoc.web.site import background
from models.digest import DigestRun

SECRETARIAT = "CB-VPTU3"


def test_a_page_waits_for_no_run_and_says_who_began_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "PATIENCE_SECONDS", 0.0)
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    run = answer.headers["location"]
    assert run == "/digests/runs/1"
    deadline = time.monotonic() + 120
    while (page := site.client(SECRETARIAT).get(run)).status_code == 200:
        assert page.headers["refresh"] and "yêu cầu lúc" in page.text
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert page.headers["location"] == "/digests/1?done=made"


def test_whoever_reads_for_long_is_known_to_be_at_work(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(background, "BEAT_SECONDS", 0.05)
    over = threading.Event()

    def read(*_: object, **__: object) -> None:
        over.wait(60)
        raise BadInput("digests.error.no_text")

    monkeypatch.setattr(kept_digests, "draw_up", read)
    site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    with writing(site.workplace.engine) as session:
        session.execute(update(DigestRun).values(beat_at=wall_clock() - timedelta(minutes=5)))
    run, deadline = "/digests/runs/1", time.monotonic() + 60
    while "refresh" not in site.client(SECRETARIAT).get(run).headers:  # nobody says anything
        assert time.monotonic() < deadline
        time.sleep(0.1)
    over.set()
    while "refresh" in site.client(SECRETARIAT).get(run).headers:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_two_who_want_the_same_wait_for_one_run(site: Site) -> None:
    wall = wall_clock()
    with writing(site.workplace.engine) as session:
        session.add(
            DigestRun(kind="compile", subject="2022-Q1//", person_id=1, begun_at=wall, beat_at=wall)
        )
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert answer.headers["location"] == "/digests/runs/1"
    with writing(site.workplace.engine) as session:
        session.get_one(DigestRun, 1).beat_at = wall - timedelta(minutes=5)
    assert "dừng giữa chừng" in site.client(SECRETARIAT).get("/digests/runs/1").text
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert answer.headers["location"].startswith("/digests/1?")
