"""Observations are shown to whoever evaluates and to the official, word for word, as no penalty."""

import re

from api_client import program
from sites import Site

OFFICIAL, SECRETARIAT = "CB-SL1", "CB-VPTU3"
PAGE = f"/evaluation/2022/Q1/{OFFICIAL}"


def section(page: str) -> str:
    begin = page.index('id="flags"')
    return page[begin : page.index("</section>", begin)]


def officials_of(page: str) -> str:
    """The list, without the table of units below it."""
    return page.partition('id="grades"')[0]


def test_the_official_sees_the_same_as_whoever_evaluates(site: Site) -> None:
    own, other = (section(site.client(code).get(PAGE).text) for code in (OFFICIAL, SECRETARIAT))
    assert own == other
    assert "Kế hoạch cả năm 170, năm trước đã đạt 180" in own
    assert 'href="/items/2022/DV01%40SL/Q1' in own
    assert "không tự trừ điểm" in own


def test_an_observation_takes_nothing_off(site: Site) -> None:
    html = site.client(OFFICIAL).get(PAGE).text
    assert "a = 3,4833/4 = 87,0833%" in html  # as without any (test_officials.py)


def test_the_list_counts_them_and_finds_their_officials(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    html = officials_of(client.get("/evaluation").text)
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL)
    counted = {row for row in rows if "#flags" in row}
    assert 0 < len(counted) < len(rows)
    options = re.findall(r'<option value="(\w+)">[^<]+ \((\d+)\)</option>', html)
    offered = {kind: int(number) for kind, number in options}
    assert offered["target_below_last_year"] == 8
    for kind, number in offered.items():
        found = officials_of(client.get(f"/evaluation?flag={kind}").text)
        assert len(re.findall(r"<tr>\s*<th scope=\"row\">", found)) == number, kind
    every = officials_of(client.get("/evaluation?flag=any").text)
    assert len(re.findall(r"<tr>\s*<th scope=\"row\">", every)) == len(counted)


def test_a_program_reads_them_with_their_numbers(site: Site) -> None:
    answer = program(site, OFFICIAL).get(f"/api/v1{PAGE}").json()
    (flag,) = answer["flags"]
    assert flag["kind"] == "target_below_last_year"
    assert flag["refs"] == ["DV01@SL/Q1"]
    assert {name: float(value) for name, value in flag["numbers"].items()} == {
        "target": 170, "last_year": 180,
    }  # fmt: skip
