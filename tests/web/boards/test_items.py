"""The page of an item: what it shows, to whom, and what may be done there."""

import re
from html import unescape

import page_grounds
import pytest
from counting import statements
from fastapi.testclient import TestClient
from filed_reports import report
from sites import Site


def test_it_says_why_an_item_is_overdue(shown: Site) -> None:
    text = unescape(shown.client("CB-VPTU3").get("/items/2022/GPMB01@YL").text)
    assert "Diện tích đất đã bồi thường" in text
    assert "Thứ Ba 3/5 là ngày nghỉ, nên nộp đến hết thứ Tư 4/5 vẫn là đúng hạn." in text
    assert "Quá hạn: hết thứ Tư 4/5 vẫn chưa có báo cáo; quá hạn 12 ngày làm việc." in text
    assert "Không tính 4 ngày nghỉ từ 04/05/2022 đến 20/05/2022." in text
    assert "Sở Tài nguyên và Môi trường" in text  # who can remove the difficulty


def test_it_says_who_moved_it_and_when(shown: Site) -> None:
    text = shown.client("CB-VPTU3").get("/items/2022/GPMB01@YL/B1").text
    assert "Dương Bích Oanh chuyển sang giai đoạn này lúc 14:08 15/04/2022." in text
    assert "Hoàn thành đúng hạn: báo cáo được chấp nhận nộp lúc 11:54 21/03/2022" in text


def test_it_draws_the_roadmap_and_gives_a_table_of_it(shown: Site) -> None:
    text = shown.client("CB-LT4").get("/items/2022/DV01@LT").text
    assert text.count('class="chart" viewBox') == 2  # for wide and for narrow screens
    caption = "<caption>Số liệu của biểu đồ: Lộ trình và kết quả"
    table = text.partition(caption)[2].partition("</table>")[0]
    # Increments are added up, so that they lead to the target of 240.
    assert "<td>48</td><td>50</td>" in table
    assert "<td>240</td><td>–</td>" in table


@pytest.mark.parametrize("ref", ["DV01@LT", "DV01@LT/Q2", "NOTHING@LT", "DV01@LT/Q9"])
def test_what_one_may_not_see_is_not_there(shown: Site, ref: str) -> None:
    assert shown.client("CB-YL4").get(f"/items/2022/{ref}").status_code == 404


def test_an_unknown_checkpoint_or_year_is_not_found(shown: Site) -> None:
    client = shown.client("CB-LT4")
    assert client.get("/items/2022/DV01@LT/Q9").status_code == 404
    assert client.get("/items/1999/DV01@LT").status_code == 404


def test_it_offers_what_each_may_do_and_nothing_else(shown: Site) -> None:
    pages = {
        code: shown.client(code).get("/items/2022/DV01@LT/Q2").text
        for code in ("CB-LT2", "CB-LT5", "CB-VPTU3", "CB-UBKT4")
    }
    reports = {code for code, text in pages.items() if "/report/2022/DV01@LT/Q2" in text}
    changes = {code for code, text in pages.items() if "?act=change_due" in text}
    urges = {code for code, text in pages.items() if "/nudge/2022/DV01@LT/Q2" in text}
    assert reports == {"CB-LT2", "CB-VPTU3"}
    assert changes == {"CB-VPTU3"}
    assert urges == {"CB-LT2", "CB-VPTU3"}


def test_what_was_just_recorded_counts_before_it_is_applied(site: Site) -> None:
    report(site, "DV01@LT/Q2", "CB-LT2", "70")
    client = site.client("CB-LT4")
    before = client.get("/items/2022/DV01@LT/Q2").text
    assert 'data-watch="/items-state/2022/DV01@LT/Q2"' in before
    assert "kể cả số chờ thẩm định: 120" in before
    assert "50 <small>đảng viên</small>" in before  # verified; with the 70 reported, 120
    site.advance()
    after = client.get("/items/2022/DV01@LT/Q2").text
    assert "data-watch" not in after
    assert "Đang chờ thẩm định; thời gian chờ không tính vào đơn vị." in after


def test_after_an_act_it_says_what_happens_next(shown: Site) -> None:
    client = shown.client("CB-LT2")
    told = client.get("/items/2022/DV01@LT/Q2?done=ask_extension").text
    assert "Đã ghi nhận: đề nghị gia hạn." in told
    assert (
        'class="done no-print" role="status"'
        not in client.get("/items/2022/DV01@LT/Q2?done=anything").text
    )


def test_the_number_of_questions_does_not_grow_with_the_item(site: Site) -> None:
    client = site.client("CB-VPTU3")
    before = questions(site, client, "/items/2022/DV01@LT")
    for n in range(3):
        client.post("/comment/2022/DV01@LT", data={"text": f"Ý kiến {n}"})
        report(site, "DV01@LT/Q2", "CB-LT2", str(60 + n))
    site.advance()
    assert questions(site, client, "/items/2022/DV01@LT") == before
    assert questions(site, client, "/items/2022/GPMB01@YL") <= 30


def questions(site: Site, client: TestClient, address: str) -> int:
    client.get(address)  # what is kept in memory is read once
    with statements(site.workplace.engine) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_comment_is_read_by_all_who_see_the_item(site: Site) -> None:
    said = {"text": "Đề nghị <b>làm rõ</b> số liệu.\r\nTrước thứ Sáu."}
    sent = site.client("CB-LT5").post("/comment/2022/DV01@LT/Q2", data=said)
    assert sent.status_code == 303
    text = site.client("CB-TTTU1").get(sent.headers["location"]).text
    assert "Đề nghị &lt;b&gt;làm rõ&lt;/b&gt; số liệu.\nTrước thứ Sáu." in text
    assert "Đã thêm ý kiến" in text


@pytest.mark.parametrize(
    ("said", "answer"), [("  ", "chưa viết ý kiến"), ("x" * 2001, "dài 2001 ký tự")]
)
def test_a_comment_that_cannot_be_kept_says_why(shown: Site, said: str, answer: str) -> None:
    sent = shown.client("CB-LT4").post("/comment/2022/DV01@LT", data={"text": said})
    assert sent.status_code == 422
    assert answer in sent.text
    assert said.strip() in sent.text  # nothing that was typed is lost


def test_it_explains_the_reminders_of_a_checkpoint(shown: Site) -> None:
    text = shown.client("CB-YL4").get("/why/2022/GPMB01@YL/B2").text
    assert "nấc đôn đốc chung" in text
    assert "quá hạn 6 ngày làm việc, sau đó cứ 3 ngày" in text
    assert "Trần Duy Long" in text


def test_only_the_step_that_comes_next_is_given_a_day(shown: Site) -> None:
    text = shown.client("CB-YL4").get("/why/2022/GPMB01@YL/B2").text
    rows = re.findall(r"<tr.*?</tr>", text, re.DOTALL)
    before = [row for row in rows if "trước hạn" in row]
    assert before and "lần tới" not in "".join(before)
    assert [row for row in rows if "lần tới" in row]


def test_it_is_complete_in_english(shown: Site) -> None:
    client = shown.client("CB-LT4")
    client.cookies.set("dondoc_lang", "en")
    text = client.get("/items/2022/DV01@LT").text
    assert "Why it is in this state" in text
    assert "In time: no report yet, 29 working days left" in text
    assert "item." not in text.replace("item.html", "")


def test_it_says_why_a_result_stays_with_who_handed_the_position_over(site: Site) -> None:
    ref, sentence = "KHCN01@KHCN/B1", "Kết quả này thuộc về Dương Ngọc Lan, người giữ chức vụ"
    assert sentence not in site.client("CB-VPTU3").get(f"/items/2022/{ref}").text
    taken = {"position": "KHCN-GD", "since": "2022-05-20"}
    answer = page_grounds.press(site.client("CB-VPTU3"), "/people/CB-TTTT2/take", data=taken)
    assert answer.status_code == 303
    page = site.client("CB-TTTT2").get(f"/items/2022/{ref}").text
    assert f"{sentence} Giám đốc Sở Khoa học và Công nghệ vào ngày tính trách nhiệm" in page
    assert sentence not in site.client("CB-TTTT2").get("/items/2022/KHCN01@KHCN/B2").text
