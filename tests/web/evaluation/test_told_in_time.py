"""What people are told while it can still be acted on: in forms, answers, sessions, own pages."""

import html
import re
from decimal import Decimal

from evaluation_round import OFFICIAL, PAGE, ROUND, form_of, opened, send
from session_on_pages import (
    DECISIONS,
    SECRETARIAT,
    STANDING,
    called,
    filled,
    finished,
    published,
    seen_in,
)
from sites import Site

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.store.database import writing
from models.rules.checkpoints import Act

FULL = {f"criterion-{number}": "7" for number in range(1, 5)}
PAPER = {
    "person": OFFICIAL, "unit": "", "kind": "discipline", "number": "12-QĐ/UBKT",
    "signed": "2022-03-08", "body": "Ủy ban kiểm tra", "effective": "2022-03-10",
}  # fmt: skip


def text_of(site: Site, who: str, address: str) -> str:
    return html.unescape(site.client(who).get(address).text)


def test_a_self_assessment_says_that_it_rests_on_other_results_than_are_there_now(
    site: Site,
) -> None:
    opened(site)
    own = FULL | {"grade": "good", "words": "Đường sạt lở sau mưa"}
    assert send(site.client(OFFICIAL), f"{ROUND}/mine", own).status_code == 303
    assert "Tự đánh giá ngày" not in text_of(site, OFFICIAL, PAGE)
    assert "Tự đánh giá ngày" not in text_of(site, STANDING, f"{PAGE}/comment")
    act = ActInput(Act.CORRECT, "DV01@SL/Q1", SECRETARIAT, value=Decimal(15), reason="Đếm lại")
    with writing(site.workplace.engine) as session:
        Recorder(session, site.workplace.clock().now(), site.workplace.evidence).record(act)
    said = re.search(
        r"Tự đánh giá ngày \S+ dựa trên \d+ sản phẩm, điểm kết quả (\S+); "
        r"nay tính \d+ sản phẩm, điểm kết quả (\S+)\.",
        text_of(site, OFFICIAL, PAGE),
    )
    assert said is not None and said[1] != said[2]
    assert "sửa tự đánh giá để giải trình thêm" in text_of(site, OFFICIAL, PAGE)
    to_level_above = text_of(site, STANDING, f"{PAGE}/comment")
    assert said[0] in to_level_above and "sửa tự đánh giá" not in to_level_above
    assert said[0] in text_of(site, OFFICIAL, f"{ROUND}/mine")
    assert send(site.client(OFFICIAL), f"{ROUND}/mine", own).status_code == 303
    assert "Tự đánh giá ngày" not in text_of(site, OFFICIAL, PAGE)


def test_whoever_answers_a_request_reads_who_is_disciplined(site: Site) -> None:
    finished(site)
    published(site)
    office, asking = site.client(SECRETARIAT), site.client(OFFICIAL)
    at = re.findall(r'action="(/evaluation/requests/\d+)"', asking.get("/evaluation/requests").text)
    typed = form_of(asking.get("/evaluation/requests").text, at[0]) | {"words": "Xin xem lại"}
    assert asking.post(at[0], data=typed | {"act": "ask"}).status_code == 303
    assert "Bị kỷ luật" not in text_of(site, SECRETARIAT, "/evaluation/requests")
    assert office.post("/evaluation/discipline", data=PAPER).status_code == 303
    page = text_of(site, SECRETARIAT, "/evaluation/requests")
    assert "Bị kỷ luật theo văn bản số 12-QĐ/UBKT ngày 08/03/2022 của Ủy ban kiểm tra" in page


def test_ones_own_page_says_that_the_round_was_reopened(site: Site) -> None:
    finished(site)
    published(site)
    office = site.client(SECRETARIAT)
    assert "kỳ được mở lại" not in text_of(site, OFFICIAL, PAGE)
    again = seen_in(office.get(DECISIONS).text) | {"act": "reopen", "reason": "Thiếu một phiếu"}
    assert office.post(DECISIONS, data=again).status_code in (200, 303)
    page = text_of(site, OFFICIAL, PAGE)
    assert "không còn hiệu lực: kỳ được mở lại" in page and f'href="{ROUND}/grades"' in page


def test_a_session_says_where_a_group_is_ranked_by_results(site: Site) -> None:
    at = called(site)
    page = text_of(site, STANDING, at)
    assert re.search(r"xếp theo điểm kết quả \(a, b, c\), vì \d+ người chưa có tổng điểm", page)


def test_rows_that_are_decided_are_folded_and_show_their_reason_and_votes(site: Site) -> None:
    at = called(site)
    client = site.client(STANDING)
    typed = filled(client.get(at).text, at)
    key = next(name for name in typed if name.startswith("reason-")).rpartition("-")[2]
    saved = client.post(at, data=typed | {f"votes-{key}-good": "9"})
    page = html.unescape(client.get(saved.headers["location"]).text)
    assert "<details open>" not in page
    assert "Hội nghị thống nhất; tán thành: tốt 9" in page
    assert "Hội nghị thống nhất</p>" in page
