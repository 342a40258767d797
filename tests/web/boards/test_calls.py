"""The calling list: whom to call about what the overdue board shows, with the numbers."""

import re

import pytest
from sites import Site, person_id

from dondoc.services.boards.overdue.calling_list import MAX_CALLS
from dondoc.store.database import writing
from models.person import Person

SECRETARIAT = "CB-VPTU3"
FINANCE = "/overdue/calls?q=tai+chinh"
"""One unit with three checkpoints to urge, all of the same two officials."""


def _refs(page: str) -> list[str]:
    return re.findall(r'<small class="soft">([^<]+)</small></th><td class="num">', page)


def test_a_unit_is_called_once_about_everything_with_the_number_of_each_who_answers(
    shown: Site,
) -> None:
    page = shown.client(SECRETARIAT).get(FINANCE).text
    assert page.count('class="whom"') == 1
    assert _refs(page) == ["STC01@STC/B2", "STC02@STC/B2", "STC03@STC/B3"]
    assert re.findall(r'<a href="tel:(\d+)">', page) == ["0211000216", "0211000217"]
    assert page.index("Vũ Hồng Tâm, Giám đốc Sở Tài chính") < page.index("Vũ Văn Hải, Phó Giám đốc")


def test_it_lists_what_the_board_lists_the_latest_first(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    board = re.findall(r'<th scope="row" title="([^:"]+):', client.get("/overdue").text)
    assert _refs(client.get("/overdue/calls").text) == board
    assert "/overdue/calls?unit=9" in client.get("/overdue?unit=9").text


def test_of_ticked_rows_it_lists_these_alone(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/overdue/calls?ref=SYT01@SYT/B2&ref=STC03@STC/B3").text
    assert _refs(page) == ["STC03@STC/B3", "SYT01@SYT/B2"]


def test_it_names_the_one_unit_that_it_is_of(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    assert "<h1>Danh sách gọi: Huyện Yên Lạc</h1>" in client.get("/overdue/calls?unit=9").text
    assert "<h1>Danh sách gọi</h1>" in client.get("/overdue/calls").text


@pytest.mark.parametrize("state", ["done", "waiting"])
def test_nobody_is_called_about_what_was_reported(shown: Site, state: str) -> None:
    client = shown.client(SECRETARIAT)
    assert "Không có ai cần gọi." in client.get(f"/overdue/calls?state={state}").text
    assert "/overdue/calls" not in client.get(f"/overdue?state={state}").text.partition("<form")[0]


def test_a_list_that_is_too_long_says_how_much_is_left_out(shown: Site) -> None:
    page = shown.client(SECRETARIAT).get("/overdue/calls?state=in_time").text
    assert len(_refs(page)) == MAX_CALLS
    assert re.search(r"Còn \d+ mốc không có trong danh sách này", page)


def test_who_has_no_number_is_said_to_have_none(site: Site) -> None:
    with writing(site.workplace.engine) as session:
        session.get_one(Person, person_id(site, "CB-STC1")).telephone = ""
    page = site.client(SECRETARIAT).get(FINANCE).text
    assert "Vũ Hồng Tâm, Giám đốc Sở Tài chính: chưa có số điện thoại" in page
