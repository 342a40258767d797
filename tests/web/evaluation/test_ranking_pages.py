"""Everybody's period side by side, for whoever evaluates: ranks, caps, units, other readings."""

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from lxml.html import fromstring
from openpyxl import load_workbook
from sites import Site
from statements import asked_of, more

from dondoc.services.evaluation.ranking.standings import STANDINGS
from dondoc.services.evaluation.ranking.year_work import YEARS
from dondoc.store.database import writing

OFFICIAL, STANDING = "CB-SL1", "CB-TTTU1"
PERIOD = "/evaluation/2022/Q1"
PAGES = ("ranking", "caps", "units", "what-if", "changes", "rewards")


def page(site: Site, view: str) -> str:
    answer = site.client(STANDING).get(f"{PERIOD}/{view}")
    assert answer.status_code == 200, view
    html: str = answer.text
    return html


def rows(html: str) -> list[list[str]]:
    """The cells of the rows with a heading of their own, in words, of all tables that are seen."""
    tables = fromstring(html).xpath("//table[not(ancestor::*[@class='hidden'])]")
    return [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row.xpath("./*")]
        for table in tables
        for row in table.xpath(".//tr[*[@scope='row']]")
    ]


@pytest.mark.parametrize("view", PAGES)
def test_pages_lead_to_each_other_and_are_complete_in_both_languages(
    view: str, shown: Site
) -> None:
    html = page(shown, view)
    for other in PAGES:
        assert f'href="{PERIOD}/{other}' in html
    assert "Tạm tính, chưa phải đánh giá." in html
    client = shown.client(STANDING)
    client.get("/language/en")
    english = client.get(f"{PERIOD}/{view}").text
    assert not re.search(r">[^<]*\b(evaluation|chart)\.[a-z_]+", english)


def test_equal_points_share_a_rank_and_all_are_named(shown: Site) -> None:
    people = rows(page(shown, "ranking?group=localities.head"))
    assert [row[0] for row in people] == ["=1"] * 3 + ["4", "5", "6", "7", "8", "9"]
    assert people[4][1].startswith("Phùng Duy Khánh")
    assert (people[7][4], people[7][6]) == ("84,19", "hoàn thành tốt nhiệm vụ")


def test_where_totals_are_missing_results_rank_and_bounds_are_shown(shown: Site) -> None:
    html = page(shown, "ranking?rules=ND-335-2025&group=localities.head")
    assert "xếp theo điểm kết quả (a, b, c), vì 9 người chưa có tổng điểm" in html
    (hung,) = [row for row in rows(html) if row[1].startswith("Vũ Ngọc Hùng")]
    assert (hung[0], hung[4], hung[5]) == ("8", "59,50", "từ 47,25 đến 94,75")
    assert "điểm tiêu chí chung" in hung[7]


def test_a_group_is_sorted_by_its_headings(shown: Site) -> None:
    def column(query: str, number: int) -> list[str]:
        return [row[number] for row in rows(page(shown, f"ranking?group=localities.head&{query}"))]

    assert column("dir=down", 0) == ["9", "8", "7", "6", "5", "4"] + ["=1"] * 3
    assert column("sort=counted", 3) == sorted(column("sort=counted", 3))
    assert column("sort=unit&dir=down", 2) == column("sort=unit", 2)[::-1]
    assert column("sort=unit", 2) != column("", 2)


def test_names_are_sorted_by_the_given_name(shown: Site) -> None:
    people = rows(page(shown, "ranking?group=localities.head&sort=name"))
    given = [row[1].split(" Bí thư")[0].split()[-1].casefold() for row in people]
    assert given == sorted(given)


def test_the_workbook_has_title_day_and_all_that_is_seen(shown: Site) -> None:
    answer = shown.client(STANDING).get(f"{PERIOD}/ranking.xlsx?group=localities.head")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    table = list(sheet.iter_rows(values_only=True))
    assert table[0][0] == "Xếp hạng quý I/2022"
    assert str(table[1][0]).startswith("Tính đến hết ngày 20/05/2022")
    assert [row[1] for row in table[3:]] == ["=1"] * 3 + ["4", "5", "6", "7", "8", "9"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"


def test_caps_stand_beside_each_other_with_their_rounding_and_marks(shown: Site) -> None:
    html = page(shown, "caps")
    (all_of_them,) = [row for row in rows(html) if "Tất cả" in row[0]]
    assert all_of_them[1] == "30"
    assert [cell.split(" ")[0] for cell in all_of_them[2:]] == ["1", "6", "7", "7"]
    assert "20% × 36 = 7,2 → 7" in all_of_them[4]
    assert "16 người bằng điểm cho 7 suất cuối" in all_of_them[4]
    assert html.count("(bộ quy tắc này)") == 1
    assert "Làm tròn số suất: <strong>xuống</strong> (<strong>chưa rõ</strong>)" in html
    more_seats = page(shown, "caps?share=outstanding")
    assert "25% × 36 = 9 → 9" in more_seats


def test_conflicts_are_listed_by_kind_with_links(shown: Site) -> None:
    html = page(shown, "caps?group=localities.head")
    assert "Vượt trần xuất sắc: 2" in html
    tied = html[html.index('id="tied_at_last_seat"') : html.index('id="crosses_line"')]
    assert "16 người cùng điểm cho 1 suất cuối" in tied
    assert "Tất cả người được xét" in tied
    assert "Huyện, thành phố" not in tied  # by its own base the rule set has no seat here
    crossing = html[html.index('id="crosses_line"') :]
    assert f'href="{PERIOD}/CB-SL1' in crossing
    assert "Mẫu số của b và c: số đã hoàn thành, quy đổi: 92,38" in crossing
    assert "CB-STP1" not in crossing


def test_units_have_their_share_points_and_a_chart_with_a_table(shown: Site) -> None:
    html = page(shown, "units")
    (lo,) = [row for row in rows(html) if row[0].startswith("Huyện Sông Lô")]
    assert lo[1:5] == ["3/4 = 75%", "2/4", "1/4", "84,19"]
    assert "<svg" in html
    assert "Hoàn thành trễ hạn" in html
    assert "95,17 <small" in html


def test_another_reading_is_compared_and_the_address_alone_holds_it(shown: Site) -> None:
    html = page(shown, "what-if?p.denominator=completed&p.deduction_base=unit")
    assert "Khác nhau ở 2 tham số" in html
    people = rows(html)
    (hung,) = [row for row in people if row[0].startswith("Vũ Ngọc Hùng")]
    assert hung[0].split(" ▲")[1].startswith(" qua một mốc")
    assert (hung[2], hung[4], hung[6]) == ("84,19", "92,38", "+8,18")
    assert "<strong>6</strong> qua một mốc" in html
    everybody = page(shown, "what-if?p.denominator=completed&p.deduction_base=unit&show=all")
    assert 'rel="next"' not in everybody
    assert everybody.count("▲") == 6


def test_another_rule_set_is_compared_and_empty_choices_leave_the_address(shown: Site) -> None:
    html = page(shown, "what-if?other=ND-335-2025")
    assert "Không rõ" not in html
    assert "từ 47,25 đến 94,75" in html
    client = shown.client(STANDING)
    sent = client.get(f"{PERIOD}/what-if?other=&p.denominator=completed&p.lateness=")
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{PERIOD}/what-if?p.denominator=completed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("p.deduction=x", "deduction"),
        ("p.deduction=101", "deduction"),
        ("p.bands=70;90;50", "bands"),
        ("p.denominator=nothing", "denominator"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_place(
    typed: str, said: str, shown: Site
) -> None:
    answer = shown.client(STANDING).get(f"{PERIOD}/what-if?{typed}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert said in answer.text[answer.text.index('role="alert"') :][:900]


@pytest.mark.parametrize(
    ("typed", "crossing"),
    [("p.bands=99;70;50", 13), ("p.bands=85; 70; 50", 3), ("p.deduction=12,5", 3)],
)
def test_numbers_are_typed_as_they_are_written_here(typed: str, crossing: int, shown: Site) -> None:
    html = page(shown, f"what-if?{typed}")
    assert f"<strong>{crossing}</strong> qua một mốc" in html


def test_what_changed_since_a_day_shows_everybody_affected(shown: Site) -> None:
    html = page(shown, "changes?since=2022-04-12")
    assert "Hoàng Quang Tùng" in html
    assert "1 → <strong>6</strong>" in html
    assert "Không ai đổi điểm" in page(shown, "changes?since=2022-05-20")


def test_proposals_say_their_reasons_and_are_exported(shown: Site) -> None:
    html = page(shown, "rewards")
    people = rows(html)
    assert all("Cao nhất nhóm nhiệm vụ tương đồng" in row[-1] for row in people)
    assert len(people) == 16
    answer = shown.client(STANDING).get(f"{PERIOD}/rewards.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    table: Sequence[Sequence[object]] = list(sheet.iter_rows(values_only=True))
    assert len(table) == 3 + len(people)
    assert str(table[0][0]).startswith("Đề xuất khen thưởng")


def test_a_month_and_the_year_are_ranked_too(shown: Site) -> None:
    client = shown.client(STANDING)
    assert "Xếp hạng tháng 3/2022" in client.get("/evaluation/2022/03/ranking").text
    html = client.get("/evaluation/2022/2022/ranking?group=localities.head").text
    assert [row[0] for row in rows(html)] == ["=1"] * 2 + ["3", "4", "5", "6", "7", "8", "9"]
    assert client.get("/evaluation/2022/Q5/ranking").status_code == 404
    assert client.get(f"{PERIOD}/ranking?rules=ND-90").status_code == 404


def test_every_look_is_kept_and_shown_to_the_person(site: Site) -> None:
    own = site.client(OFFICIAL)
    assert "Đã xem: 0 lượt" in own.get(f"{PERIOD}/{OFFICIAL}").text
    for view in (*PAGES, "ranking.xlsx", "rewards.xlsx"):
        site.client(STANDING).get(f"{PERIOD}/{view}")
        assert own.get(f"{PERIOD}/{view}").status_code == 404
    html = own.get(f"{PERIOD}/{OFFICIAL}").text
    assert "Đã xem: 8 lượt" in html
    assert "danh sách cả quý I/2022" in html


@pytest.mark.parametrize("view", [*PAGES, "what-if?p.denominator=completed"])
def test_it_asks_as_often_for_many_as_for_few(view: str, site: Site) -> None:
    client = site.client(STANDING)
    YEARS.forget()
    STANDINGS.forget()
    few = len(asked_of(site, client, f"{PERIOD}/{view}"))
    with writing(site.workplace.engine) as session:
        more(session, site, "DV01@YL")
    YEARS.forget()
    STANDINGS.forget()
    assert len(asked_of(site, client, f"{PERIOD}/{view}")) == few


def test_a_persons_page_has_the_party_grade_apart_and_both_denominators(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(f"{PERIOD}/{OFFICIAL}").text
    assert "84,19 theo số được giao; 92,38 theo số đã hoàn thành." in html
    party = html[html.index('id="party-title"') :]
    assert "Mọi việc đúng hạn" in party
    assert "Xuống đến mức đủ điều kiện: <strong>không hoàn thành nhiệm vụ</strong>" in party
    first = shown.client(OFFICIAL).get(f"{PERIOD}/{OFFICIAL}?rules=366-QD-TW").text
    assert 'id="party-title"' not in first


def test_the_list_says_its_rule_set_and_the_most_points_once(shown: Site) -> None:
    page_of_all = shown.client(STANDING).get("/evaluation").text
    html = page_of_all.partition('id="grades"')[0]  # without the bands of everybody below it
    assert html.count('href="/rule-sets/MINH-HOA-2021-2022') == 1
    assert "Điểm kết quả tối đa 100 theo" in html
    assert "trên 100" in html
    assert html.count("<table") == 1
    decree = shown.client(STANDING).get("/evaluation?rules=ND-335-2025").text
    assert "Điểm kết quả tối đa 70 theo" in decree
