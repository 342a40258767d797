"""Whoever asked for another date sees what became of it, and why."""

import re
from datetime import date

import page_grounds
import pytest
from api_client import program
from sites import Site
from verification_pages import item_of, record

from dondoc.services.acts.act_input import ActInput
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act

REF, OFFICIAL, SECRETARIAT = "DON01@LT/Q2", "CB-LT2", "CB-VPTU3"
ASKED, AGAIN = date(2022, 7, 15), date(2022, 7, 20)
REFUSED = "Không chấp thuận gia hạn đến 15/07/2022; thời hạn vẫn là 30/06/2022. Lý do: Hết hạn"


def _ask(site: Site, until: date) -> None:
    asked = ActInput(act=Act.ASK_EXTENSION, ref=REF, by=OFFICIAL, reason="Chờ", new_due_on=until)
    record(site, asked)


def _refused(site: Site) -> None:
    _ask(site, ASKED)
    record(site, ActInput(act=Act.REFUSE_EXTENSION, ref=REF, by=SECRETARIAT, reason="Hết hạn"))


def _plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("drained", [False, True])
def test_my_work_says_that_an_extension_was_refused_and_why(site: Site, *, drained: bool) -> None:
    _refused(site)
    if drained:
        site.advance()
    client = site.client(OFFICIAL)
    assert REFUSED in _plain(client.get("/work").text)
    _ask(site, AGAIN)
    assert "Không chấp thuận gia hạn" not in client.get("/work").text


def test_the_history_does_not_show_a_refused_date_as_if_it_had_moved(site: Site) -> None:
    _refused(site)
    site.advance()
    page = _plain(site.client(OFFICIAL).get(f"/items/2022/{REF}").text)
    assert "30/06/2022 → 15/07/2022" not in page
    assert "thời hạn vẫn là 30/06/2022, không đến 15/07/2022 như đề nghị" in page


def test_whoever_decides_and_whoever_asked_are_told_until_when_there_is_time(site: Site) -> None:
    """Due on 12 May, so that the cut-off is the 19th; asked on it, decided on the 20th."""
    key = item_of(site, REF).checkpoint.key
    with writing(site.workplace.engine) as session:
        session.get_one(Checkpoint, key).due_on = date(2022, 5, 12)
    _ask(site, ASKED)
    site.advance()
    with writing(site.workplace.engine) as session:
        session.get_one(Checkpoint, key).asked_on = date(2022, 5, 19)
    office = site.client(SECRETARIAT)
    if_refused = "Nếu không chấp thuận hôm nay, đơn vị còn được báo cáo đến hết ngày 27/05/2022"
    for page in ("/verify/extensions", f"/act/2022/{REF}?act=refuse_extension"):
        assert if_refused in office.get(page).text
    seen = page_grounds.seen_on(office.get(f"/act/2022/{REF}?act=refuse_extension").text)
    refusal = {"act": "refuse_extension", "reason": "Hết hạn", "seen": seen}
    assert office.post(f"/act/2022/{REF}", data=refusal).status_code == 303
    client = site.client(OFFICIAL)
    assert "Còn được báo cáo đến hết ngày 27/05/2022" in _plain(client.get("/work").text)
    said = "ngày 20/05/2022: thời hạn vẫn là 12/05/2022, nhưng còn được báo cáo đến hết ngày 27/05"
    for page in (f"/items/2022/{REF}", f"/report/2022/{REF}"):
        assert said in client.get(page).text
    found = program(site, OFFICIAL).get("/api/v1/work").json()
    until = {each["ref"]: each["report_until"] for each in found}
    assert until.pop(REF) == "2022-05-27" and set(until.values()) == {None}
