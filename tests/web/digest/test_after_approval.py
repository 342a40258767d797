"""What comes after approval: units find their part from their own board, letters are counted."""

import re

from sites import Site

SECRETARIAT, SECRETARY = "CB-VPTU3", "CB-LT4"


def compiled(site: Site) -> str:
    answer = site.client(SECRETARIAT).post("/digests", data={"quarter": "2022-Q1"})
    return str(answer.headers["location"]).partition("?")[0]


def sent(site: Site, path: str, act: str) -> None:
    """Presses a button of the digest's page."""
    client = site.client(SECRETARIAT)
    found = re.search(r'name="seen" value="([^"]*)"', client.get(path).text)
    assert found
    form = {"seen": found[1].replace("&amp;", "&")}
    assert client.post(f"{path}/{act}", data=form).status_code == 303


def test_a_units_board_and_its_papers_lead_to_its_part_once_approved(site: Site) -> None:
    path, secretary = compiled(site), site.client(SECRETARY)
    board = str(secretary.get("/").headers["location"])
    part = f"{path}/units/{board.rpartition('/')[2]}"
    assert part not in secretary.get(board).text
    sent(site, path, "approve")
    shown = secretary.get(board).text
    assert part in shown and f"/papers?unit={board.rpartition('/')[2]}" in shown
    catalogue = secretary.get("/papers").text
    assert f"{part}/papers/party.docx" in catalogue
    assert catalogue.index('id="report"') < catalogue.index('id="annex"')  # their own comes first
    picture = secretary.get(f"{part}/papers/party.png")
    assert picture.headers["content-type"] == "image/png"
    assert board in secretary.get(part).text


def test_an_issued_digest_counts_its_letters_without_noughts(site: Site) -> None:
    path = compiled(site)
    sent(site, path, "approve")
    sent(site, path, "issue")
    page = site.client(SECRETARIAT).get(path).text
    said = re.search(r"Thư gửi báo cáo: ([^<]*)", page)
    assert said and re.fullmatch(r"\d+ đang chờ gửi\.", said[1].strip())
    assert "Gửi cho người chưa nhận" in page and ">Phát hành<" not in page
    table = page[page.index("ai nhận, phần nào") :].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*>([^<]+)</td><td[^>]*>([^<]+)', table)
    assert len(rows) == int(re.sub(r"\D", "", said[1])) and rows[0][1] == "toàn bộ"
    assert ("Huyện Yên Lạc" in {part for _, part, _ in rows}) and {
        state.strip() for *_, state in rows
    } == {"đang chờ gửi"}
    assert "ai nhận, phần nào" not in site.client(SECRETARY).get(path).text
