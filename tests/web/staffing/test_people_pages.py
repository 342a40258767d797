"""People come and go: work, rights and reminders follow the position, and history tells it."""

import page_grounds
import pytest
from people_pages import SECRETARIAT, TODAY, add, position_of, viewer
from programmes import current_programme
from sites import Site
from sqlmodel import select

from dondoc.services.organisation.directory import open_directory
from dondoc.store.database import reading
from models.event import Event, EventKind
from models.person import Position
from models.rules.roles import Seat


def test_a_successor_gets_the_work_and_the_reminders(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    sent = page_grounds.press(
        client, "/people/CB-LT9/take", data={"position": post, "since": TODAY.isoformat()}
    )
    assert sent.headers["location"] == "/people/CB-LT9?done=taken"
    assert viewer(site, "CB-LT9").answers
    assert not viewer(site, "CB-LT2").answers
    with reading(site.workplace.engine) as session:
        directory = open_directory(session, current_programme(session), TODAY)
        key = session.exec(select(Position.id).where(Position.code == post)).one()
        told = [holder.full_name for holder in directory.holders[key or 0]]
        query = select(Event).where(Event.kind == EventKind.CHANGED).order_by(Event.id)
        events = [one.data["what"] for one in session.exec(query)]
    assert told == ["Nguyễn Thị Mới"]
    assert events[-3:] == ["person", "holding", "holding"]


def test_two_may_hold_one_position(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    data = {"position": post, "since": TODAY.isoformat(), "both": "yes"}
    assert page_grounds.press(client, "/people/CB-LT9/take", data=data).status_code == 303
    assert viewer(site, "CB-LT2").answers and viewer(site, "CB-LT9").answers
    again = page_grounds.press(client, "/people/CB-LT9/take", data=data)
    assert again.status_code == 422
    assert "đã giữ chức vụ" in again.text


def test_who_left_sees_nothing_more(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    sent = page_grounds.press(
        client, "/people/CB-LT2/leave", data={"leaving": post, "last": "2022-05-19"}
    )
    assert sent.status_code == 303
    assert viewer(site, "CB-LT2").units == frozenset()
    early = page_grounds.press(
        client,
        "/people/CB-LT1/leave",
        data={"leaving": position_of(site, "CB-LT1"), "last": "1999-01-01"},
    )
    assert early.status_code == 422
    assert "trước ngày nhận chức vụ" in early.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"code": "CB-LT2", "full_name": "Ai Đó"}, "đã có người dùng"),
        ({"code": "<b>", "full_name": "Ai Đó"}, "không dùng làm mã được"),
        ({"code": "CB-9", "full_name": ""}, "Họ và tên không được để trống."),
    ],
)
def test_what_is_wrong_with_a_new_person_is_said(
    shown: Site, data: dict[str, str], said: str
) -> None:
    answer = shown.client(SECRETARIAT).post("/people", data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_people_are_found_by_a_part_of_the_name(shown: Site) -> None:
    client = shown.client(SECRETARIAT)
    page = client.get("/people?q=Ngọc Sơn").text
    assert "CB-TDA2" in page
    assert "chưa có địa chỉ" in page
    assert "CB-LT1" not in page
    assert "Không có ai như vậy" in client.get("/people?q=%25").text


def test_a_unit_gets_its_committee_and_a_member_a_task(site: Site) -> None:
    client = site.client(SECRETARIAT)
    unit = next(iter(viewer(site, "CB-BTG1").units))
    assert "Chưa lập ban chỉ đạo" in client.get(f"/committees/{unit}").text
    data = {"position": position_of(site, "CB-BTG3"), "seat": "secretary", "task": "Theo dõi"}
    assert page_grounds.press(client, f"/committees/{unit}/seats", data=data).status_code == 422
    paper = {"paper": "12-QĐ/BTGTU", "founded_on": "2022-02-01"}
    assert page_grounds.press(client, f"/committees/{unit}", data=paper).status_code == 303
    assert page_grounds.press(client, f"/committees/{unit}/seats", data=data).status_code == 303
    assert viewer(site, "CB-BTG3").seats == {unit: frozenset({Seat.SECRETARY})}
    page = client.get(f"/committees/{unit}").text
    assert "Theo dõi" in page
    ending = page.split("/seats/")[1].split('"')[0]
    assert page_grounds.press(client, f"/committees/{unit}/seats/{ending}").status_code == 303
    assert viewer(site, "CB-BTG3").seats == {}


def test_a_mistyped_year_is_asked_about_before_anything_is_written(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    data = {"position": post, "since": "2032-05-21", "both": "yes"}
    asked = page_grounds.press(client, "/people/CB-LT9/take", data=data)
    assert asked.status_code == 422
    assert "gõ nhầm năm" in asked.text and "Đúng là ngày 21/05/2032" in asked.text
    assert 'name="both" value="yes" checked' in asked.text
    assert 'name="sure_of" value=""' in asked.text  # no result passes by it
    other = page_grounds.press(client, "/people/CB-LT9/take", data={**data, "sure": "2031-05-21"})
    assert other.status_code == 422
    sure = page_grounds.press(client, "/people/CB-LT9/take", data={**data, "sure": "2032-05-21"})
    assert sure.status_code == 303


def test_a_hand_over_is_moved_far_away_only_where_that_day_is_said_to_be_meant(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    taken = {"position": post, "since": "2022-06-01"}
    assert page_grounds.press(client, "/people/CB-LT9/take", data=taken).status_code == 303
    moved = {"planned": post, "moved_to": "2032-06-01"}
    asked = page_grounds.press(client, "/people/CB-LT9/move", data=moved)
    assert (asked.status_code, "gõ nhầm năm" in asked.text) == (422, True)
    sure = page_grounds.press(client, "/people/CB-LT9/move", data={**moved, "sure": "2032-06-01"})
    assert sure.status_code == 303


def test_a_planned_hand_over_is_moved_and_called_off(site: Site) -> None:
    client, post = site.client(SECRETARIAT), position_of(site, "CB-LT2")
    add(client, "CB-LT9", "Nguyễn Thị Mới")
    data = {"position": post, "since": "2022-06-01"}
    taken = page_grounds.press(client, "/people/CB-LT9/take", data=data)
    said = client.get(taken.headers["location"]).text
    assert "nhận từ ngày 01/06/2022" in said and "chưa đến ngày</td>" in said
    assert "từ nay gửi đến người mới" not in said  # until then whoever holds it is reminded
    moved = page_grounds.press(
        client, "/people/CB-LT9/move", data={"planned": post, "moved_to": "2022-07-01"}
    )
    assert moved.headers["location"] == "/people/CB-LT9?done=moved"
    assert "30/06/2022" in client.get("/people/CB-LT2").text
    off = page_grounds.press(
        client, "/people/CB-LT9/call-off", data={"planned": post, "moved_to": "2022-07-01"}
    )
    assert off.headers["location"] == "/people/CB-LT9?done=called_off"
    assert "30/06/2022" not in client.get("/people/CB-LT2").text
    again = page_grounds.press(client, "/people/CB-LT9/call-off", data={"planned": post})
    assert again.status_code == 422
