"""One-use links: exactly one form without a password, for one person, until it was used."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import page_grounds
import papers
import pytest
import sample_acts
from fastapi.testclient import TestClient
from link_form import BY, REF, TODAY, address
from sites import Site, person_id

from dondoc.services.accounts.sign_in import tries
from dondoc.services.acts.act_input import ActInput
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.rules.checkpoints import Act

GOOD = {"act": "report", "value": "70", "narrative": "Đã kết nạp 70 đảng viên."}


@pytest.fixture
def phone(site: Site) -> TestClient:
    """Somebody's browser, in which nobody is signed in."""
    return site.visitor()


def test_it_opens_one_form_and_leads_nowhere_else(site: Site, phone: TestClient) -> None:
    here = address(site)
    page = phone.get(here)
    assert page.status_code == 200 and 'name="value"' in page.text and "62 đảng viên" in page.text
    links = re.findall(r'(?:href|action|data-report)="(/[^"]*)"', page.text)
    inside = [link for link in links if not link.startswith("/static/")]
    assert inside and all(one.startswith(here) for one in inside)
    assert "set-cookie" not in page.headers


def test_looking_changes_nothing_however_often(site: Site, phone: TestClient) -> None:
    recorded = len(sample_acts.acts(site, REF))
    for _ in range(3):
        phone.get(address(site))
        phone.head(address(site))
    assert len(sample_acts.acts(site, REF)) == recorded and sample_acts.draft(site, REF, BY) is None


def test_a_report_is_recorded_as_that_person_and_uses_the_link_up(
    site: Site, phone: TestClient
) -> None:
    here = address(site)
    answer = phone.post(here, data=GOOD, files={"files": ("ảnh.png", papers.photo())})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{here}?done=report")
    last = sample_acts.acts(site, REF)[-1]
    assert (last.act, last.actor_id) == (Act.REPORT, person_id(site, BY))
    assert last.on_behalf_of_id is None
    receipt = phone.get(here).text
    assert "Đã nộp báo cáo" in receipt and "70 đảng viên" in receipt and "ảnh.png" in receipt
    assert "<form" not in receipt and "/evidence/" not in receipt and "/items/" not in receipt
    again = phone.post(here, data=GOOD | {"value": "99"})
    assert again.status_code == 409 and "đã được dùng để nộp" in again.text
    assert sample_acts.acts(site, REF)[-1].id == last.id


def test_its_receipt_sees_the_checkpoint_move(site: Site, phone: TestClient) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    assert f'data-watch="{here}/state"' in phone.get(here).text
    assert phone.get(f"{here}/state").json()["pending"] == ["report"]
    site.advance()
    assert phone.get(f"{here}/state").json()["pending"] == []


def test_after_a_return_it_says_so_with_the_reason_and_the_date_and_how_to_mend(
    site: Site, phone: TestClient
) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    sample_acts.send_back(site, REF, "Thiếu danh sách")
    page = phone.get(here)
    assert page.status_code == 200 and "Báo cáo đã bị trả lại" in page.text
    assert "Thiếu danh sách" in page.text and "30/6" in page.text
    assert "đường dẫn mới" in page.text and "/sign-in?then=" in page.text
    assert "đúng hạn" not in page.text and "không phải làm gì thêm" not in page.text
    assert phone.post(here, data=GOOD).status_code == 409
    new = phone.get(address(site, returns=1)).text
    assert "Thiếu danh sách" in new and 'value="70"' in new
    sent = GOOD | {"seen": page_grounds.seen_on(new)}
    assert phone.post(address(site, returns=1), data=sent).status_code == 303
    mended = phone.get(here).text
    assert "Báo cáo đã được nộp lại" in mended and "Thiếu danh sách" not in mended


def test_after_its_date_it_tells_that_it_was_returned_and_no_word_more(
    site: Site, phone: TestClient
) -> None:
    phone.post(address(site), data=GOOD)
    late = address(site, TODAY - timedelta(days=1))
    used = phone.get(late).text
    assert "Đường dẫn này đã kết thúc" in used and GOOD["narrative"] not in used
    sample_acts.send_back(site, REF, "Thiếu danh sách")
    ended = phone.get(late).text
    assert "Báo cáo đã bị trả lại" in ended and "Thiếu danh sách" not in ended
    assert GOOD["narrative"] not in ended and "<form" not in ended
    assert phone.post(late, data=GOOD).status_code == 409
    assert phone.get(f"{late}/state").status_code == 410


def test_its_receipt_says_what_has_become_of_the_report(site: Site, phone: TestClient) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    assert "thẩm định trong" in phone.get(here).text
    sample_acts.report(site, REF, BY, 71)
    replaced = phone.get(here).text
    assert "đã được thay bằng báo cáo" in replaced and "không phải làm gì thêm" not in replaced
    sample_acts.record(site, ActInput(Act.VERIFY, REF, sample_acts.SECRETARY_OF_THE_OFFICE))
    assert "đã được thay bằng báo cáo" in phone.get(here).text


def test_its_receipt_says_that_the_report_was_verified_and_evaluated(
    site: Site, phone: TestClient
) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    sample_acts.record(site, ActInput(Act.VERIFY, REF, sample_acts.SECRETARY_OF_THE_OFFICE))
    verified = phone.get(here).text
    assert "Báo cáo đã được thẩm định" in verified and "thẩm định trong" not in verified
    assert "Kết quả thẩm định" not in verified  # it is the one that was sent
    sample_acts.record(site, ActInput(Act.EVALUATE, REF, sample_acts.SECRETARY_OF_THE_OFFICE))
    assert "đã được đánh giá" in phone.get(here).text


def test_its_receipt_and_ones_own_list_say_which_other_value_was_verified(
    site: Site, phone: TestClient
) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    found = {"value": Decimal(55), "reason": "Sổ theo dõi có 55"}
    sample_acts.record(
        site, ActInput(Act.VERIFY, REF, sample_acts.SECRETARY_OF_THE_OFFICE, **found)
    )
    assert "<dt>Kết quả thẩm định</dt><dd><strong>55 đảng viên" in phone.get(here).text
    work = site.client(BY).get("/work").text
    assert "kết quả thẩm định: 55 đảng viên" in work and "đã báo cáo: 55" not in work


def test_whoever_evaluates_on_the_small_form_sees_the_result_and_the_grade(site: Site) -> None:
    sample_acts.report(site, REF, BY, 70)
    sample_acts.record(site, ActInput(Act.VERIFY, REF, sample_acts.SECRETARY_OF_THE_OFFICE))
    page = site.client("CB-TTTU1").get(f"/act/2022/{REF}?act=evaluate").text
    assert "Kết quả thẩm định: 70; " in page and "Phải đạt: 62; " in page
    assert re.search(r"Điểm: [\d,]+; Xếp loại: hoàn thành xuất sắc nhiệm vụ\.", page)


def test_a_used_one_ends_with_a_withdrawal(site: Site, phone: TestClient) -> None:
    here = address(site)
    phone.post(here, data=GOOD)
    given = ActInput(
        Act.WITHDRAW, REF, sample_acts.SECRETARY_OF_THE_OFFICE, reason="Không còn phù hợp"
    )
    sample_acts.record(site, given)
    assert "Mốc này không còn theo dõi" in phone.get(here).text


def test_one_for_what_was_recorded_as_silence_says_so(site: Site, phone: TestClient) -> None:
    here = address(site)
    with writing(site.workplace.engine) as session:
        row = session.get_one(Checkpoint, sample_acts.checkpoint_id(site, REF))
        row.due_on = TODAY - timedelta(days=30)
        session.add(row)
    sample_acts.record(site, ActInput(Act.NOT_REPORTED, REF, sample_acts.SECRETARY_OF_THE_OFFICE))
    shown = phone.get(here).text
    assert "Mốc này đã được ghi nhận là không báo cáo" in shown
    assert "nộp báo cáo bổ sung" in shown
    sent = phone.post(
        here, data=GOOD | {"seen": page_grounds.seen_on(shown)}, follow_redirects=False
    )
    assert sent.status_code == 303  # and it can still be reported by the same letter
    assert sample_acts.acts(site, REF)[-1].act is Act.REPORT


def test_its_form_shows_the_date_that_was_decided_meanwhile(site: Site, phone: TestClient) -> None:
    here, asked = address(site), date(2022, 7, 15)
    sample_acts.record(
        site, ActInput(Act.ASK_EXTENSION, REF, BY, reason="Chờ số", new_due_on=asked)
    )
    assert "Đang chờ quyết định đề nghị gia hạn đến 15/07/2022" in phone.get(here).text
    given = ActInput(
        Act.CHANGE_DUE, REF, sample_acts.SECRETARY_OF_THE_OFFICE, reason="Đồng ý", new_due_on=asked
    )
    sample_acts.record(site, given)
    assert "hạn hiện nay 15/07/2022" in phone.get(here).text


def test_a_refused_report_does_not_use_it_up(site: Site, phone: TestClient) -> None:
    here = address(site)
    refused = phone.post(here, data=GOOD | {"value": ""})
    assert refused.status_code == 422 and GOOD["narrative"] in refused.text
    assert "<nav" not in refused.text
    assert phone.post(here, data=GOOD).status_code == 303


def test_whoever_sends_too_often_is_narrative_how_long_to_wait_and_loses_no_word(
    site: Site, phone: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(tries.BY_LINK, most=2)
    monkeypatch.setattr(tries, "BY_LINK", few)
    here, bad = address(site), GOOD | {"value": ""}
    assert [phone.post(here, data=bad).status_code for _ in range(2)] == [422, 422]
    late = phone.post(here, data=GOOD | {"narrative": "Viết lại lần ba."})
    assert late.status_code == 429 and late.headers["retry-after"] == "900"
    assert "chờ 15 phút" in late.text
    kept = sample_acts.draft(site, REF, BY)
    assert kept is not None and kept.text("narrative") == "Viết lại lần ba."
    other = address(site, ref="DV01@LT/Q3")  # another link is counted apart
    assert phone.post(other, data=bad).status_code == 422


def test_one_machine_cannot_send_by_many_links_without_an_end(
    site: Site, phone: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "LINKS_BY_ADDRESS", replace(tries.LINKS_BY_ADDRESS, most=1))
    bad = GOOD | {"value": ""}
    assert phone.post(address(site), data=bad).status_code == 422
    assert phone.post(address(site, ref="DV01@LT/Q3"), data=bad).status_code == 429


def test_an_update_does_not_use_it_up(site: Site, phone: TestClient) -> None:
    here = address(site)
    answer = phone.post(here, data=GOOD | {"act": "update", "value": "30"})
    assert answer.headers["location"] == f"{here}?done=update"
    assert "Đã cập nhật tiến độ" in phone.get(answer.headers["location"]).text
    assert 'name="value"' in phone.get(here).text


def test_the_draft_is_the_persons_own(site: Site, phone: TestClient) -> None:
    here = address(site)
    kept = phone.post(f"{here}/draft", data={"value": "61"}).json()
    assert "Đã lưu nháp" in kept["saved"]
    assert 'value="61"' in phone.get(here).text
    assert 'value="61"' in site.client(BY).get(f"/report/2022/{REF}").text
