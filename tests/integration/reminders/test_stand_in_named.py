"""Whoever reads for somebody who cannot be reached is told in whose name; of own work apart."""

from datetime import date
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.store.database import reading
from models.message import Message
from models.person import Person

DAY_6 = date(2022, 4, 8)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def letter(world: World, code: str) -> str:
    world.remind(DAY_6)
    with reading(world.engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        message = session.scalars(query.where(col(Person.code) == code)).one()
        return " ".join(compose(session, message, at(DAY_6, 7), OFFICE).text.split())


def test_who_stands_in_for_somebody_out_of_reach_is_narrative_their_name(world: World) -> None:
    world.without_address("an", at(date(2022, 1, 2)))
    assert "thay đồng chí Nguyễn Văn An, người chịu trách nhiệm của" in letter(world, "chi")


def test_an_empty_seat_has_no_name(world: World) -> None:
    world.leaves("an", date(2022, 2, 1))
    text = letter(world, "chi")
    assert "thay cho người chịu trách nhiệm" in text
    assert "Nguyễn Văn An" not in text
