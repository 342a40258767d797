"""Digests: compiled by the secretariat, kept, read within the site, taken along."""

import re
from pathlib import Path

import pytest
from printed import CHROMIUM, printed
from shut_out import before_writing, give_up_positions
from sites import Site

from dondoc.services.figures.quarter import Quarter

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"


def _compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_an_empty_shelf_says_why_and_what_to_do(shown: Site) -> None:
    page = shown.client(STANDING).get("/digests").text
    assert "Chưa có báo cáo nào" in page and "<select" not in page
    assert '<option value="2022-Q2"' in shown.client(SECRETARIAT).get("/digests").text


def test_the_same_figures_again_are_the_same_digest(site: Site) -> None:
    assert _compiled(site) == "/digests/1?done=made"
    assert _compiled(site) == "/digests/1?done=same"
    page = site.client(STANDING).get("/digests").text
    assert "Quý I/2022" in page and "Toàn tỉnh" in page


def test_it_is_read_on_its_page_and_alone_and_can_do_nothing(site: Site) -> None:
    _compiled(site)
    client = site.client(STANDING)
    page = client.get("/digests/1")
    assert "<iframe" not in page.text and page.text.count("<h1>") == 1
    assert "style=" not in page.text
    policy = page.headers["content-security-policy"]
    assert re.search(r"style-src 'self' 'sha256-[A-Za-z0-9+/=]{44}';", policy)
    assert "unsafe-inline" not in policy
    paper = client.get("/digests/1/paper.html")
    policy = paper.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert "script-src" not in policy and "frame-ancestors 'self'" in policy
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert "style=" not in paper.text  # an attribute would be blocked


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium to print with")
def test_its_page_prints_whole(site: Site, tmp_path: Path) -> None:
    _compiled(site)
    client = site.client(STANDING)
    page = client.get("/digests/1").text
    sheets = [sheet.extract_text() for sheet in printed(client, page, tmp_path).pages]
    assert len(sheets) > 3
    for heading in re.findall(r'<h2 id="[^"]+">([^<]+)</h2>', page):
        assert any(heading.split()[0] in sheet for sheet in sheets), heading
    assert "Nơi nhận" in sheets[-1] and "Đăng xuất" not in sheets[0]


def test_it_is_taken_along_as_a_page_and_as_text(site: Site) -> None:
    _compiled(site)
    client = site.client(STANDING)
    for kind, type_ in (("html", "text/html"), ("txt", "text/plain")):
        answer = client.get(f"/digests/1/paper.{kind}?take=1")
        assert answer.headers["content-type"] == f"{type_}; charset=utf-8"
        name = f'filename="2022-Q1-20220520-1.vi.{kind}"'
        assert answer.headers["content-disposition"] == f"attachment; {name}"
        assert "BÁO CÁO" in answer.text.upper()
    assert client.get("/digests/1/paper.exe").status_code == 404
    assert client.get("/digests/2").status_code == 404
    assert client.get("/digests/2/checkpoints").status_code == 404


def test_only_the_secretariat_compiles_and_only_who_sees_all_reads(site: Site) -> None:
    _compiled(site)
    form = {"quarter": "2022-Q1"}
    assert site.client(STANDING).post("/digests", data=form).status_code == 403
    for path in ("/digests", "/digests/1", "/digests/1/paper.html", "/digests/1/paper.txt"):
        assert site.client("CB-LT1").get(path).status_code == 403
        assert site.client("CB-UBKT4").get(path).status_code == 200


def test_whoever_lost_the_mandate_while_it_was_drawn_up_keeps_none(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(SECRETARIAT)
    with before_writing(site, monkeypatch, lambda: give_up_positions(site, SECRETARIAT)):
        answer = client.post("/digests", data={"quarter": "2022-Q1"})
    assert answer.status_code == 409
    assert "/digests/1" not in site.client(STANDING).get("/digests").text


def test_what_cannot_be_compiled_says_why(site: Site) -> None:
    client = site.client(SECRETARIAT)
    for form in (
        {"quarter": "soon"},
        {"quarter": "2022-Q4"},
        {"quarter": "2031-Q1"},
        {"quarter": "2022-Q1", "unit": "NOWHERE"},
    ):
        answer = client.post("/digests", data=form)
        assert answer.status_code == 422
        assert f'id="{"unit" if "unit" in form else "quarter"}-error"' in answer.text
    assert "/digests/1" not in client.get("/digests").text


def test_one_units_digest_says_so(site: Site) -> None:
    form = {"quarter": str(Quarter(2022, 1)), "unit": "LT"}
    assert site.client(SECRETARIAT).post("/digests", data=form).status_code == 303
    assert "Huyện Lập Thạch" in site.client(STANDING).get("/digests/1").text
