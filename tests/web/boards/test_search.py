"""Search: with marks and without, only what one may see."""

import re
import unicodedata
from html import unescape
from urllib.parse import quote

import pytest
from counting import statements
from sites import Site
from sqlmodel import select

from dondoc.store import cache
from dondoc.store.database import writing
from models.unit import UnitName


def found(site: Site, code: str, query: str) -> list[str]:
    """The references of the items that somebody finds."""
    text = site.client(code).get(f"/search?q={quote(query)}").text
    return re.findall(r'href="/items/2022/([^"]+)"', text)


@pytest.mark.parametrize(
    "typed",
    [
        "kết nạp đảng viên mới",
        "ket nap dang vien moi",
        "KẾT NẠP ĐẢNG VIÊN MỚI",
        "Đảng MỚI viên nap",
        unicodedata.normalize("NFD", "kết nạp đảng viên mới"),
    ],
)
def test_it_finds_the_same_however_it_is_typed(shown: Site, typed: str) -> None:
    items = found(shown, "CB-TTTU1", typed)
    assert len(items) == 9
    assert all(item.startswith("DV01@") for item in items)


def test_all_words_must_be_found_in_the_indicator_or_the_unit(shown: Site) -> None:
    assert found(shown, "CB-TTTU1", "đảng viên lập thạch") == ["DV01@LT"]
    assert found(shown, "CB-TTTU1", "dv01 lt") == ["DV01@LT"]
    assert found(shown, "CB-TTTU1", "đảng viên nowhere") == []


def test_a_whole_reference_leads_to_its_item(shown: Site) -> None:
    client = shown.client("CB-LT4")
    to = client.get("/search?q=dv01@lt/q2").headers["location"]
    assert to == "/items/2022/DV01@LT/Q2"
    assert client.get(to).status_code == 200
    assert client.get("/search?q=DV01@YL").status_code == 200  # not theirs, so only words


def test_one_finds_only_what_one_may_see(shown: Site) -> None:
    assert found(shown, "CB-LT4", "dang vien moi") == ["DV01@LT"]
    assert found(shown, "CB-SXD4", "dang vien moi") == []  # holds no position any more
    text = shown.client("CB-LT4").get("/search?q=huyen").text
    assert "Huyện Lập Thạch" in text
    assert "Huyện Yên Lạc" not in text


def test_people_are_found_by_those_who_see_their_unit(shown: Site) -> None:
    secretariat = shown.client("CB-VPTU3").get("/search?q=tran+duy+long").text
    assert "Trần Duy Long" in secretariat
    assert "Trần Duy Long" not in shown.client("CB-LT4").get("/search?q=tran+duy+long").text
    own = unescape(shown.client("CB-LT4").get("/search?q=duong+ngoc+long").text)
    assert "Dương Ngọc Long" in own


def test_it_lists_the_items_of_a_person(shown: Site) -> None:
    text = unescape(shown.client("CB-LT4").get("/search?who=CB-LT1").text)
    assert "Việc của đồng chí" in text
    assert "DV01@LT" in text
    other = shown.client("CB-YL4").get("/search?who=CB-LT1").text
    assert "/items/2022/" not in other


def test_it_says_what_can_be_searched_and_why_nothing_was_found(shown: Site) -> None:
    client = shown.client("CB-LT4")
    assert "dang vien lap thach" in client.get("/search").text
    assert "Chỉ tìm được những nhiệm vụ mà đồng chí được xem." in client.get("/search?q=zzz").text
    assert "&lt;i&gt;" in client.get("/search?q=<i>").text


def test_more_than_a_page_is_paged_and_counted(shown: Site) -> None:
    client = shown.client("CB-TTTU1")
    first, second = (client.get(f"/search?q=t&page={page}").text for page in (1, 2))
    total = re.search(r"Nhiệm vụ \((\d+)\)", first)
    assert total is not None and int(total[1]) > 100
    shown_first = set(re.findall(r'href="/items/2022/([^"]+)"', first))
    shown_second = set(re.findall(r'href="/items/2022/([^"]+)"', second))
    assert len(shown_first) == len(shown_second) == 25
    assert not shown_first & shown_second


def test_the_number_of_questions_does_not_grow_with_what_is_found(shown: Site) -> None:
    client, counted = shown.client("CB-TTTU1"), []
    for query in ("dang vien lap thach", "t"):
        client.get(f"/search?q={query}")
        with statements(shown.workplace.engine) as asked:
            client.get(f"/search?q={query}")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 20


def test_a_reference_by_a_code_that_another_unit_has_now_leads_to_neither(site: Site) -> None:
    """Lập Thạch is called HLT now: both codes lead to it, until another unit is called LT."""
    client = site.client("CB-TTTU1")
    with writing(site.workplace.engine) as session:
        name = session.exec(select(UnitName).where(UnitName.code == "LT")).one()
        name.code = "HLT"
    for typed in ("DV01@LT", "dv01@hlt"):
        answer = client.get(f"/search?q={typed}")
        assert answer.headers["location"].endswith("/items/2022/DV01@LT")
    with writing(site.workplace.engine) as session:
        other = session.exec(select(UnitName).where(UnitName.code == "YL")).one()
        other.code = "LT"
    cache.forget()
    assert client.get("/search?q=DV01@LT").status_code == 200
