"""One-use links that open no form any more, or never did."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sample_acts
from fastapi.testclient import TestClient
from link_form import BY, REF, TODAY, address
from sites import Site
from sqlmodel import select

from dondoc.services.reports.links import LINK_DAYS
from dondoc.store.database import writing
from models.assignment import Assignment
from models.person import Holding, Person
from models.rules.stages import Standing

GOOD = {"act": "report", "value": "70", "narrative": "Đã kết nạp 70 đảng viên."}


@pytest.fixture
def phone(site: Site) -> TestClient:
    """Somebody's browser, in which nobody is signed in."""
    return site.visitor()


def expect_closed(site: Site, here: str, words: str) -> None:
    phone = site.visitor()
    page, recorded = phone.get(here), len(sample_acts.acts(site, REF))
    assert words in page.text and "<form" not in page.text
    assert f"/sign-in?then=%2Freport%2F2022%2F{REF.replace('@', '%40').replace('/', '%2F')}" in (
        page.text
    )
    assert phone.post(here, data=GOOD).status_code == 409
    phone.post(f"{here}/draft", data={"value": "61"})
    assert sample_acts.draft(site, REF, BY) is None and len(sample_acts.acts(site, REF)) == recorded
    assert phone.get(f"{here}/state").status_code == 410


def test_it_works_until_its_date(site: Site, phone: TestClient) -> None:
    assert phone.get(address(site, TODAY)).text.count("<form") == 1
    expect_closed(site, address(site, TODAY - timedelta(days=1)), "Đường dẫn đã hết hạn")
    assert LINK_DAYS > 7


def test_it_ends_with_a_hand_over(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        person = session.exec(select(Person).where(Person.code == BY)).one()
        for held in session.exec(select(Holding).where(Holding.person_id == person.id)):
            held.held_to = TODAY - timedelta(days=1)
    expect_closed(site, address(site), "Việc này đã giao cho người khác")


def test_it_ends_with_a_withdrawal(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        one = session.exec(select(Assignment).where(Assignment.ref == "DV01@LT")).one()
        one.standing = Standing.WITHDRAWN
    expect_closed(site, address(site), "không còn theo dõi")


def test_it_ends_with_a_report_made_another_way(site: Site) -> None:
    sample_acts.report(site, REF, BY)
    expect_closed(site, address(site), "Mốc này đã có báo cáo")


def test_one_from_before_a_return_is_replaced(site: Site) -> None:
    sample_acts.report(site, REF, BY)
    sample_acts.send_back(site, REF, "Thiếu danh sách")
    expect_closed(site, address(site), "Báo cáo đã bị trả lại")


@pytest.mark.parametrize("token", ["x", "WzEsMiwwLCIyMDIyLTA1LTIwIl0.AAAA", "..%2f..", "%00"])
def test_a_made_up_one_opens_nothing(site: Site, phone: TestClient, token: str) -> None:
    for answer in (phone.get(f"/r/{token}"), phone.post(f"/r/{token}", data=GOOD)):
        assert answer.status_code == 404
    assert phone.get(f"/r/{token}/state").status_code == 404
    assert phone.post(f"/r/{token}/draft", data=GOOD).status_code == 404
    words = phone.get("/r/x").text
    assert "Đường dẫn không dùng được" in words and 'href="/sign-in"' in words


def test_a_link_changed_by_one_letter_opens_nothing(site: Site, phone: TestClient) -> None:
    here = address(site)
    for at in (4, len(here) // 2, len(here) - 1):
        other = "A" if here[at] != "A" else "B"
        assert phone.get(f"{here[:at]}{other}{here[at + 1 :]}").status_code == 404


def test_another_site_cannot_send_it(site: Site, phone: TestClient) -> None:
    answer = phone.post(address(site), data=GOOD, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_it_speaks_the_persons_language(site: Site, phone: TestClient) -> None:
    with writing(site.workplace.engine) as session:
        session.exec(select(Person).where(Person.code == BY)).one().language = "en"
    assert "Send report" in phone.get(address(site)).text


def test_what_was_sent_is_what_is_recorded(site: Site, phone: TestClient) -> None:
    phone.post(address(site), data=GOOD | {"value": "61,5"})
    sent = sample_acts.sent(site, REF)
    assert sent is not None and sent.report.value == Decimal("61.5")
