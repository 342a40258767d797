"""A row of the register: of several reasons one, and as it was on the day of its decision."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from programmes import current_programme
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.register.register import RegisterRow, register
from dondoc.store.database import reading, writing
from models.rules.checkpoints import Act
from models.unit import UnitName

THREE_BEFORE, THREE_AFTER, LATER = date(2022, 3, 28), date(2022, 4, 5), date(2022, 4, 20)
RENAMED = date(2022, 4, 6)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def book(world: World, most: int | None = None) -> list[RegisterRow]:
    with reading(world.engine) as session:
        return register(session, current_programme(session), most=most)


def test_so_many_rows_are_whole_rows_and_not_reasons(world: World) -> None:
    world.also_leads("chi")  # Chi is the committee's secretary, too: two reasons, one row
    world.remind(THREE_BEFORE)
    world.remind(THREE_AFTER)
    whole = book(world)
    assert max(len(row.roles) for row in whole) == 2
    assert [book(world, most) for most in range(1, len(whole) + 1)] == [
        whole[:most] for most in range(1, len(whole) + 1)
    ]


def test_a_row_says_the_due_date_that_its_reader_was_told(world: World) -> None:
    world.remind(THREE_AFTER)
    assert {row.due_on for row in book(world)} == {Q1_ENDS}
    world.act(Act.CHANGE_DUE, "dung", THREE_AFTER, reason="Mưa lũ", new_due_on=LATER)
    assert {row.due_on for row in book(world)} == {Q1_ENDS}  # nobody is told yet
    world.advance(THREE_AFTER)
    world.remind(RENAMED)
    told = {row.decided_at: row.due_on for row in book(world)}
    assert told.pop(at(THREE_AFTER, 7)) == Q1_ENDS
    assert set(told.values()) == {LATER}


def test_a_row_names_the_unit_as_it_was_called_then(world: World) -> None:
    world.remind(THREE_BEFORE)
    with writing(world.engine) as session:
        name = session.scalars(select(UnitName).where(col(UnitName.code) == "LT")).one()
        name.valid_to = RENAMED - timedelta(days=1)
        other = UnitName(unit_id=name.unit_id, code="LT", name="Xã Lập Thạch", valid_from=RENAMED)
        session.add(other)
    world.act(Act.CHANGE_DUE, "dung", RENAMED, reason="Mưa lũ", new_due_on=LATER)
    world.advance(RENAMED)
    units = {row.decided_at.date(): row.unit for row in book(world)}
    assert units == {THREE_BEFORE: "Huyện Lập Thạch", RENAMED: "Xã Lập Thạch"}
