"""An official sees how their points are made and who looked; whoever evaluates sees everybody."""

import re

import pytest
from api_client import program
from matrix_rows import PEOPLE
from sites import Site

OFFICIAL, SECRETARIAT, STANDING = "CB-SL1", "CB-VPTU3", "CB-TTTU1"
NAME = "Vũ Ngọc Hùng"
PAGE = f"/evaluation/2022/Q1/{OFFICIAL}"


def test_every_point_of_ones_own_is_opened(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(PAGE).text
    assert "Kết quả tạm tính quý I/2022 của tôi" in html
    assert "Tạm tính, chưa phải đánh giá." in html
    assert "chưa ai quyết định" in html
    for said in (
        "31 / 30 đảng viên",
        "Chậm 2 ngày làm việc: hạn 31/03/2022, báo cáo 04/04/2022. Trừ 0,25",
        "Kỳ này giao 0: không tính vào mẫu số.",
        "a = 3,4833/4 = 87,0833%",
        "Chất lượng khi thẩm định 80%",
    ):
        assert said in html, said
    assert 'href="/items/2022/DON01@SL/Q1' in html
    assert 'href="/rule-sets/MINH-HOA-2021-2022' in html


def test_another_rule_set_says_what_lacks_and_which_gates_stay_open(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(f"{PAGE}?rules=ND-335-2025").text
    assert "d (kết quả của cấp dưới)" in html
    assert "điểm tiêu chí chung." in html
    assert "từ 47,25 đến 94,75" in html
    assert "không áp dụng cho kỳ này, chỉ để so sánh" in html
    gates = shown.client(OFFICIAL).get(f"{PAGE}?rules=366-QD-TW").text
    assert re.search(r"Mọi việc đúng hạn: <strong class=\"late\">chưa đạt</strong> \(3/4\)", gates)
    assert re.search(r"Khắc phục mọi hạn chế[^:]*: <strong class=\"soft\">chưa biết", gates)


def test_a_reading_that_crosses_a_line_is_marked(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(PAGE).text
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(Mẫu số của b và c.*?)</tr>", html, re.DOTALL)
    assert len(rows) == 1
    assert "qua một mốc" in rows[0]
    assert "92,38" in rows[0]


def test_the_year_is_made_of_its_quarters(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(f"/evaluation/2022/2022/{OFFICIAL}").text
    assert "Bình quân là của 1 quý đã có điểm kết quả." in html
    assert f'href="/evaluation/2022/Q1/{OFFICIAL}?rules=MINH-HOA-2021-2022"' in html


def test_a_month_is_a_period_too(shown: Site) -> None:
    html = shown.client(OFFICIAL).get(f"/evaluation/2022/03/{OFFICIAL}").text
    assert "tháng 3/2022" in html


@pytest.mark.parametrize("period", ["Q5", "H1", "2023", "2021-Q1", "x", "13", "2022-13"])
def test_what_is_no_period_is_not_found(period: str, shown: Site) -> None:
    address = f"/evaluation/2022/{period}/{OFFICIAL}"
    assert shown.client(OFFICIAL).get(address).status_code == 404


def test_nobody_else_sees_it_and_the_list_is_for_those_who_evaluate(shown: Site) -> None:
    for role, code in PEOPLE.items():
        evaluates = role in {"secretariat", "standing_committee"}
        client = shown.client(code)
        assert client.get(PAGE).status_code == (200 if evaluates else 404), role
        assert client.get("/evaluation").status_code == (200 if evaluates else 404), role
        own = client.get(f"/evaluation/2022/Q1/{code}")
        assert own.status_code == 200, role
        assert client.get("/evaluation/2022/Q1/CB-NOBODY").status_code == 404, role


def test_the_list_has_everybody_with_their_quarters_and_is_cut_by_unit(shown: Site) -> None:
    client = shown.client(STANDING)
    html = client.get("/evaluation").text.partition('id="grades"')[0]
    assert html.count('<th scope="row">') == 43 - _empty(html)
    assert f'href="{PAGE}"' in html
    assert "84,19" in html
    units = dict(re.findall(r'<option value="(\d+)">([^<]+)</option>', html))
    unit = next(key for key, name in units.items() if name == "Huyện Sông Lô")
    cut = client.get(f"/evaluation?unit={unit}").text
    assert cut.count('<th scope="row">') == 1
    assert "59,50" in client.get(f"/evaluation?unit={unit}&rules=ND-335-2025").text
    assert client.get("/evaluation?rules=ND-90").status_code == 404


def _empty(html: str) -> int:
    """Heads of units that lead nothing in the sample."""
    return 43 - len(set(re.findall(r'<th scope="row"><a href="/evaluation/2022/Q1/([^"]+)"', html)))


def test_the_person_sees_who_looked_and_when_and_never_themself(site: Site) -> None:
    own = site.client(OFFICIAL)
    assert "Đã xem: 0 lượt" in own.get(PAGE).text
    assert "Đã xem: 0 lượt" in own.get(PAGE).text
    site.client(SECRETARIAT).get(PAGE)
    site.client(STANDING).get("/evaluation")
    assert site.client("CB-LT1").get(PAGE).status_code == 404
    html = own.get(PAGE).text
    assert "Đã xem: 2 lượt" in html
    assert re.search(r"20/05/2022: Nguyễn Hữu Long, quý I/2022</li>", html)
    assert re.search(r"20/05/2022: [^<]+, danh sách cả năm 2022</li>", html)


def test_programs_get_the_same_and_their_look_is_kept(site: Site) -> None:
    mine = program(site, OFFICIAL).get(f"/api/v1/evaluation/2022/Q1/{OFFICIAL}").json()
    assert (mine["person"], mine["provisional"]) == (OFFICIAL, True)
    first = mine["rules"][0]
    assert (first["code"], first["in_force"]) == ("MINH-HOA-2021-2022", True)
    assert first["period"]["results"] == "3031/36"
    assert len(first["period"]["lines"]) == len(mine["counted"]) == 4
    (lateness,) = [late for work in mine["counted"] for late in work["latenesses"]]
    assert (lateness["days"], lateness["cause"]) == (2, "none")
    for code, status in (("CB-LT1", 404), (SECRETARIAT, 200)):
        address = f"/api/v1/evaluation/2022/Q1/{OFFICIAL}"
        assert program(site, code).get(address).status_code == status
    refused = program(site, OFFICIAL).get(f"/api/v1/evaluation/2022/H1/{OFFICIAL}")
    assert refused.status_code == 422
    assert "Đã xem: 1 lượt" in site.client(OFFICIAL).get(PAGE).text


def test_one_finds_it_from_ones_work_and_the_office_from_its_pages(shown: Site) -> None:
    client = shown.client(OFFICIAL)
    for page in ("/work", "/settings"):
        assert f'href="{PAGE}' in client.get(page).text, page
    assert 'href="/evaluation' in shown.client(SECRETARIAT).get("/office").text
    assert 'href="/evaluation' in shown.client(STANDING).get("/verify/results").text
    assert 'href="/evaluation' in shown.client(STANDING).get("/rule-sets").text
    assert 'href="/evaluation"' not in client.get("/rule-sets").text


def test_it_is_read_in_english(shown: Site) -> None:
    client = shown.client(OFFICIAL)
    client.get("/language/en")
    html = client.get(f"{PAGE}?rules=366-QD-TW").text
    assert "My provisional result, quarter I/2022" in html
    assert "Late by 2 working days" in html
    assert "evaluation.person" not in html
