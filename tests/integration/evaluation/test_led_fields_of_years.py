"""The field that a leader leads on some days: of a round before it, and of the year; on SQLite."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from year_world import YEAR_OPENED, YearWorld, begin_year

from dondoc.store.database import open_engine, reading, writing
from models.person import Position
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierState
from models.rules.scoring.gates import GateState
from tests.integration.evaluation.test_led_fields import PARTY, record, take_back, with_tasks

LATER = date(2022, 4, 8)


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_a_field_led_later_is_none_of_a_round_before_and_counts_in_the_year(
    engine: Engine, tmp_path: Path
) -> None:
    world = begin_year(engine, tmp_path)
    world.rules = PARTY
    whole = {1: Decimal(30)}  # the Party's rules have one criterion of all points
    world.evaluated("Q1", Grade.GOOD, whole, reason="Không có việc vượt mức")
    key = record(world, person="an", first=LATER)
    assert world.state(day=YEAR_OPENED) is DossierState.DECIDED
    world.opens_year()
    before = world.year_of().work.work_sha256
    assert of_field(world) == {GateState.UNKNOWN}  # nothing of it was due in the year
    take_back(world, key)
    assert of_field(world) == set()  # whoever leads no field and no unit
    record(world, person="an")
    assert GateState.UNKNOWN not in of_field(world) and of_field(world)
    assert world.year_of().work.work_sha256 != before


def of_field(world: YearWorld) -> set[GateState]:
    gates = world.year_of().period.gates
    return {each.state for each in gates if each.need.startswith("field")}


def test_the_years_place_is_that_of_ones_own_work_and_not_of_the_fields(
    engine: Engine, tmp_path: Path
) -> None:
    world = begin_year(engine, tmp_path)
    world.rules = with_tasks("ND-335-2025", "own_and_field")
    world.evaluated("Q1")
    with writing(engine) as session:
        made = world.place(session)
        query = select(Position).where(col(Position.code) == "P-chi")
        made.positions["an"] = session.scalars(query).one()
        made.checkpoint(date(2022, 6, 30))  # Chi's
    record(world, person="an")
    world.opens_year()
    dossier = world.year_of().work.dossier
    with reading(engine) as session:
        query = select(Position).where(col(Position.code) == "P-an")
        assert dossier.row.position == session.scalars(query).one().title
