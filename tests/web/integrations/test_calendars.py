"""Calendars: a secret address, the right asked for anew at every fetch, days that count."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from calendar_addresses import make, unit_of
from icalendar import Calendar
from sites import Site, person_id
from sqlmodel import col, select

from dondoc.clock import at, wall_clock
from dondoc.store.database import writing
from dondoc.web.app import create_app
from models.committee import CommitteeSeat
from models.person import Holding
from models.programme import CalendarDay

LAP_THACH, YEN_LAC = 4, 6


def events(site: Site, path: str) -> dict[str, Any]:
    """The events of a calendar by their summary."""
    answer = site.visitor().get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    calendar = Calendar.from_ical(answer.content)
    return {str(one["summary"]): one for one in calendar.walk("VEVENT")}


def test_it_gives_the_due_dates_of_ones_own_work(site: Site) -> None:
    found = events(site, make(site, "CB-LT2"))
    one = found["Trong hạn: Kết nạp đảng viên mới (DV01@LT/Q2)"]
    assert one["dtstart"].dt == date(2022, 6, 30)
    assert one["dtend"].dt == date(2022, 7, 1)
    assert one["url"].endswith("/items/2022/DV01@LT/Q2")
    assert "Phải đạt: 62 đảng viên" in one["description"]
    assert not one.walk("VALARM")
    assert all("@LT/" in summary for summary in found)


def test_a_due_date_on_a_day_off_stands_on_the_next_working_day(site: Site) -> None:
    found = events(site, make(site, "CB-VPTU3", unit_of(site, "GPMB01@YL")))
    one = next(each for summary, each in found.items() if "GPMB01@YL/B2" in summary)
    assert str(one["summary"]).startswith("Quá hạn: ")
    assert one["dtstart"].dt == date(2022, 5, 4)
    assert "thứ Ba 3/5, ngày nghỉ" in one["description"]


def test_an_event_keeps_its_identity_when_its_date_moves(site: Site) -> None:
    from dondoc.services.acts.act_input import ActInput
    from dondoc.services.acts.record import Recorder
    from models.rules.checkpoints import Act

    path, name = make(site, "CB-LT2"), "Trong hạn: Kết nạp đảng viên mới (DV01@LT/Q2)"
    before = events(site, path)[name]
    with writing(site.workplace.engine) as session:
        desk = Recorder(session, site.workplace.clock().now(), site.workplace.evidence, 2022)
        moved = ActInput(
            Act.CHANGE_DUE, "DV01@LT/Q2", "CB-VPTU3", reason="Gộp kỳ", new_due_on=date(2022, 7, 15)
        )
        desk.record(moved)
    after = events(site, path)[name]
    assert after["uid"] == before["uid"]
    assert after["dtstart"].dt == date(2022, 7, 15)
    assert after["sequence"] == before["sequence"] + 1
    for name in ("dtstamp", "last-modified"):
        assert after[name].dt > before[name].dt
    site.advance()
    drained = events(site, path)[str(after["summary"])]
    assert drained["last-modified"].dt >= after["last-modified"].dt


def test_a_day_off_that_moves_a_last_day_is_a_change(site: Site) -> None:
    from dondoc.services.history.events import append
    from models.event import EventKind

    path, name = make(site, "CB-LT2"), "Trong hạn: Kết nạp đảng viên mới (DV01@LT/Q2)"
    before = events(site, path)[name]
    with writing(site.workplace.engine) as session:
        session.add(CalendarDay(day=date(2022, 6, 30), working=False))
        what = {"kind": EventKind.CHANGED, "data": {"what": "calendar_day"}}
        append(session, site.workplace.clock().now(), [what])
    after = events(site, path)[name]
    assert after["dtstart"].dt == date(2022, 7, 1)
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt


def test_an_empty_calendar_is_a_valid_one(shown: Site) -> None:
    content = shown.visitor().get(make(shown, "CB-LT5")).content
    calendar = Calendar.from_ical(content)
    assert calendar.walk("VEVENT") == []
    assert [one["tzid"] for one in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    assert b"BEGIN:STANDARD\r\nDTSTART:19750613T000000\r\n" in content


def test_a_new_address_ends_the_one_before(site: Site) -> None:
    old = make(site, "CB-LT4", LAP_THACH)
    own = make(site, "CB-LT4")
    new = make(site, "CB-LT4", LAP_THACH)
    assert [site.visitor().get(path).status_code for path in (old, own, new)] == [404, 200, 200]


def test_a_revoked_address_gives_nothing(site: Site) -> None:
    client, path = site.client("CB-LT4"), make(site, "CB-LT4", LAP_THACH)
    feed = re.search(r'name="feed" value="(\d+)"', client.get("/calendar").text)
    assert feed is not None
    other = site.client("CB-YL4").post("/calendar/revoke", data={"feed": feed[1]})
    assert other.headers["location"] == "/calendar"  # not theirs: it stays
    assert site.visitor().get(path).status_code == 200
    sent = client.post("/calendar/revoke", data={"feed": feed[1]})
    assert "Đã hủy địa chỉ" in client.get(sent.headers["location"]).text
    assert site.visitor().get(path).status_code == 404
    assert site.visitor().get("/calendar/unknown.ics").status_code == 404


def test_one_makes_no_calendar_of_a_unit_that_one_does_not_see(shown: Site) -> None:
    client = shown.client("CB-YL4")
    answer = client.post("/calendar", data={"unit": str(LAP_THACH), "make": "1"})
    assert answer.status_code == 404


def test_who_has_left_gets_nothing_any_more(site: Site) -> None:
    own, unit = make(site, "CB-LT2"), make(site, "CB-LT2", LAP_THACH)
    yesterday = site.workplace.clock().today() - timedelta(days=1)
    with writing(site.workplace.engine) as session:
        held = select(Holding).where(Holding.person_id == person_id(site, "CB-LT2"))
        for one in session.exec(held):
            one.held_to = yesterday
    assert site.visitor().get(own).status_code == 410
    assert site.visitor().get(unit).status_code == 410


def test_who_leaves_the_committee_keeps_only_their_own_work(site: Site) -> None:
    own, unit = make(site, "CB-LT5"), make(site, "CB-LT5", LAP_THACH)
    assert events(site, own) == {}
    assert len(events(site, unit)) == 22
    with writing(site.workplace.engine) as session:
        positions = select(col(Holding.position_id)).where(
            Holding.person_id == person_id(site, "CB-LT5")
        )
        seats = select(CommitteeSeat).where(col(CommitteeSeat.position_id).in_(positions))
        for one in session.exec(seats):
            one.seated_to = site.workplace.clock().today() - timedelta(days=1)
    assert site.visitor().get(unit).status_code == 410
    assert site.visitor().get(own).status_code == 200


def test_a_disabled_account_has_no_calendars(site: Site) -> None:
    from models.account import Account

    path = make(site, "CB-LT2")
    with writing(site.workplace.engine) as session:
        account = session.exec(
            select(Account).where(Account.person_id == person_id(site, "CB-LT2"))
        ).one()
        account.disabled_at = datetime.now(UTC)
    assert site.visitor().get(path).status_code == 410


def test_a_day_that_makes_work_late_is_a_change(site: Site) -> None:
    path = make(site, "CB-VPTU3", unit_of(site, "DV01@LT"))
    before = events(site, path)["Trong hạn: Kết nạp đảng viên mới (DV01@LT/Q2)"]
    later = replace(site.workplace, offset=at(date(2022, 7, 1), 9) - wall_clock())
    after = events(Site(later, create_app(later)), path)
    late = after["Quá hạn: Kết nạp đảng viên mới (DV01@LT/Q2)"]
    assert late["last-modified"].dt == late["dtstamp"].dt == datetime(2022, 6, 30, 17, tzinfo=UTC)
    assert late["last-modified"].dt > before["last-modified"].dt
    done = [one for name, one in after.items() if name.startswith("Hoàn thành")]
    assert done and all(one["last-modified"].dt < before["last-modified"].dt for one in done)
