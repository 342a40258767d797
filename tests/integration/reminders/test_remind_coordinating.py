"""Units that take part hear of a step where there are any, whatever else was recorded."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentUnit, Checkpoint
from models.nudge import Nudge
from models.programme import LadderStep, Programme
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience, Involvement

MINUS_3 = date(2022, 3, 28)
LABELS = ("Q1", "Q2")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """Three assignments; a unit takes part in the last one, which is due twice, and one watches."""
    world = World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS, Q1_ENDS)
    with writing(engine) as session:
        step = {"offset": -3, "audience": Audience.COORDINATING, "firmness": Firmness.REMIND}
        programme = session.scalars(select(Programme)).one()
        session.add(LadderStep(programme_id=programme.key, **step))
        second, third = session.scalars(select(Assignment).order_by(col(Assignment.id)).offset(1))
        for work, how in ((second, Involvement.WATCHING), (third, Involvement.COORDINATING)):
            row = {"unit_id": third.unit_id, "involvement": how}
            session.add(AssignmentUnit(assignment_id=work.key, **row))
        dates = {
            "opens_on": date(2022, 1, 1),
            "due_on": Q1_ENDS,
            "original_due_on": Q1_ENDS,
            "stage_since": at(date(2022, 1, 1)),
        }
        session.add(Checkpoint(assignment_id=third.key, label=LABELS[1], rank=1, **dates))
    return world


def coordinating(world: World) -> list[tuple[str, str]]:
    query = (
        select(col(Assignment.ref), col(Checkpoint.label))
        .join(Checkpoint, col(Checkpoint.assignment_id) == col(Assignment.id))
        .join(Nudge, col(Nudge.checkpoint_id) == col(Checkpoint.id))
        .where(col(Nudge.audience) == Audience.COORDINATING)
        .order_by(col(Checkpoint.id))
    )
    with reading(world.engine) as session:
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.parametrize("recorded", [False, True])
def test_only_work_in_which_a_unit_takes_part_is_narrative_to_those_that_do(
    world: World, recorded: bool
) -> None:
    if recorded:
        for ref in world.refs:
            world.act(Act.UPDATE, "an", MINUS_3, ref, value=Decimal(1), narrative="đang làm")
    world.scan(MINUS_3)
    ref = world.refs[2].partition("/")[0]
    assert coordinating(world) == [(ref, label) for label in LABELS]
