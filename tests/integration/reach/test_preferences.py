"""People decide how they are reminded, within what they answer for; each decision is an event."""

from datetime import time

import pytest
from settings_world import SettingsWorld
from sqlalchemy import Engine
from wishes import routes

from dondoc.errors import BadInput, Refused
from dondoc.services.reach.preferences import (
    parse_hours,
    parse_weekday,
    set_muted,
    set_office_quiet,
    set_quiet,
    set_weekly,
    show,
)
from dondoc.services.reach.reachability import (
    DEFAULT_QUIET,
    office_quiet,
)
from models.rules.quiet import Quiet


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def test_without_wishes_the_office_decides(world: SettingsWorld) -> None:
    with world.by("an") as one:
        found = show(one.session, one.whose)
    assert (found.quiet, found.own_quiet, found.weekly_on) == (str(DEFAULT_QUIET), False, None)
    assert (found.muted, found.paused_from, found.deputy) == (False, None, "")


def test_quiet_hours_are_a_persons_own_until_given_back(world: SettingsWorld) -> None:
    with world.by("an") as one:
        set_quiet(one, "18h30 - 7:00")
    known, people = routes(world)
    assert known.wishes(people["an"]).quiet == Quiet(time(18, 30), time(7))
    assert known.wishes(people["binh"]).quiet == DEFAULT_QUIET
    for word in ("văn phòng", "Office"):
        with world.by("an") as one:
            set_quiet(one, word)
        assert routes(world)[0].wishes(people["an"]).quiet == DEFAULT_QUIET
    assert [data for _, _, data in world.events()] == [
        {"what": "quiet", "hours": "18:30-07:00", "was": {"hours": "office"}},
        {"what": "quiet", "hours": "office", "was": {"hours": "18:30-07:00"}},
        {"what": "quiet", "hours": "office", "was": {"hours": "office"}},
    ]


def test_the_offices_hours_are_set_by_the_secretariat_or_the_administrator(
    world: SettingsWorld,
) -> None:
    for who, hours in (("dung", "19:00-07:00"), ("ich", "21:00-06:00")):
        with world.office(who) as one:
            set_office_quiet(one, hours)
        with world.look() as session:
            assert str(office_quiet(session)) == hours
    with pytest.raises(Refused), world.office("an") as one:
        set_office_quiet(one, "00:00-06:00")
    with world.by("an") as one:
        assert show(one.session, one.whose).quiet == "21:00-06:00"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("20:00-06:30", time(20), time(6, 30)),
        (" 20:00 – 6:30 ", time(20), time(6, 30)),
        ("20h-6h30", time(20), time(6, 30)),
        ("0:00-0:00", time(0), time(0)),
        ("11:30-13:30", time(11, 30), time(13, 30)),
        ("21g-6g", time(21), time(6)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, start: time, end: time) -> None:
    assert parse_hours(text) == Quiet(start, end)


@pytest.mark.parametrize(
    "text", ["", "đêm", "20-6", "20:00", "24:00-06:00", "20:60-06:00", "06:00-20:01", "7:00-6:59"]
)
def test_hours_that_mean_nothing_or_leave_no_hour_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_hours(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("thứ Hai", 0), ("THU-HAI", 0), ("t3", 1), ("thứ 4", 2), ("Thursday", 3), ("fri", 4)],
)
def test_a_weekday_is_known_in_both_languages(text: str, number: int) -> None:
    assert parse_weekday(text) == number


@pytest.mark.parametrize("text", ["thứ Bảy", "Chủ nhật", "Sunday", "cn", "", "thứ Tám", "1"])
def test_a_weekly_letter_needs_a_working_day(text: str) -> None:
    with pytest.raises(BadInput):
        parse_weekday(text)


def test_weekly_daily_muted_and_back(world: SettingsWorld) -> None:
    with world.by("an") as one:
        set_weekly(one, "thứ Sáu")
        set_muted(one, True)
    known, people = routes(world)
    wishes = known.wishes(people["an"])
    assert (wishes.weekly_on, wishes.muted) == (4, True)
    with world.by("an") as one:
        set_weekly(one, None)
        set_muted(one, False)
    wishes = routes(world)[0].wishes(people["an"])
    assert (wishes.weekly_on, wishes.muted) == (None, False)
    assert world.whats() == ["weekly", "muted", "daily", "unmuted"]


def test_nobody_sets_anothers_wishes(world: SettingsWorld) -> None:
    for call in (
        lambda one: set_quiet(one, "20:00-06:00"),
        lambda one: set_weekly(one, "t2"),
        lambda one: set_muted(one, True),
    ):
        with pytest.raises(Refused), world.by("dung", "an") as one:
            call(one)
    assert world.events() == []
