"""The verification desk: judging one after another, many at once, and requests for time."""

import re
from datetime import date
from decimal import Decimal

import page_grounds
from fastapi.testclient import TestClient
from sites import Site
from sqlmodel import select
from verification_pages import PRODUCT, SECRETARIAT, VALUE, fields_of, item_of, record

from dondoc.services.acts.act_input import ActInput
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.submission import Submission


def send(client: TestClient, ref: str, **typed: str) -> tuple[int, str]:
    page = client.get(f"/verify/2022/{ref}").text
    answer = client.post(f"/verify/2022/{ref}", data=fields_of(page) | typed)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_the_oldest_report_stands_first_and_is_counted(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/verify").text
    refs = re.findall(r'<th scope="row"><a href="[^"]*">([^<]+)</a>', page)
    assert refs == [PRODUCT, "KHDT01@KHDT/B2", VALUE]
    assert "3 báo cáo chờ thẩm định" in page
    assert f'href="/verify/2022/{PRODUCT}"' in page


def test_a_case_shows_what_is_needed_to_judge_it(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get(f"/verify/2022/{VALUE}").text
    assert "16,5 ha" in page and "16 ha" in page
    assert "103,1%" in page
    assert "Không có minh chứng kèm theo." not in page  # a number has its source
    assert 'class="chart" viewBox' in page
    for key in "jkarc":
        assert f"<kbd>{key}</kbd>" in page
    assert 'data-key="a"' in page and 'accesskey="r"' in page and "data-keys" in page


def test_it_goes_on_to_the_next_after_each_act(site: Site) -> None:
    client = site.client(SECRETARIAT)
    status, onward = send(client, PRODUCT, act="verify", quality="90", note="Đủ hồ sơ")
    assert (status, onward.partition("?")[0]) == (303, "/verify/2022/KHDT01@KHDT/B2")
    assert "Đã thẩm định CAT01@CAT/B2" in client.get(onward).text
    # It is not the last one any more, although no drain has run.
    facts = item_of(site, PRODUCT).facts
    assert facts.stage is Stage.VERIFIED and facts.result is not None
    assert facts.result.quality == Decimal(90)
    status, onward = send(client, VALUE, act="verify")
    assert onward.partition("?")[0] == "/verify/2022/KHDT01@KHDT/B2"  # back to what was left out
    status, onward = send(client, "KHDT01@KHDT/B2", act="verify")
    assert (status, onward.partition("?")[0]) == (303, "/verify")
    assert "Không có báo cáo nào chờ thẩm định" in client.get(onward).text


def test_it_corrects_with_a_reason_and_a_value_written_the_vietnamese_way(site: Site) -> None:
    client = site.client(SECRETARIAT)
    status, page = send(client, VALUE, act="verify", changed="yes", value="15,25")
    assert status == 422 and 'value="15,25"' in page and "correct_reason-error" in page
    assert item_of(site, VALUE).facts.stage is Stage.REPORTED
    typed = {"changed": "yes", "value": "15,25", "correct_reason": "Trừ 1,25 ha chưa bàn giao"}
    assert send(client, VALUE, act="verify", **typed)[0] == 303
    result = item_of(site, VALUE).facts.result
    assert result is not None and result.value == Decimal("15.25")
    site.advance()
    # A verified result is corrected by a new act, with a reason as well.
    typed = {"value": "15,5", "correct_reason": "Đo lại"}
    page = client.get(f"/verify/2022/{VALUE}").text
    hidden = page_grounds.hidden(page)
    answer = client.post(f"/verify/2022/{VALUE}", data=hidden | typed | {"act": "correct"})
    assert answer.status_code == 303
    result = item_of(site, VALUE).facts.result
    assert result is not None and result.value == Decimal("15.5")


def test_it_returns_with_a_reason_and_a_new_date(site: Site) -> None:
    client = site.client(SECRETARIAT)
    status, page = send(client, VALUE, act="return", new_due_on="2022-05-27")
    assert status == 422 and "return_reason-error" in page and "2022-05-27" in page
    typed = {"return_reason": "Thiếu biên bản", "new_due_on": "2022-05-27"}
    assert send(client, VALUE, act="return", **typed)[0] == 303
    facts = item_of(site, VALUE).facts
    assert (facts.stage, facts.due_on) == (Stage.IN_PROGRESS, date(2022, 5, 27))
    assert VALUE not in client.get("/verify").text.partition("</table>")[0].replace("was=", "")


def test_a_button_pressed_twice_records_once(site: Site) -> None:
    client = site.client(SECRETARIAT)
    page = client.get(f"/verify/2022/{PRODUCT}").text
    data = fields_of(page) | {"act": "verify"}
    first, second = (client.post(f"/verify/2022/{PRODUCT}", data=data) for _ in range(2))
    assert first.status_code == 303 and second.status_code in (303, 422)
    with reading(site.workplace.engine) as session:
        query = select(Submission).where(Submission.act == Act.VERIFY)
        pending = [one for one in session.exec(query) if one.state == "pending"]
    assert len(pending) == 1


def test_nobody_is_offered_to_judge_their_own_report(site: Site) -> None:
    ref = "SYT01@SYT/B2"
    behalf = "CB-SYT1"
    record(
        site,
        ActInput(act=Act.REPORT, ref=ref, by=SECRETARIAT, on_behalf_of=behalf, delivered=True),
    )
    page = site.client(SECRETARIAT).get(f"/verify/2022/{ref}").text
    assert "người khác phải thẩm định" in page and 'value="verify"' not in page
    answer = site.client(SECRETARIAT).post(f"/verify/2022/{ref}", data={"act": "verify"})
    assert answer.status_code == 422
    assert 'value="verify"' in site.client("CB-VPTU1").get(f"/verify/2022/{ref}").text


def test_it_shows_evidence_in_place_and_hints(site: Site) -> None:
    from dondoc.services.evidence.store import Attachment

    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 40
    ref = "GPMB01@YL/B2"
    evidence = (Attachment("anh.png", picture), Attachment("bien ban.pdf", b"%PDF-1.4 x"))
    given = ActInput(
        act=Act.REPORT, ref=ref, by="CB-YL1", value=Decimal(2), evidence=evidence,
        narrative="<script>alert(1)</script>",
    )  # fmt: skip
    record(site, given)
    page = site.client(SECRETARIAT).get(f"/verify/2022/{ref}").text
    assert re.search(r'<img class="evidence" src="/evidence/\d+\?show=1"', page)
    assert re.search(r'<iframe class="evidence" src="/evidence/\d+\?show=1"', page)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "Lũy kế giảm: nay báo 2, mốc trước đã đạt 6,3." in page
    assert "Nộp trễ 12 ngày làm việc." in page
    assert "lũy kế giảm" in site.client(SECRETARIAT).get("/verify").text
