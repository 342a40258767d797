"""A digest of a past day says what that day was, drained or not, whatever was recorded since."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import World
from sqlalchemy import Engine, select

from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import parse_quarter
from dondoc.store.database import reading
from models.programme import Programme
from models.rules.checkpoints import Act

DUE, JUDGED, LATER = date(2022, 3, 31), date(2022, 4, 5), date(2022, 4, 12)


def graded(world: World, as_of: date) -> int:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        found = figures(session, programme, parse_quarter("2022-Q1"), as_of, None)
        return sum(grade.count for grade in found.grades)


@pytest.mark.parametrize("drained", [True, False])
def test_an_evaluation_has_its_grade_though_something_was_recorded_later(
    engine: Engine, tmp_path: Path, drained: bool
) -> None:
    world = World.begin(engine, tmp_path, DUE)
    world.act(Act.REPORT, "an", DUE, value=Decimal(10))
    world.act(Act.VERIFY, "dung", date(2022, 4, 4))
    world.act(Act.EVALUATE, "dung", JUDGED)
    if drained:
        world.advance(JUDGED)
    world.act(Act.CORRECT, "dung", LATER, value=Decimal(9), reason="Đo lại")
    assert graded(world, JUDGED) == 1
    assert graded(world, date(2022, 4, 4)) == 0
