"""People, units and checkpoints are chosen by name wherever a code is typed."""

import re
from html import unescape

import pytest
from httpx2 import Response
from sites import Site
from sqlmodel import select

from dondoc.store.database import reading, writing
from models.person import Person, Position

SECRETARIAT, AUDITOR = "CB-VPTU3", "CB-UBKT4"


def name_of(site: Site, code: str) -> str:
    with reading(site.workplace.engine) as session:
        return session.exec(select(Person.full_name).where(Person.code == code)).one()


@pytest.mark.parametrize("page", ["/explain", "/audit"])
def test_a_person_is_offered_and_understood_by_name(shown: Site, page: str) -> None:
    client, name = shown.client(SECRETARIAT), name_of(shown, "CB-LT2")
    listed = client.get(page).text
    assert re.search(rf'<datalist id="person-names">.*<option value="CB-LT2">{name}, ', listed)
    by_name = client.get(page, params={"person": name.upper()}).text
    by_code = client.get(page, params={"person": "CB-LT2"}).text
    assert 'role="alert"' not in by_name
    assert by_name.count("<li>") == by_code.count("<li>")
    assert by_name.count("<tr>") == by_code.count("<tr>")


def test_a_name_of_several_says_whom_it_might_be(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        for code in ("CB-LT2", "CB-LT3"):
            person = session.exec(select(Person).where(Person.code == code)).one()
            person.full_name = "Hoàng Trùng Tên"
            session.add(person)
    told = site.client(SECRETARIAT).get("/explain", params={"person": "hoang trung ten"}).text
    assert "Hoàng Trùng Tên (CB-LT2), Hoàng Trùng Tên (CB-LT3)" in told
    assert "Không có cán bộ nào có mã" in site.client(AUDITOR).get("/audit?person=zzz").text


def test_a_checkpoint_is_found_by_what_it_is_called(shown: Site) -> None:
    told = shown.client(SECRETARIAT).get("/explain", params={"ref": "dang vien lap thach"}).text
    assert "Đồng chí muốn xem mốc nào?" in told
    link = re.search(r'href="/explain\?person=&amp;ref=([^"]+)"', told)
    assert link is not None and "LT" in link[1]


@pytest.mark.parametrize("page", ["/digests", "/programme/ladder"])
def test_a_unit_is_chosen_from_a_list(shown: Site, page: str) -> None:
    text = shown.client(SECRETARIAT).get(page).text
    assert re.search(r'<option value="LT"[^>]*>Huyện Lập Thạch</option>', text)


def test_positions_of_the_unit_itself_stand_first_for_its_committee(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    listed = client.get("/committees").text
    address = re.search(r'href="(/committees/\d+)">Huyện Lập Thạch<', listed)
    assert address is not None
    choices = re.search(r'<select id="position".*?</select>', client.get(address[1]).text, re.S)
    assert choices is not None
    units = re.findall(r">([^<:]+): [^<]*</option>", choices[0])
    assert units[0] == "Huyện Lập Thạch"
    assert "Huyện Lập Thạch" not in units[units.count("Huyện Lập Thạch") :]


def test_a_long_list_is_typed_into_and_understands_words(site: Site) -> None:
    """More than 300 positions: without JavaScript, by keyboard, a part of the name will do."""
    with writing(site.workplace.engine) as session:
        unit_id = session.exec(select(Position.unit_id)).first()
        for number in range(301):
            title = f"Chuyên viên thứ {number:03}"
            session.add(Position(code=f"VT-{number:03}", title=title, unit_id=unit_id))
    client = site.client(SECRETARIAT)
    page = client.get("/people/CB-LT4").text
    assert re.search(r'<input id="position"[^>]* list="position-names"', page)
    assert '<select id="position"' not in page

    def take(typed: str) -> Response:
        seen = re.search(r'take">\s*<input type="hidden" name="seen" value="([^"]*)"', page)
        assert seen is not None
        sent = {"position": typed, "since": "2022-05-20", "seen": unescape(seen[1])}
        return client.post("/people/CB-LT4/take", data=sent)

    several, none = take("chuyen vien"), take("phó ban nào đó")
    assert (several.status_code, none.status_code) == (422, 422)
    assert re.search(r"Có 3\d\d mục hợp với", several.text) and "Không có mục nào" in none.text
    assert take("chuyên viên thứ 007").headers["location"].endswith("done=taken")
