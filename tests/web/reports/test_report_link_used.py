"""A one-use link that opens no form any more loses no text that was typed into it."""

import papers
import pytest
import sample_acts
from fastapi.testclient import TestClient
from link_form import BY, REF, TODAY, address
from report_form import nonce
from sites import Site

GOOD = {"act": "report", "value": "70", "narrative": "Đã kết nạp 70 đảng viên."}
OTHER = {"act": "report", "value": "71", "narrative": "Đã kết nạp 71, thêm một ở xã."}


@pytest.fixture
def phone(site: Site) -> TestClient:
    """Somebody's browser, in which nobody is signed in."""
    return site.visitor()


def test_a_second_device_is_narrative_that_it_was_used_and_its_text_becomes_a_draft(
    site: Site, phone: TestClient
) -> None:
    here, desk = address(site), site.visitor()
    first, second = (nonce(client.get(here).text) for client in (phone, desk))
    assert phone.post(here, data=GOOD | {"nonce": first}).status_code == 303
    files = {"files": ("ảnh.png", papers.photo())}
    answer = desk.post(here, data=OTHER | {"nonce": second}, files=files)
    assert answer.status_code == 409 and "đã được dùng để nộp" in answer.text
    assert "giữ thành bản nháp" in answer.text and OTHER["narrative"] in answer.text
    kept = sample_acts.draft(site, REF, BY)
    assert (
        kept is not None and kept.text("narrative") == OTHER["narrative"] and len(kept.files) == 1
    )
    form = site.client(BY).get(f"/report/2022/{REF}").text
    assert OTHER["narrative"] in form and 'value="71"' in form
    sent = sample_acts.sent(site, REF)
    assert sent is not None and sent.report.narrative == GOOD["narrative"]


@pytest.mark.parametrize("value", ["70", "70,0"])
def test_a_form_that_is_sent_twice_shows_the_receipt_and_is_no_draft(
    site: Site, phone: TestClient, value: str
) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    again = phone.post(here, data=GOOD | {"value": value})
    assert again.status_code == 200 and "Đã nộp báo cáo" in again.text
    assert sample_acts.draft(site, REF, BY) is None


def test_a_second_device_that_types_on_is_not_told_that_it_was_kept(
    site: Site, phone: TestClient
) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    answer = site.visitor().post(f"{here}/draft", data=OTHER)
    assert answer.status_code == 410 and answer.json() == {"saved": ""}


def test_a_link_that_ended_gives_the_text_back_and_writes_nothing(
    site: Site, phone: TestClient
) -> None:
    late = address(site, until=TODAY.replace(day=1))
    answer = phone.post(late, data=OTHER)
    assert answer.status_code == 409 and "còn ở dưới đây" in answer.text
    assert OTHER["narrative"] in answer.text and ">71</textarea>" in answer.text
    assert sample_acts.draft(site, REF, BY) is None
    foreign = phone.post("/r/unknown", data=OTHER)
    assert foreign.status_code == 404 and OTHER["narrative"] in foreign.text
