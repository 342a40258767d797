"""People decide how they are reminded, within what they answer for; each decision is an event."""

from datetime import date, time, timedelta

import pytest
from seats import seat
from settings_world import SettingsWorld
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.i18n import translator
from dondoc.services.reach.preferences import (
    MAX_PAUSE,
    parse_hours,
    parse_weekday,
    pause,
    resume,
    set_muted,
    set_office_quiet,
    set_quiet,
    set_weekly,
    show,
)
from dondoc.services.reach.reachability import (
    DEFAULT_QUIET,
    Reachability,
    office_quiet,
    open_routes,
)
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.person import Contact, Holding, Person
from models.rules.quiet import Quiet
from models.rules.roles import Seat
from models.rules.stages import Stage

MONDAY = date(2022, 3, 21)
FRIDAY = date(2022, 3, 25)


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def routes(world: SettingsWorld, day: date = MONDAY) -> tuple[Reachability, dict[str, int]]:
    with world.look() as session:
        people = {one.code: one.key for one in session.scalars(select(Person))}
        return open_routes(session, day), people


def away(world: SettingsWorld, who: str, deputy: str, start: date, end: date) -> None:
    with world.by(who) as one:
        pause(one, start, end, deputy)


def refused_pause(
    world: SettingsWorld, deputy: str, start: date, end: date, who: str = "an"
) -> str:
    with pytest.raises(DondocError) as caught:
        away(world, who, deputy, start, end)
    return caught.value.key.rpartition(".")[2]


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
        {"what": "quiet", "hours": "18:30-07:00"},
        {"what": "quiet", "hours": "office"},
        {"what": "quiet", "hours": "office"},
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


def test_a_deputy_gets_the_messages_on_the_days_away(world: SettingsWorld) -> None:
    away(world, "an", "chi", MONDAY, FRIDAY)
    known, people = routes(world)
    assert known.reader(people["an"]) == people["chi"]
    assert routes(world, FRIDAY)[0].reader(people["an"]) == people["chi"]
    after = FRIDAY + timedelta(days=1)
    assert routes(world, after)[0].reader(people["an"]) == people["an"]
    with world.by("an") as one:
        resume(one)
    assert routes(world)[0].reader(people["an"]) == people["an"]
    assert world.events()[0] == (
        "an",
        "",
        {"what": "paused", "start": "2022-03-21", "end": "2022-03-25", "deputy": "chi"},
    )
    assert world.whats() == ["paused", "resumed"]


def test_the_secretariat_may_record_it_for_somebody_and_history_says_so(
    world: SettingsWorld,
) -> None:
    with world.by("dung", "an") as one:
        pause(one, MONDAY, FRIDAY, "chi")
    with world.by("em", "an") as one:
        resume(one)
    assert [(who, of) for who, of, _ in world.events()] == [("dung", "an"), ("em", "an")]
    for who in ("binh", "giang", "ich"):
        with pytest.raises(Refused), world.by(who, "an") as one:
            pause(one, MONDAY, FRIDAY, "chi")


def test_a_pause_needs_days_that_make_sense(world: SettingsWorld) -> None:
    before = MONDAY - timedelta(days=1)
    assert refused_pause(world, "binh", FRIDAY, MONDAY) == "dates_in_order"
    assert refused_pause(world, "binh", before, before) == "pause_over"
    assert refused_pause(world, "binh", MONDAY, MONDAY + MAX_PAUSE * 2) == "pause_too_long"
    away(world, "an", "chi", before, MONDAY + MAX_PAUSE - timedelta(days=1))


def test_a_pause_needs_a_deputy_who_can_be_reached(world: SettingsWorld) -> None:
    assert refused_pause(world, "an", MONDAY, FRIDAY) == "own_deputy"
    assert refused_pause(world, "khong", MONDAY, FRIDAY) == "unknown"
    with world.by("binh") as one:
        one.session.scalars(
            select(Contact).where(Contact.person_id == one.whose.id)  # type: ignore[arg-type]
        ).one().disabled_at = world.now
    assert refused_pause(world, "binh", MONDAY, FRIDAY) == "deputy_out_of_reach"


@pytest.mark.parametrize(
    ("who", "deputy", "why"),
    [
        ("an", "ha", "deputy_without_right"),  # nobody here
        ("an", "binh", "deputy_without_right"),  # may urge, and not report
        ("chi", "binh", "deputy_without_right"),
        ("binh", "ha", "deputy_without_right"),
        ("dung", "chi", "deputy_without_mandate"),
        ("giang", "an", "deputy_without_mandate"),
    ],
)
def test_a_deputy_who_may_not_do_the_work_is_refused(
    world: SettingsWorld, who: str, deputy: str, why: str
) -> None:
    assert refused_pause(world, deputy, MONDAY, FRIDAY, who) == why
    assert world.events() == []


@pytest.mark.parametrize(
    ("who", "deputy"),
    [("an", "chi"), ("an", "dung"), ("binh", "chi"), ("dung", "em"), ("giang", "dung")],
)
def test_a_deputy_with_a_right_of_their_own_is_taken(
    world: SettingsWorld, who: str, deputy: str
) -> None:
    away(world, who, deputy, MONDAY, FRIDAY)
    assert world.whats() == ["paused"]


def test_a_deputy_keeps_the_right_until_the_last_day(world: SettingsWorld) -> None:
    with writing(world.engine) as session:
        query = select(Holding).join(Person, col(Person.id) == col(Holding.person_id))
        held = session.scalars(query.where(col(Person.code) == "chi")).one()
        held.held_to = FRIDAY - timedelta(days=1)
    assert refused_pause(world, "chi", MONDAY, FRIDAY) == "deputy_without_right"
    away(world, "an", "chi", MONDAY, FRIDAY - timedelta(days=1))


def test_a_year_in_which_all_is_judged_asks_nothing_of_a_deputy(world: SettingsWorld) -> None:
    with writing(world.engine) as session:
        session.scalars(select(Checkpoint)).one().stage = Stage.EVALUATED
    away(world, "an", "ha", MONDAY, FRIDAY)
    assert world.whats() == ["paused"]


def test_the_refusal_names_the_work(world: SettingsWorld) -> None:
    with pytest.raises(Refused) as refused:
        away(world, "an", "ha", MONDAY, FRIDAY)
    assert "CT01@LT" in refused.value.text(translator("vi"))


def test_messages_never_go_in_a_circle(world: SettingsWorld) -> None:
    seat(world.engine, "binh", Seat.SECRETARY)
    seat(world.engine, "ha", Seat.SECRETARY)
    away(world, "binh", "chi", MONDAY, FRIDAY)
    away(world, "chi", "ha", MONDAY, FRIDAY)
    assert refused_pause(world, "binh", MONDAY, FRIDAY, "ha") == "circle"
    assert refused_pause(world, "chi", FRIDAY, FRIDAY, "ha") == "circle"
    later = FRIDAY + timedelta(days=1)
    away(world, "ha", "chi", later, later)  # chi is back by then
    away(world, "an", "binh", MONDAY, FRIDAY)
    known, people = routes(world)
    assert known.reader(people["an"]) == people["ha"]  # on from deputy to deputy


def test_nobody_comes_back_who_was_not_away(world: SettingsWorld) -> None:
    with pytest.raises(Refused), world.by("an") as one:
        resume(one)
