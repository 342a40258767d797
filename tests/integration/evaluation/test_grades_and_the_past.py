"""Grades of a quarter stand beside those of the year before, where that year is in here."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from remind_world import World
from sqlalchemy import Engine

from dondoc.services.evaluation.people.distribution import distribution
from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.figures.quarter import Quarter
from dondoc.services.programme.at_work import programme_at_work
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade

DUE = date(2022, 3, 31)


def test_the_same_quarter_of_the_year_before_is_read(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, DUE)
    world.act(Act.REPORT, "an", date(2022, 3, 28), value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 3, 29), quality=Decimal(100))
    world.advance(date(2022, 3, 30))
    world.second_year(date(2023, 3, 31))
    today, quarter = date(2023, 4, 20), Quarter(2023, 1)
    with reading(world.engine) as session:
        programme = programme_at_work(session, today, 2023)
        officials = officials_list(session, programme, today)
        found = distribution(session, officials, programme, quarter, None)
    assert [str(each.quarter) for each in found.quarters] == ["2022-Q1"]
    assert found.everybody.year_before.of(Grade.EXCELLENT) == 1
    assert found.everybody.now.graded == 0
    assert [each.unit for each in found.units] == [officials.officials[0].unit]
