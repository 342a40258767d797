"""The page of the plan shows what was loaded so far, by whom, and how much it changed."""

import re

from sites import Site

from dondoc.services.history.events import append
from dondoc.services.organisation.directory import find_person
from dondoc.store.database import writing
from models.event import EventKind

SECRETARIAT = "CB-VPTU3"


def test_it_lists_its_loads_the_latest_first(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        actor = find_person(session, SECRETARIAT)
        name = actor.full_name
        row = {"kind": EventKind.PLAN_LOADED, "actor_id": actor.key,
               "data": {"counts": {"checkpoint.changed": 2}, "complete": True}}  # fmt: skip
        append(session, site.workplace.clock().now(), [row])
    page = site.client(SECRETARIAT).get("/plan").text
    latest, first = re.findall(r"<li><span class=\"soft\">.*?</li>", page, re.S)
    assert name in latest and "mốc: đổi 2" in latest and "rút việc không có trong tệp" in latest
    assert "Nạp trên máy chủ" in first and "mốc: thêm 577" in first


def test_an_administrator_is_narrative_who_loads_plans_and_that_one_is_loaded(site: Site) -> None:
    told = site.client("CB-VPTU5").get("/plan")
    assert told.status_code == 403
    assert "Nạp kế hoạch là việc của bộ phận thường trực" in told.text
    with writing(site.workplace.engine) as session:
        assert find_person(session, SECRETARIAT).full_name in told.text
    assert "Năm 2022 · Nạp trên máy chủ" in told.text and "577" not in told.text
    other = site.client("CB-LT2").get("/plan")
    assert other.status_code == 403 and "Nạp trên máy chủ" not in other.text
