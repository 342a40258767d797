"""The catalogue of products: loaded, approved from a day on, tied to work, and what comes of it."""

import html
import io
import re
import unicodedata

import pytest
from api_client import program
from catalogue_files import (
    HOME,
    LINES,
    OTHER,
    SECRETARIAT,
    approve,
    book_of,
    line,
    load,
    send_ties,
    tie,
    ties_book,
    typed,
)
from openpyxl import load_workbook
from page_grounds import hidden
from sites import Site

ADMINISTRATOR, STANDING, OFFICIAL = "CB-VPTU5", "CB-TTTU1", "CB-SL1"
Q1, Q2, Q3, Q4 = (f"/evaluation/2022/{quarter}/{OFFICIAL}" for quarter in ("Q1", "Q2", "Q3", "Q4"))
WORK = "DON01@SL"


def said(site: Site, address: str, who: str = OFFICIAL) -> str:
    return html.unescape(site.client(who).get(address).text)


def test_before_there_is_one_the_page_says_that_weights_count(site: Site) -> None:
    assert "Chưa có danh mục nào đang áp dụng" in said(site, HOME)
    assert "Nạp danh mục" not in said(site, HOME)
    assert "chưa việc nào ở đây tính theo danh mục" in said(site, Q1)
    book = load_workbook(io.BytesIO(site.client(OFFICIAL).get(f"{HOME}.xlsx").content))
    assert [cell.value for cell in book.worksheets[0][3]][:4] == [
        "Mã sản phẩm", "Tên sản phẩm", "Đơn vị tính", "Hệ số quy đổi"
    ]  # fmt: skip


def test_a_draft_is_the_offices_until_it_is_approved(site: Site) -> None:
    version = load(site, who=ADMINISTRATOR)
    assert load(site) == version, "the same content makes no new version"
    assert "Bản thảo, chưa được phê duyệt" in said(site, HOME, SECRETARIAT)
    assert "SP-01" in said(site, HOME, STANDING)
    assert "SP-01" not in said(site, HOME)
    assert site.client(OFFICIAL).get(f"{HOME}?version={version}").status_code == 404
    assert approve(site, version, "2022-07-01").status_code == 303
    shown = said(site, HOME)
    assert "SP-01" in shown and "2,5" in shown
    assert "Áp dụng từ 01/07/2022, theo 15-QĐ/TU ngày 16/05/2022" in shown


def test_it_is_taken_along_as_it_came(site: Site) -> None:
    version = load(site)
    content = site.client(SECRETARIAT).get(f"{HOME}.xlsx?version={version}").content
    answer = site.client(SECRETARIAT).post(
        HOME, files={"file": ("lai.xlsx", content)}, follow_redirects=True
    )
    assert "không có bản mới" in answer.text


def test_errors_are_told_with_their_cells_and_nothing_is_taken(site: Site) -> None:
    book = book_of((line("SP-01", "2"), line("sp-01", "1")))
    answer = site.client(SECRETARIAT).post(HOME, files={"file": ("danh-muc.xlsx", book)})
    assert answer.status_code == 422
    assert re.search(r"danh-muc.xlsx, ô Danh mục!A5: Mã sản phẩm: mã này đã có", answer.text)
    assert "Còn 1 chỗ cần sửa" not in answer.text  # the file has two, counted once
    assert "Bản thảo" not in said(site, HOME, SECRETARIAT)
    for files in ({}, {"file": ("a.xlsx", b"khong")}, {"file": ("a.docx", b"")}):
        answer = site.client(SECRETARIAT).post(HOME, files=files)
        assert answer.status_code == 422
        assert "evaluation." not in answer.text.replace("/evaluation", "")


@pytest.mark.parametrize("who", [STANDING, OFFICIAL])
def test_others_set_nothing(site: Site, who: str) -> None:
    version, client = load(site), site.client(who)
    for address in (HOME, f"{HOME}/ties", f"{HOME}/versions/{version}/approve"):
        assert client.post(address).status_code == 403
    assert client.get(f"{HOME}/ties.xlsx").status_code == 403


def test_never_backwards(site: Site) -> None:
    version = load(site)
    for day, why in (("2022-03-31", "kỳ đã kết thúc (2022-Q1)"), ("2022-05-19", "đã qua")):
        answer = approve(site, version, day)
        assert answer.status_code == 422 and why in html.unescape(answer.text)
    assert approve(site, 7, "2022-07-01").status_code == 404
    assert approve(site, version, "2022-07-01").status_code == 303
    answer = approve(site, version, "2022-08-01")
    assert answer.status_code == 422 and "đã áp dụng" in html.unescape(answer.text)


def test_an_approval_that_overlooks_another_is_refused(site: Site) -> None:
    first, second = load(site), load(site, LINES[:1])
    client = site.client(SECRETARIAT)
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(f"{HOME}?version={first}").text)
    assert approve(site, second, "2022-07-01", OTHER).status_code == 303
    assert seen is not None
    data = typed("2022-08-01") | {"seen": html.unescape(seen[1])}
    answer = client.post(f"{HOME}/versions/{first}/approve", data=data)
    assert answer.status_code == 409
    text = html.unescape(answer.text)
    assert "nay là «phiên bản 2 từ 01/07/2022»" in text, text[:3000]


def test_which_work_is_which_product_comes_by_a_workbook(site: Site) -> None:
    load(site)
    assert tie(site, {WORK: "sp-01"}).status_code == 303
    shown = said(site, HOME, SECRETARIAT)
    assert re.search(rf"{WORK} [^<]*: <strong>SP-01</strong>", shown)
    answer = tie(site, {WORK: "SP-01"})
    assert answer.headers["location"].startswith(f"{HOME}?done=tied_none")
    book = load_workbook(io.BytesIO(ties_book(site, {WORK: ""})))
    sheet = book.worksheets[0]
    sheet.append(["KHONG@CO", "", "", 1, "SP-01"])
    sheet.append([WORK, "", "", 1, ""])
    sheet["E4"] = "SP-99"
    out = io.BytesIO()
    book.save(out)
    sent = {"ties": ("viec.xlsx", out.getvalue())}
    wrong = send_ties(site, sent)
    text = html.unescape(wrong.text)
    assert wrong.status_code == 422
    for what in ("“SP-99”", "“KHONG@CO”", "có hai dòng", "!E4: Mã sản phẩm"):
        assert what in text, what


def test_a_code_in_other_letters_is_the_product_that_work_is_tied_to(site: Site) -> None:
    """Work is tied to a code: else it would fall back to its weight, and points would change."""
    assert approve(site, load(site), "2022-06-01").status_code == 303
    tie(site, {WORK: "SP-01"})
    decomposed = unicodedata.normalize("NFD", "Quyết định")
    later = load(site, (line("sp-01", "4", decomposed), line("SP-02", "0.5", "Báo cáo")))
    assert approve(site, later, "2022-10-01").status_code == 303
    assert "Hệ số 2,5: sản phẩm SP-01" in said(site, Q3)
    assert "Hệ số 4: sản phẩm SP-01 (Quyết định), danh mục số 2" in said(site, Q4)
    assert load(site, (line("Sp-01", "4"), line("sp-02", "0.5", "Báo cáo"))) == later


def test_a_version_names_the_tied_work_that_it_has_no_product_for(site: Site) -> None:
    load(site)
    tie(site, {WORK: "SP-02"})
    page = f"{HOME}?version={load(site, LINES[:1])}"
    assert "1 việc của năm gắn với sản phẩm không có trong danh mục này" in said(
        site, page, SECRETARIAT
    )
    for other, who in ((f"{HOME}?version=1", SECRETARIAT), (page, STANDING)):
        assert "không có trong danh mục này" not in said(site, other, who)


def test_a_version_that_a_later_approval_overtook_says_so(site: Site) -> None:
    first, second = load(site), load(site, LINES[:1])
    assert approve(site, first, "2022-10-01").status_code == 303
    page = f"{HOME}?version={first}"
    assert "Không tính theo danh mục này" not in said(site, page)
    assert approve(site, second, "2022-07-01").status_code == 303
    assert "Không tính theo danh mục này: danh mục số 2, ghi nhận sau" in said(site, page)
    assert "Không tính theo danh mục này" not in said(site, f"{HOME}?version={second}")


def test_a_list_of_work_that_overlooks_another_is_refused(site: Site) -> None:
    load(site)
    old = hidden(site.client(SECRETARIAT).get(HOME).text)["seen"]
    tie(site, {WORK: "SP-01"})
    answer = send_ties(site, {"ties": ("viec.xlsx", ties_book(site, {WORK: "SP-02"}))}, old)
    assert answer.status_code == 409
    assert "đang xem «0», nay là «1»" in html.unescape(answer.text)
    assert "<strong>SP-01</strong>" in said(site, HOME, SECRETARIAT)


def test_the_coefficient_counts_from_the_quarter_that_begins_after(site: Site) -> None:
    assert approve(site, load(site), "2022-06-01").status_code == 303
    before = said(site, Q1)
    assert tie(site, {WORK: "SP-01"}).status_code == 303
    now = said(site, Q1)
    assert "Gắn với sản phẩm SP-01 từ 20/05/2022, sau ngày đầu quý (01/01/2022)" in now
    results = re.compile(r"Điểm kết quả nhiệm vụ</span><strong>([^<]+)")
    assert results.findall(now) == results.findall(before), "nobody is judged backwards"
    later = said(site, Q3)
    assert "Hệ số 2,5: sản phẩm SP-01 (Quyết định), danh mục số 1 áp dụng từ 01/06/2022" in later
    assert "lấy theo ngày đầu quý, 01/07/2022" in later
    found = program(site, OFFICIAL).get(f"/api/v1/evaluation/2022/Q3/{OFFICIAL}").json()
    work = next(each for each in found["not_counted"] if each["ref"].startswith(WORK))
    assert work["product"]["coefficient"] == "2.5"
    assert work["product"]["counting"] == {"day": "2022-07-01", "why": "quarter_began"}


def test_what_the_catalogue_does_not_have_that_day_keeps_its_weight(site: Site) -> None:
    assert approve(site, load(site), "2022-06-01").status_code == 303
    tie(site, {WORK: "SP-02"})
    assert "Hệ số 0,5: sản phẩm SP-02" in said(site, Q3)
    fourth = said(site, Q4)
    assert "danh mục số 1 không có sản phẩm này vào ngày đầu quý (01/10/2022)" in fourth


def test_tied_without_a_catalogue_in_force_it_says_so(site: Site) -> None:
    version = load(site)
    tie(site, {WORK: "SP-01"})
    assert "chưa có danh mục nào áp dụng: tính theo trọng số" in said(site, Q3)
    approve(site, version, "2022-08-01")
    assert "chưa có danh mục nào áp dụng: tính theo trọng số" in said(site, Q3)
    assert "Hệ số 2,5" in said(site, Q4)


def test_who_did_what_stands_in_history(site: Site) -> None:
    approve(site, load(site), "2022-07-01")
    tie(site, {WORK: "SP-01"})
    text = said(site, "/audit", "CB-UBKT4")
    for what in ("Nạp danh mục sản phẩm số 1", "Phê duyệt danh mục sản phẩm số 1", "Gắn 1 việc"):
        assert what in text, what


def test_it_is_read_in_english(site: Site) -> None:
    approve(site, load(site), "2022-06-01")
    tie(site, {WORK: "SP-01"})
    client = site.client(SECRETARIAT)
    client.get("/language/en")
    text = client.get(HOME).text
    assert "Catalogue no. 1" in text
    assert "evaluation." not in text.replace("/evaluation", "")
