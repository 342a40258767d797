"""Who hears what a committee's head would hear while nobody holds that seat."""

from datetime import date
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, Q1_ENDS, World
from seats import seat
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.store.database import reading
from models.message import Message
from models.person import Person
from models.rules.roles import Seat

DAY_6 = date(2022, 4, 8)
"""On which the ladder speaks to the head of the committee."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    world.leaves("binh", date(2022, 2, 1))
    return world


def test_the_deputy_head_stands_in_first(world: World) -> None:
    seat(world.engine, "ha", Seat.DEPUTY)
    world.remind(DAY_6)
    assert set(world.told(DAY_6)) == {"an", "chi", "ha"}
    assert "(phó trưởng ban chỉ đạo) nhận thư này thay cho trưởng ban chỉ đạo" in why(world, "ha")


def test_then_the_secretary_and_not_the_secretariat(world: World) -> None:
    world.remind(DAY_6)
    assert set(world.told(DAY_6)) == {"an", "chi"}


def test_then_the_secretariat(world: World) -> None:
    world.leaves("chi", date(2022, 2, 1))
    world.remind(DAY_6)
    assert {"dung", "em"} <= set(world.told(DAY_6))


def test_the_secretary_is_narrative_in_whose_place(world: World) -> None:
    world.remind(DAY_6)
    with reading(world.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        message = session.scalars(query.where(col(Person.code) == "chi")).one()
        text = compose(session, message, at(DAY_6, 7), OFFICE).text
    assert "thư ký" in text.lower()


def test_the_deputy_head_comes_first_too_where_the_head_is_there_but_out_of_reach(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    seat(engine, "ha", Seat.DEPUTY)
    world.without_address("binh", at(date(2022, 3, 1)))
    result = world.remind(DAY_6)
    assert "ha" in world.told(DAY_6)
    assert [one.full_name for one in result.unreachable] == ["Nguyễn Văn Binh"]
    assert why(world, "ha") == (
        "Đồng chí (phó trưởng ban chỉ đạo) nhận thư này thay đồng chí Nguyễn Văn Binh, trưởng ban "
        "chỉ đạo của 1 mốc, vì chưa liên lạc được với đồng chí ấy."
    )


def test_the_deputy_head_comes_before_others_for_the_secretary_too(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    seat(engine, "ha", Seat.DEPUTY)
    for code in ("an", "chi"):
        world.without_address(code, at(date(2022, 3, 1)))
    world.remind(date(2022, 3, 31))
    assert "ha" in world.told(date(2022, 3, 31))  # not the secretariat


def test_whoever_else_is_out_of_reach_on_the_way_is_named_too(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    seat(engine, "ha", Seat.DEPUTY)
    for code in ("binh", "ha"):
        world.without_address(code, at(date(2022, 3, 1)))
    result = world.remind(DAY_6)
    assert "chi" in world.told(DAY_6)
    names = {person.full_name for person in result.unreachable}
    assert names == {"Nguyễn Văn Binh", "Nguyễn Văn Ha"}


def why(world: World, code: str) -> str:
    with reading(world.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        message = session.scalars(query.where(col(Person.code) == code)).one()
        text = compose(session, message, at(DAY_6, 7), OFFICE).text
    return next(line for line in text.splitlines() if "nhận thư này" in line)
