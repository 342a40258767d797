"""The report form: what it shows, what it keeps, what it records, and what comes next."""

from decimal import Decimal

import page_grounds
import papers
import pytest
import sample_acts
from fastapi.testclient import TestClient
from report_form import BY, GOOD, HERE, REF, nonce
from sites import Site

from models.rules.checkpoints import Act
from models.rules.indicators import Basis
from models.submission import SubmissionState

RECEIPT = f"{HERE}?done=report"


@pytest.fixture
def official(site: Site) -> TestClient:
    return site.client(BY)


def test_it_shows_target_expected_and_last_value_with_their_unit(official: TestClient) -> None:
    page = official.get(HERE).text
    assert "62 đảng viên" in page and "Kế hoạch năm" in page and "Lần trước" in page
    assert "còn 29 ngày làm việc (thứ Năm 30/6)" in page
    assert 'inputmode="decimal"' in page and 'capture="environment"' in page


def test_who_cannot_make_it_asks_for_time_from_there_once(official: TestClient) -> None:
    ask = "?act=ask_extension&amp;back=/work"
    assert ask in official.get(HERE).text
    fields = {"act": "ask_extension", "reason": "Mưa lũ", "new_due_on": "15/07/2022"}
    assert official.post(f"/act/2022/{REF}", data=fields).status_code == 303
    assert ask not in official.get(HERE).text


def test_it_records_a_number_with_its_files_and_difficulties(
    site: Site, official: TestClient
) -> None:
    fields = GOOD | {
        "basis": "estimate",
        "value_as_of": "15/05/2022",
        "rows": "2",
        "difficulty-0": "Thiếu nguồn",
        "proposal-0": "Giao thêm chỉ tiêu",
        "remover-0": "BTC",
        "difficulty-1": "Mưa lũ",
        "objective-1": "on",
    }
    files = [
        ("files", ("ảnh.png", papers.photo(), "text/html")),
        ("files", ("Biên bản.docx", papers.word(), "image/png")),
    ]
    answer = official.post(HERE, data=fields, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, RECEIPT)
    sent = sample_acts.sent(site, REF)
    assert sent is not None and sent.report.value == Decimal(70)
    assert (sent.report.basis, f"{sent.report.value_as_of}") == (Basis.ESTIMATE, "2022-05-15")
    assert {file.filename for file in sent.files} == {"ảnh.png", "Biên bản.docx"}
    assert [(difficulty.difficulty, difficulty.objective) for difficulty in sent.difficulties] == [
        ("Thiếu nguồn", False),
        ("Mưa lũ", True),
    ]
    assert sent.difficulties[0].remover_unit_id is not None
    assert sample_acts.draft(site, REF, BY) is None


def test_the_receipt_says_what_comes_next_and_when_it_has_moved(
    site: Site, official: TestClient
) -> None:
    official.post(HERE, data=GOOD)
    state = f"/items-state/2022/{REF}"
    receipt = official.get(RECEIPT).text
    assert f'data-watch="{state}"' in receipt and "Xem lại tình trạng" in receipt
    assert "chậm nhất thứ Sáu 27/5" in receipt and "70 đảng viên" in receipt
    before = official.get(state).json()
    assert (before["stage"], before["pending"]) == ("reported", ["report"])
    site.advance()
    after = official.get(state).json()
    assert after["pending"] == [] and "đã báo cáo" in after["html"]
    assert "Xem lại tình trạng" not in official.get(RECEIPT).text


def test_nothing_that_was_typed_is_lost_by_an_error(site: Site, official: TestClient) -> None:
    fields = {"act": "report", "value": "bảy mươi", "narrative": "Đã làm <b>nhiều</b> việc",
              "difficulty-0": "Thiếu vốn", "basis": "estimate"}  # fmt: skip
    answer = official.post(HERE, data=fields, files={"files": ("ảnh.png", papers.photo())})
    assert answer.status_code == 422
    assert 'value="bảy mươi"' in answer.text and "Đã làm &lt;b&gt;nhiều&lt;/b&gt;" in answer.text
    assert "Thiếu vốn" in answer.text and 'href="#value"' in answer.text
    assert 'href="#value_as_of"' in answer.text
    assert "ảnh.png" in answer.text and "không cần chọn lại" in answer.text
    mended = GOOD | {"nonce": nonce(answer.text), "seen": page_grounds.seen_on(answer.text)}
    assert official.post(HERE, data=mended).headers["location"] == RECEIPT
    sent = sample_acts.sent(site, REF)
    assert sent is not None and [file.filename for file in sent.files] == ["ảnh.png"]


@pytest.mark.parametrize("ref", [REF, "DTC01@LT/Q2"])
def test_it_asks_again_about_a_value_that_looks_wrong_and_takes_it_then(
    site: Site, official: TestClient, ref: str
) -> None:
    here, fields = f"/report/2022/{ref}", {"act": "report", "value": "1.620"}
    asked = official.post(here, data=fields)
    assert asked.status_code == 422 and 'name="sure" value="1.620"' in asked.text
    assert "gấp từ 10 lần" in asked.text and sample_acts.sent(site, ref) is None
    other = official.post(here, data=fields | {"value": "1.621", "sure": "1.620"})
    assert other.status_code == 422
    assert official.post(here, data=fields | {"sure": "1.620"}).status_code == 303


def test_it_warns_of_a_running_total_that_falls(site: Site, official: TestClient) -> None:
    ref = "DAT01@LT/Q2"
    here = f"/report/2022/{ref}"
    assert official.post(here, data={"act": "update", "value": "20"}).status_code == 303
    asked = official.post(here, data={"act": "report", "value": "19"})
    assert asked.status_code == 422 and "19 thấp hơn số lũy kế lần trước là 20" in asked.text
    assert official.post(here, data={"act": "report", "value": "20"}).status_code == 303


def test_pressed_twice_it_is_recorded_once_and_mended_it_is_another(
    site: Site, official: TestClient
) -> None:
    fields = GOOD | {"nonce": nonce(official.get(HERE).text)}
    assert [official.post(HERE, data=fields).status_code for _ in "ab"] == [303, 303]
    recorded = len(sample_acts.acts(site, REF))
    assert official.post(HERE, data=fields | {"value": "71"}).status_code == 303
    assert len(sample_acts.acts(site, REF)) == recorded + 1
    sent = sample_acts.sent(site, REF)
    assert sent is not None and sent.report.value == Decimal(71)


def test_an_update_moves_nothing(site: Site, official: TestClient) -> None:
    answer = official.post(HERE, data=GOOD | {"act": "update", "value": "30"})
    assert answer.headers["location"] == f"{HERE}?done=update"
    assert "Mốc vẫn chờ báo cáo" in official.get(answer.headers["location"]).text
    site.advance()
    assert official.get(f"/items-state/2022/{REF}").json()["stage"] == "in_progress"
    assert "30 đảng viên" in official.get(HERE).text


def test_whoever_is_not_responsible_says_for_whom(site: Site) -> None:
    secretary = site.client("CB-LT4")
    refused = secretary.post(HERE, data=GOOD)
    assert refused.status_code == 422 and 'href="#on_behalf_of"' in refused.text
    other = secretary.post(HERE, data=GOOD | {"on_behalf_of": "CB-YL2"})
    assert other.status_code == 422
    assert secretary.post(HERE, data=GOOD | {"on_behalf_of": BY}).status_code == 303
    last = sample_acts.acts(site, REF)[-1]
    assert last.on_behalf_of_id is not None and last.on_behalf_of_id != last.actor_id


def test_nobody_replaces_anothers_report(site: Site, official: TestClient) -> None:
    sample_acts.report(site, REF, "CB-LT1")
    page = official.get(HERE).text
    assert 'value="report"' not in page and 'value="update"' in page
    assert official.post(HERE, data=GOOD).status_code == 422
    assert len([act for act in sample_acts.acts(site, REF) if act.act is Act.REPORT]) == 1


def test_a_returned_report_is_mended_and_not_typed_again(site: Site, official: TestClient) -> None:
    fields = GOOD | {"value": "61,1250", "difficulty-0": "Thiếu nguồn", "remover-0": "BTC"}
    official.post(HERE, data=fields, files={"files": ("ảnh.png", papers.photo())})
    sample_acts.send_back(site, REF, "Thiếu danh sách kèm theo")
    page = official.get(HERE).text
    assert "Thiếu danh sách kèm theo" in page and "ảnh.png" in page
    assert 'value="61,1250"' in page and "Đã kết nạp 70 đảng viên." in page
    mended = {"value": "61,1250", "narrative": "Đã kèm", "seen": page_grounds.seen_on(page)}
    again = official.post(HERE, data=fields | mended)
    assert again.headers["location"] == RECEIPT
    sent = sample_acts.sent(site, REF)
    assert sent is not None and [file.filename for file in sent.files] == ["ảnh.png"]
    site.advance()
    assert sample_acts.acts(site, REF)[-1].state is SubmissionState.APPLIED


def test_a_product_is_delivered_or_not(site: Site) -> None:
    ref, client = "BTG01@BTG/B3", site.client("CB-BTG2")
    here = f"/report/2022/{ref}"
    page = client.get(here).text
    assert "Tờ trình kèm dự thảo cuối" in page and 'id="value"' not in page
    assert "vẫn tính là chưa xong" in page and "Khi có sản phẩm" in page  # beside the choice
    assert 'aria-describedby="delivered-hint"' in page and "nên ghi ngắn gọn lý do" in page
    refused = client.post(here, data={"act": "report"})
    assert refused.status_code == 422 and 'href="#delivered"' in refused.text
    assert client.post(here, data={"act": "report", "delivered": "no"}).status_code == 303
    sent = sample_acts.sent(site, ref)
    assert sent is not None and sent.report.delivered is False and sent.report.value is None
    assert "Chưa hoàn thành" in client.get(f"{here}?done=report").text


def test_what_is_verified_takes_updates_only_and_what_is_evaluated_nothing(
    site: Site, official: TestClient
) -> None:
    verified = site.client("CB-BTG2").get("/report/2022/BTG01@BTG/B2").text
    assert 'value="update"' in verified and 'value="report"' not in verified
    evaluated = official.get("/report/2022/DV01@LT/Q1").text
    assert '<form action="/report' not in evaluated and "đã đánh giá" in evaluated


def test_it_reads_the_same_in_english(official: TestClient) -> None:
    official.cookies.set("dondoc_lang", "en")
    page = official.get(HERE).text
    assert "29 working days left" in page and "Send report" in page
