"""More time for several checkpoints of one assignment, asked for with one form."""

from datetime import date
from decimal import Decimal

import page_grounds
from sites import Site
from verification_pages import SECRETARIAT, item_of, record

from dondoc.services.acts.act_input import ActInput
from models.rules.checkpoints import Act

REF, OTHER, BY = "DV01@YL/Q2", "DV01@YL/Q3", "CB-YL2"
ADDRESS = f"/act/2022/{REF}"
ASKED = {"act": "ask_extension", "reason": "Mưa lũ", "new_due_on": "2022-07-15"}
PHOTO = {"files": ("lu.jpg", b"\xff\xd8\xff\xe0" + b"0" * 400, "image/jpeg")}


def _asked(site: Site) -> tuple[date | None, date | None]:
    found = (item_of(site, ref).facts.extension_asked for ref in (REF, OTHER))
    first, second = found
    return first, second


def test_one_form_asks_for_several_with_one_reason_and_the_same_files(site: Site) -> None:
    client = site.client(BY)
    form = client.get(f"{ADDRESS}?act=ask_extension").text
    assert 'name="also-Q3"' in form and 'name="also-Q2"' not in form
    typed = ASKED | {
        "also-Q3": "2022-10-14",
        "also-Q4": "",
        "nonce": page_grounds.hidden(form)["nonce"],
    }
    assert client.post(ADDRESS, data=typed, files=PHOTO).status_code == 303
    assert _asked(site) == (date(2022, 7, 15), date(2022, 10, 14))
    listed = site.client(SECRETARIAT).get("/verify/extensions").text
    assert listed.count("Mưa lũ") == 2 and listed.count("lu.jpg</a>") == 2
    again = client.post(ADDRESS, data=typed, files=PHOTO)  # the button was pressed twice
    assert again.status_code == 303


def test_nothing_is_asked_where_one_date_is_refused(site: Site) -> None:
    client = site.client(BY)
    answer = client.post(ADDRESS, data=ASKED | {"also-Q3": "2022-09-01", "also-Q4": "31/31/2022"})
    assert answer.status_code == 422 and 'href="#also-Q4"' in answer.text
    assert _asked(site) == (None, None)
    answer = client.post(ADDRESS, data=ASKED | {"also-Q3": "2022-09-01"})
    assert answer.status_code == 422 and 'href="#also-Q3"' in answer.text
    assert "phải sau thời hạn hiện tại" in answer.text and 'value="2022-09-01"' in answer.text
    assert _asked(site) == (None, None)


def test_a_date_for_what_was_reported_meanwhile_is_refused_and_not_dropped(site: Site) -> None:
    client = site.client(BY)
    record(site, ActInput(Act.REPORT, OTHER, BY, value=Decimal(90), confirmed=True))
    answer = client.post(ADDRESS, data=ASKED | {"also-Q3": "2022-10-14"})
    assert answer.status_code == 422 and 'href="#also-Q3"' in answer.text
    assert "2022-10-14" in answer.text and _asked(site) == (None, None)
    answer = client.post(ADDRESS, data=ASKED | {"also-none": "2022-10-14"})
    assert answer.status_code == 422 and _asked(site) == (None, None)


def test_what_waits_already_or_was_reported_is_not_offered(site: Site) -> None:
    client = site.client(BY)
    assert client.post(ADDRESS, data=ASKED | {"also-Q3": "2022-10-14"}).status_code == 303
    form = client.get("/act/2022/DV01@YL/Q4?act=ask_extension").text
    assert 'name="also-' not in form
