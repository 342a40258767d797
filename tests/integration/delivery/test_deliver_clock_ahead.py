"""Letters that were claimed or put off while the clock was ahead are not held up by it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
from crowd import crowded
from fault_sink import FaultSink, faulty_sink
from remind_world import OFFICE, Q1_ENDS, World
from sending import Wall
from sqlalchemy import Engine, update

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import LONGEST_WAIT, Policy
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.gather.one_a_day import open_slots
from dondoc.store.database import reading, writing
from models.message import Message, MessageState

MINUS_7 = date(2022, 3, 22)
NOW = at(MINUS_7)
DAY = timedelta(days=1)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def sink() -> Iterator[FaultSink]:
    with faulty_sink() as server:
        yield server


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    made = World(engine, tmp_path)
    crowded(made, 3, Q1_ENDS)
    made.remind(MINUS_7)
    return made


def sent(world: World, sink: FaultSink, wall: Wall) -> int:
    return deliver(world.engine, only(sink.url), NOW, OFFICE, Policy(wall=wall)).sent


def change(world: World, **values: object) -> None:
    with writing(world.engine) as session:
        session.execute(update(Message).values(**values))


@pytest.mark.parametrize(
    ("lease", "letters"), [(timedelta(minutes=10), 0), (DAY, 3), (365 * DAY, 3)]
)
def test_a_claim_holds_for_no_longer_than_a_claim_lasts(
    world: World, sink: FaultSink, wall: Wall, lease: timedelta, letters: int
) -> None:
    change(world, claimed_by="gone", claimed_until=wall() + lease)
    assert sent(world, sink, wall) == letters


@pytest.mark.parametrize(("pause", "letters"), [(LONGEST_WAIT, 0), (3 * DAY, 3)])
def test_a_pause_holds_for_no_longer_than_a_pause_lasts(
    world: World, sink: FaultSink, wall: Wall, pause: timedelta, letters: int
) -> None:
    change(world, retry_after=wall() + pause)
    assert sent(world, sink, wall) == letters


def test_no_pause_is_longer_than_the_longest() -> None:
    assert Policy().pause(11, 7 * DAY) == LONGEST_WAIT


def test_a_deliverer_whose_clock_is_put_right_claims_its_letters_anew(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    """Others may be at work on them by then: what was claimed ahead is given up unsent."""
    moments = chain([wall() + DAY] * 3, repeat(wall()))  # until the first portion is claimed
    policy = Policy(wall=lambda: next(moments))
    done = deliver(world.engine, only(sink.url), NOW, OFFICE, policy)
    assert (done.lost, done.sent, sink.repeated) == (3, 3, [])


def test_a_letter_that_was_sent_tomorrow_is_not_the_letter_of_today(world: World) -> None:
    change(world, state=MessageState.SENT, ended_at=NOW + 30 * DAY)
    readers = [message.person_id for message in world.messages()]
    tomorrow = MINUS_7 + DAY
    with reading(world.engine) as session:
        assert open_slots(session, readers, tomorrow).had == set()
    change(world, ended_at=at(tomorrow))
    with reading(world.engine) as session:
        assert open_slots(session, readers, tomorrow).had == set(readers)
