"""Digests: compiled by the secretariat, kept, read within the site, taken along."""

import re

from sites import Site

from dondoc.services.figures.quarter import Quarter

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"


def _compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_an_empty_shelf_says_why_and_what_to_do(shown: Site) -> None:
    page = shown.client(STANDING).get("/digests").text
    assert "Chưa có báo cáo quý nào" in page and "<select" not in page
    assert '<option value="2022-Q2"' in shown.client(SECRETARIAT).get("/digests").text


def test_the_same_figures_again_are_the_same_digest(site: Site) -> None:
    assert _compiled(site) == "/digests/1?done=made"
    assert _compiled(site) == "/digests/1?done=same"
    page = site.client(STANDING).get("/digests").text
    assert "Quý I/2022" in page and "Toàn tỉnh" in page


def test_it_is_read_in_a_frame_that_can_do_nothing(site: Site) -> None:
    _compiled(site)
    client = site.client(STANDING)
    assert '<iframe class="paper" sandbox src="/digests/1/paper.html"' in client.get(
        "/digests/1"
    ).text  # fmt: skip
    paper = client.get("/digests/1/paper.html")
    policy = paper.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe-inline" not in policy
    assert "script-src" not in policy and "frame-ancestors 'self'" in policy
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy)
    assert "style=" not in paper.text  # an attribute would be blocked


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


def test_only_the_secretariat_compiles_and_only_who_sees_all_reads(site: Site) -> None:
    _compiled(site)
    form = {"quarter": "2022-Q1"}
    assert site.client(STANDING).post("/digests", data=form).status_code == 403
    for path in ("/digests", "/digests/1", "/digests/1/paper.html", "/digests/1/paper.txt"):
        assert site.client("CB-LT1").get(path).status_code == 403
        assert site.client("CB-UBKT4").get(path).status_code == 200


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
        assert 'id="quarter-error"' in answer.text
    assert "/digests/1" not in client.get("/digests").text


def test_one_units_digest_says_so(site: Site) -> None:
    form = {"quarter": str(Quarter(2022, 1)), "unit": "LT"}
    assert site.client(SECRETARIAT).post("/digests", data=form).status_code == 303
    assert "Huyện Lập Thạch" in site.client(STANDING).get("/digests/1").text
