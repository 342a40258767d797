"""A letter of own work and of others' says at each row whose it is, where they differ."""

from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import Q1_ENDS, World, may_see_all, wish
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.store.database import writing
from models.assignment import Assignment, AssignmentOfficial, AssignmentUnit
from models.person import Position
from models.programme import LadderStep, Programme
from models.rules.ladder import Firmness
from models.rules.roles import Audience, Involvement
from models.unit import Unit, UnitName

DAY = date(2022, 4, 5)
SOON = date(2022, 4, 8)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """Two assignments, the first of which is late."""
    return World.begin(engine, tmp_path, Q1_ENDS, SOON)


def leads_the_second(session: Session, code: str) -> Position:
    """Somebody's position answers for the second assignment in place of An's."""
    post = session.scalars(select(Position).where(col(Position.code) == f"P-{code}")).one()
    officials = select(AssignmentOfficial).order_by(col(AssignmentOfficial.assignment_id).desc())
    official = session.scalars(officials.limit(1)).one()
    official.position_id = post.key
    return post


def away(world: World) -> None:
    may_see_all(world, "ha")
    wish(world, "an", deputy="ha", paused_from=date(2022, 4, 1), paused_to=date(2022, 4, 10))


def rows_of(world: World, code: str) -> list[list[str]]:
    """The lines of each item, in the letter of that day."""
    world.remind(DAY)
    text = letter(world, code, DAY, web_url="https://dondoc.example").text
    found: list[list[str]] = []
    for line in text.partition("\n--\n")[0].splitlines():
        if line[:3] == "1. ":
            found.append([])
        if found and line.startswith("   "):
            found[-1].append(line.strip())
    return found


def test_what_a_deputy_reads_for_somebody_is_told_from_their_own(world: World) -> None:
    away(world)
    with writing(world.engine) as session:
        leads_the_second(session, "ha")
    absent, own = rows_of(world, "ha")
    assert "Thay đồng chí Nguyễn Văn An." in absent
    assert not any("Thay " in line for line in own)


def test_where_all_is_read_for_one_person_the_letter_says_it_once(world: World) -> None:
    away(world)
    assert not any("Thay đồng chí" in line for row in rows_of(world, "ha") for line in row)


def test_coordinated_work_is_told_from_own_work(world: World) -> None:
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        step = {"offset": 3, "audience": Audience.COORDINATING, "firmness": Firmness.REMIND}
        session.add(LadderStep(programme_id=programme.key, **step))
        group = session.scalars(select(Unit)).first()
        assert group is not None
        department = Unit(group_id=group.group_id)
        session.add(department)
        session.flush()
        name = {"code": "STC", "name": "Sở Tài chính", "valid_from": date(2020, 1, 1)}
        session.add(UnitName(unit_id=department.key, **name))
        post = leads_the_second(session, "ha")
        post.unit_id, post.heads_unit = department.key, True
        first = session.scalars(select(Assignment).order_by(col(Assignment.id)).limit(1)).one()
        part = {"unit_id": department.key, "involvement": Involvement.COORDINATING}
        session.add(AssignmentUnit(assignment_id=first.key, **part))
    coordinated, own = rows_of(world, "ha")
    assert "Việc phối hợp." in coordinated
    assert "Việc phối hợp." not in own


def test_a_row_for_a_vacant_position_names_the_role(world: World) -> None:
    """Nobody holds An's position: the committee's secretary reads it beside their own work."""
    with writing(world.engine) as session:
        leads_the_second(session, "chi")
    world.leaves("an", date(2022, 2, 1))
    vacant, own = rows_of(world, "chi")
    assert "Thay cho người chịu trách nhiệm." in vacant
    assert not any("Thay cho" in line for line in own)
    english = letter(world, "chi", DAY, "en").text
    assert "In place of the responsible official." in english
