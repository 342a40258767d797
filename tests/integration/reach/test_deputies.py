"""Deputies and pauses: who stands in for somebody away, and who may."""

from datetime import date, timedelta

import pytest
from seats import seat
from settings_world import SettingsWorld
from sqlalchemy import Engine, select
from sqlmodel import col
from wishes import MONDAY, routes

from dondoc.errors import DondocError, Refused
from dondoc.i18n import translator
from dondoc.services.reach.preferences import (
    MAX_PAUSE,
    pause,
    resume,
)
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.person import Contact, Holding, Person
from models.rules.roles import Seat
from models.rules.stages import Stage

FRIDAY = date(2022, 3, 25)


@pytest.fixture
def world(engine: Engine) -> SettingsWorld:
    return SettingsWorld.begin(engine)


def away(world: SettingsWorld, who: str, deputy: str, start: date, end: date) -> None:
    with world.by(who) as one:
        pause(one, start, end, deputy)


def refused_pause(
    world: SettingsWorld, deputy: str, start: date, end: date, who: str = "an"
) -> str:
    with pytest.raises(DondocError) as caught:
        away(world, who, deputy, start, end)
    return caught.value.key.rpartition(".")[2]


def test_whoever_has_left_all_positions_stands_in_for_nobody(world: SettingsWorld) -> None:
    away(world, "an", "chi", MONDAY, FRIDAY)
    with writing(world.engine) as session:
        query = select(Holding).join(Person, col(Person.id) == col(Holding.person_id))
        for holding in session.scalars(query.where(col(Person.code) == "chi")):
            holding.held_to = MONDAY
    known, people = routes(world)
    assert known.reader(people["an"]) == people["chi"]  # until the end of the last day
    assert routes(world, FRIDAY)[0].reader(people["an"]) == people["an"]


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
