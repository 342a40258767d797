"""The digest's page offers every form of its paper in one row, for all units and for a group."""

import re
from io import BytesIO

import docx
from counting import statements
from openpyxl import load_workbook
from sites import Site

SECRETARIAT, STANDING = "CB-VPTU3", "CB-TTTU1"


def compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    return str(answer.headers["location"]).split("?")[0]


def test_each_file_is_taken_along_from_the_page(site: Site) -> None:
    page = compiled(site)
    client = site.client(STANDING)
    links = re.findall(r'href="([^"]*/papers/[^"]*)"', client.get(page).text)
    whole = [link for link in links if "group" not in link]
    assert [link.rsplit("/", 1)[1] for link in whole] == [
        "party.docx", "party.pdf", "state.docx", "state.pdf", "party.xlsx",
    ]  # fmt: skip
    for link in [*whole, links[-1]]:
        answer = client.get(link)
        assert answer.status_code == 200
        kind = link.split("?")[0].rsplit(".", 1)[1]
        assert answer.content.startswith(b"%PDF-" if kind == "pdf" else b"PK")
        assert f'.{kind}"' in answer.headers["content-disposition"]
        assert answer.headers["content-disposition"].startswith("attachment; filename=")


def test_they_say_that_the_data_are_a_sample_and_what_is_open(site: Site) -> None:
    page = compiled(site)
    content = site.client(STANDING).get(f"{page}/papers/state.docx").content
    text = "\n".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)
    assert "SỐ LIỆU MẪU" in text and "quý I năm 2022" in text
    book = load_workbook(BytesIO(site.client(STANDING).get(f"{page}/papers/party.xlsx").content))
    assert "Theo đơn vị" in book.sheetnames


def test_only_who_may_read_the_digest_may_take_its_papers(site: Site) -> None:
    page = compiled(site)
    assert site.client("CB-LT1").get(f"{page}/papers/party.docx").status_code == 403
    client = site.client(STANDING)
    for address in ("/digests/9/papers/party.docx", f"{page}/papers/other.docx"):
        assert client.get(address).status_code == 404
    assert client.get(f"{page}/papers/party.exe").status_code == 404


def test_a_group_that_is_not_there_is_said(site: Site) -> None:
    page = compiled(site)
    answer = site.client(STANDING).get(f"{page}/papers/party.docx?group=không")
    assert answer.status_code in {400, 404, 409, 422} and "không có nhóm đơn vị" in answer.text


def test_a_paper_asks_the_database_a_few_times_only(site: Site) -> None:
    page = compiled(site)
    client = site.client(STANDING)
    client.get(f"{page}/papers/party.xlsx")
    with statements(site.workplace.engine) as asked:
        client.get(f"{page}/papers/party.xlsx")
    assert len([statement for statement in asked if statement != "BEGIN"]) <= 8
