"""The list of officials shows bands by quarter and unit, and its parts add up to its officials."""

import re

from sites import Site

SECRETARIAT = "CB-VPTU3"


def numbers(row: str) -> list[int]:
    return [int(text) for text in re.findall(r'<td class="num"[^>]*>(\d+)</td>', row)]


def test_units_add_up_to_everybody_and_everybody_to_the_list(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/evaluation").text
    section = page[page.index('id="grades"') :]
    assert "Tạm tính, chưa công bố quyết định" in section
    table = section[section.index("<details") :]
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table, re.DOTALL)
    everybody, *units = [numbers(row) for row in rows]
    assert [sum(column) for column in zip(*units, strict=True)] == everybody

    names = page[: page.index('id="grades"')].count('<th scope="row"><a')
    assert sum(everybody) == names


def test_the_share_stands_with_its_denominator_and_the_picture_with_a_table(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/evaluation").text
    section = page[page.index('id="grades"') :]
    assert "30/38 (78,9%)" in section
    assert section.count("<svg") >= 2
    assert "<caption>" in section


def test_it_does_not_stand_below_a_list_that_is_cut(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/evaluation?flag=any").text
    assert 'id="grades"' not in page


def test_without_a_year_before_its_columns_are_dashes(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/evaluation").text
    table = page[page.index('id="grades"') :]
    first = re.findall(r'data-label="cùng quý năm trước">([^<]+)<', table)
    assert first and set(first) == {"–"}
