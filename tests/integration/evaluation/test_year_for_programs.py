"""The basis of a year as programs read it: the periods' own points, the mean, what holds it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from year_world import YEAR_OPENED, YearWorld, three_quarters

from dondoc.services.evaluation.course.sheet import find_sheet
from dondoc.store.database import open_engine, reading
from dondoc.web.api.evaluation_year_shapes import YearBasisOut
from dondoc.web.api.evaluation_years import year_out
from models.person import Person
from models.rules.evaluation import Grade
from models.rules.scoring.years import YearPartState


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[YearWorld]:
    engine = open_engine(sqlite_url)
    world = three_quarters(engine, tmp_path)
    world.opens_year()
    yield world
    engine.dispose()


def test_each_period_stands_with_its_points_and_whether_it_counts(world: YearWorld) -> None:
    year = basis(world, "binh")
    rows = [(each.period, each.state, each.counted, each.rounded) for each in year.periods]
    decided = YearPartState.DECIDED
    assert rows == [
        ("2022-Q1", decided, True, 100),
        ("2022-Q2", decided, True, 97),
        ("2022-Q3", decided, True, 97),
        ("2022-Q4", YearPartState.NOT_OVER, False, None),
    ]
    assert [each.decided for each in year.periods] == [True, True, True, False]
    assert {each.grade for each in year.periods[:3]} == {Grade.EXCELLENT}
    assert year.mean is not None and year.mean.exact == 98 and year.mean.general == 28
    assert (year.mean.by_points, year.mean.grade) == (Grade.EXCELLENT, Grade.EXCELLENT)
    assert (year.undecided_periods, year.lacking, year.grade) == ("left_out", [], Grade.EXCELLENT)
    assert year.two_running is False and basis(world, "an").two_running is None
    plain = year.model_dump(mode="json")
    assert plain["mean"]["exact"] == "98" and plain["periods"][3]["so_far"] is None


def test_of_whoever_was_never_graded_there_is_no_mean(world: YearWorld) -> None:
    year = basis(world, "binh", of="binh")
    assert year.mean is None and year.grade is None
    assert [each.state for each in year.periods[:3]] == [YearPartState.NOT_GRADED] * 3
    assert all(each.decided and not each.counted for each in year.periods[:3])


def basis(world: YearWorld, by: str, of: str = "an") -> YearBasisOut:
    """The year of one person as another's program reads it."""
    with reading(world.engine) as session:
        people = {each.code: each for each in session.scalars(select(Person))}
        sheet = find_sheet(
            session, world.programme_id, "2022", people[of], people[by].key, YEAR_OPENED
        )
        assert sheet is not None
        found = year_out(sheet)
        assert found is not None
        return found
