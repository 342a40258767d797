"""A reason that waited for a reader who is not there any more, while the others know it."""

from datetime import date
from pathlib import Path

from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.message import Message, MessageState
from models.nudge import NudgeState

DAY, NEXT = date(2022, 3, 10), date(2022, 3, 11)
FAR, NINE_LATE = date(2022, 9, 30), date(2022, 2, 25)
"""The secretariat hears of what is nine working days late."""


def test_it_waits_no_more_once_whoever_was_not_told_has_left(
    engine: Engine, tmp_path: Path
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS, FAR)
    world.also_leads("dung")
    world.remind(DAY)  # Dung, of the secretariat, has had the letter of the day
    world.change(Message, state=MessageState.SENT)
    with writing(engine) as session:
        far = session.scalars(select(Checkpoint).where(col(Checkpoint.due_on) == FAR)).one()
        far.due_on = NINE_LATE
    world.remind(DAY, 15)
    assert NudgeState.WAITING in {state for (state,) in world.nudges("state")}
    world.leaves("dung", NEXT)
    world.change(Message, state=MessageState.SENT)
    assert world.gather(NEXT, 15).moot == {}
    states = {audience.value: state for audience, state in world.nudges("audience", "state")}
    assert states["secretariat"] is NudgeState.GATHERED
    assert "em" not in world.told(NEXT)
