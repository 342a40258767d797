"""Observations rest on what was reported until the day, drained or not, and on nothing refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from evaluated_stories import period_of
from remind_world import World
from sqlalchemy import Engine

from models.rules.checkpoints import Act
from models.rules.evaluation_flags import FlagKind

DUE = date(2022, 3, 31)
MARCH = date(2022, 3, 1)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, DUE)


def test_a_jump_is_seen_from_the_update_and_the_report_and_not_before_it(world: World) -> None:
    world.act(Act.UPDATE, "an", MARCH, value=Decimal(2))
    world.act(Act.REPORT, "an", date(2022, 3, 30), value=Decimal(10))
    assert period_of(world, "an", date(2022, 3, 29)).flags == ()
    (flag,) = period_of(world, "an", date(2022, 3, 30)).flags
    assert flag.kind is FlagKind.LAST_WEEK_JUMP
    assert flag.numbers == {"late": 8, "grew": 10, "percent": 80, "days": 7}
    assert flag.refs == tuple(world.refs)
    assert period_of(world, "an", date(2022, 3, 30), "Q2").flags == ()
