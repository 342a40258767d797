"""Reminders as evidence: how many of which firmness were sent, and since when it was urged."""

from datetime import date
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select, update
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.services.work.reminders_counted import RemindersCounted, in_words, reminded, reminded_of
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.message import Message, MessageState
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness

MINUS_15, DUE, PLUS_3, PLUS_6 = (
    date(2022, 3, 10), Q1_ENDS, date(2022, 4, 5), date(2022, 4, 8),
)  # fmt: skip


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    world = World.begin(engine, tmp_path, Q1_ENDS, date(2022, 12, 31))
    for ref in world.refs:
        world.act(Act.ACKNOWLEDGE, "an", date(2022, 1, 4), ref)
    return world


def sent(world: World, *days: date) -> None:
    for day in days:
        world.remind(day)
        world.change(Message, state=MessageState.SENT)


def found(world: World, number: int = 0) -> RemindersCounted:
    with reading(world.engine) as session:
        ids = session.scalars(select(col(Checkpoint.id)).order_by(col(Checkpoint.id))).all()
        assert reminded_of(session, ids)[ids[number]] == reminded(session, ids[number])
        return reminded(session, ids[number])


def test_it_counts_what_was_sent_by_firmness(world: World) -> None:
    sent(world, MINUS_15, DUE, PLUS_3, PLUS_6)
    told = found(world)
    assert told.officials == {Firmness.REMIND: 1, Firmness.URGE: 1, Firmness.DEMAND: 2}
    assert (told.first_on, told.first_urged_on) == (MINUS_15, DUE)
    assert told.superiors == 2  # on two days, however many of them


def test_urging_to_take_it_on_is_not_yet_urging_to_do_it(engine: Engine, tmp_path: Path) -> None:
    """A digest said that somebody was urged since January about what was due in March."""
    world = World.begin(engine, tmp_path, Q1_ENDS)
    sent(world, *(date(2022, 1, day) for day in range(4, 21)))
    told = found(world)
    assert told.firmest is not Firmness.REMIND and told.first_urged_on is None
    assert "đôn đốc lần đầu" not in in_words(told, "vi")
    sent(world, DUE)
    assert found(world).first_urged_on == DUE


def test_what_was_not_sent_is_no_evidence(world: World) -> None:
    world.remind(MINUS_15)
    assert not found(world).any
    world.change(Message, state=MessageState.FAILED)
    assert not found(world).any


def test_news_is_not_asking_for_the_work(engine: Engine, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    sent(world, date(2022, 1, 4))  # newly assigned
    assert world.messages()
    assert found(world) == RemindersCounted()


def test_a_call_by_hand_counts_as_such(world: World) -> None:
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest("chi", (world.refs[0],)), at(PLUS_3))
    sent(world, PLUS_3)
    told = found(world)
    assert (told.by_hand, told.officials) == (1, {Firmness.DEMAND: 1})
    assert not found(world, 1).any


def test_steps_that_went_in_one_letter_are_one_reminder(world: World) -> None:
    """Whoever waits for the letter of the week, or over days off, was written to once."""
    for day in (MINUS_15, DUE, PLUS_3):
        world.remind(day)
    with writing(world.engine) as session:
        session.execute(update(Message).values(state=MessageState.SENT, run_on=PLUS_3))
    assert found(world).officials == {Firmness.DEMAND: 1}
    assert found(world).times == 1


def test_it_is_said_in_words(world: World) -> None:
    sent(world, MINUS_15, DUE, PLUS_3)
    assert in_words(found(world), "vi") == (
        "nhắc việc 1 lần, đôn đốc 1 lần, yêu cầu 1 lần, báo cáo cấp trên 1 ngày, "
        "đôn đốc lần đầu ngày 31/03/2022"
    )
    assert in_words(RemindersCounted(), "vi") == "chưa nhắc lần nào"
