"""Whoever heads two units: both stand on pages and papers, and in every filter of units."""

from datetime import date
from pathlib import Path

import pytest
from course_world import OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.evaluation.course.round_board import round_board
from dondoc.services.evaluation.people.leading import leading_officials
from dondoc.services.evaluation.people.read import read_officials
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from models.person import Holding, Person, Position
from models.programme import Programme
from models.unit import Unit, UnitName

BOTH = "Trưởng ban (Ban thứ hai)"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    made = begin(engine, tmp_path)
    with writing(engine) as session:
        other = Unit(group_id=session.scalars(select(Unit)).one().group_id, rank=9)
        session.add(other)
        session.flush()
        session.add(
            UnitName(unit_id=other.key, code="B2", name="Ban thứ hai", valid_from=date(2021, 1, 1))
        )
        post = Position(unit_id=other.key, code="P-hai", title="Trưởng ban", heads_unit=True)
        session.add(post)
        session.flush()
        for code in ("an", "binh"):
            person = session.scalars(select(Person).where(col(Person.code) == code)).one()
            held = Holding(position_id=post.key, person_id=person.key, held_from=date(2021, 1, 1))
            session.add(held)
    return made


def test_an_evaluation_names_both_positions_and_is_found_under_both_units(
    world: CourseWorld,
) -> None:
    round_id = world.opened()
    with reading(world.engine) as session:
        context = context_of(session, OPENED, round_id)
        binh = dossier_in(session, context, "binh")
        assert binh.position.startswith(binh.row.position) and binh.position.endswith(BOTH)
        assert binh.place.endswith(f", {binh.unit}; {BOTH}")
        dung = session.scalars(select(Person).where(col(Person.code) == "dung")).one()
        viewer = open_viewer(session, dung, context.programme, OPENED)
        units = dict(round_board(session, context, viewer).units)
        assert "Ban thứ hai" in units.values() and len(units) == 2


def test_the_list_of_officials_names_both_before_a_round(world: CourseWorld) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        read = read_officials(session, programme, OPENED)
        found = leading_officials(session, read.by_person, OPENED)
        (an,) = (each for each in found if each.code == "an")
        assert an.position.endswith(BOTH) and [each.unit for each in an.others] == ["Ban thứ hai"]
