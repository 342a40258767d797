"""Whoever asked for another date sees what became of it, and why."""

import re
from datetime import date

import pytest
from sites import Site
from verification_pages import record

from dondoc.services.acts.act_input import ActInput
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
