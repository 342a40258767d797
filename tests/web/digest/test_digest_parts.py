"""Digests of a group, of half a year, and of one official's work, on their pages."""

import re

from sites import Site
from sqlmodel import select

from dondoc.store.database import writing
from models.digest import Digest

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"


def compiled(site: Site, **form: str) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q2"} | form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def test_page_one_says_what_needs_attention_first(site: Site) -> None:
    page = site.client(STANDING).get(compiled(site)).text
    summary = page.partition('id="concerns"')[0]
    assert summary.count('class="big"') == 3
    assert "Đến hết ngày 20/05/2022, toàn tỉnh có" in summary
    asked = page.partition('class="requests lead"')[2].partition("</p>")[0]
    assert "Đề nghị Ban Thường vụ" in asked and "(1)" in asked
    concerns = page.partition('class="concerns')[2].partition("</table>")[0]
    assert 1 < concerns.count('scope="row"') <= 10


def test_each_group_has_a_page_and_papers_from_the_same_reading(site: Site) -> None:
    address, client = compiled(site), site.client(STANDING)
    page = client.get(address).text
    codes = re.findall(rf'href="{address}\?group=(\w+)"', page)
    assert len(codes) == 3
    of_group = client.get(f"{address}?group={codes[0]}").text
    assert f"{address}/papers/party.docx?group={codes[0]}" in of_group
    assert f"{address}/paper.html?group={codes[0]}" in of_group
    assert client.get(f"{address}/paper.txt?group={codes[0]}").status_code == 200
    assert client.get(f"{address}?group=none").status_code == 404
    file = client.get(f"{address}/papers/party.xlsx?group={codes[0]}")
    assert file.content.startswith(b"PK")


def test_half_a_year_and_an_officials_work_are_compiled_on_the_page(site: Site) -> None:
    half = compiled(site, quarter="2022-H1")
    one = compiled(site, official="CB-LT2")
    client = site.client(STANDING)
    assert "sáu tháng đầu năm 2022" in client.get(half).text.lower()
    listed = client.get("/digests").text
    assert "Sáu tháng đầu năm 2022" in listed
    named = re.search(r"<h1>Báo cáo tổng hợp quý II/2022 của ([^<]+)</h1>", client.get(one).text)
    assert named is not None and named[1] in listed


def test_a_digest_that_was_kept_before_is_shown_as_it_was(site: Site) -> None:
    address = compiled(site)
    with writing(site.workplace.engine) as session:
        kept = session.exec(select(Digest)).one()
        later = {"report", "group", "of_groups"}
        kept.figures = {name: kept.figures[name] for name in kept.figures if name not in later}
    client = site.client(STANDING)
    page = client.get(address).text
    assert '<ul class="states">' in page and 'id="concerns"' not in page
    assert "có hạn trong quý" in page and "?group=" in page  # its papers are cut out of it
    for kind in ("docx", "pdf", "xlsx"):
        assert client.get(f"{address}/papers/party.{kind}").status_code == 200


def test_a_unit_and_an_official_are_not_chosen_together(site: Site) -> None:
    form = {"quarter": "2022-Q2", "unit": "LT", "official": "CB-LT2"}
    answer = site.client(SECRETARIAT).post("/digests", data=form)
    assert answer.status_code == 422
    assert "Chọn một đơn vị hoặc một cán bộ" in answer.text
    unknown = {"quarter": "2022-Q2", "official": "Không Có Ai"}
    assert site.client(SECRETARIAT).post("/digests", data=unknown).status_code == 422
