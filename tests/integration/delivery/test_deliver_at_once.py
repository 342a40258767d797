"""Delivery after a kill, without its database, at night, and by two at once."""

import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import postgres_server
import pytest
from crowd import crowded
from deliver_faults import MINUS_7, NOW, send
from fault_sink import FaultSink, faulty_sink
from nursery import Nursery, nursery
from remind_world import OFFICE, Q1_ENDS, World
from sending import Wall
from sqlalchemy import Engine, func, select, text
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse, only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.message import Message, MessageLine, MessageState

MANY = 400
"""People to write to, where several at once are to meet over the same work."""

FEW = 40
"""People to write to, where two at once are to come upon one and the same row."""


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def sink() -> Iterator[FaultSink]:
    with faulty_sink() as server:
        yield server


@pytest.fixture(scope="module")
def hatch() -> Iterator[Nursery]:
    """Starts processes quickly: what they import is imported once."""
    with nursery() as ready:
        yield ready


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    made = World(engine, tmp_path)
    crowded(made, 12, Q1_ENDS)
    made.remind(MINUS_7)
    return made


def test_at_night_a_letter_waits_for_the_morning(world: World, sink: FaultSink, wall: Wall) -> None:
    night = deliver(world.engine, only(sink.url), at(MINUS_7, 23), OFFICE, Policy(wall=wall))
    assert (night.sent, night.waiting) == (0, 12)
    early = deliver(
        world.engine, only(sink.url), at(date(2022, 3, 23), 5), OFFICE, Policy(wall=wall)
    )
    assert (early.sent, early.waiting) == (0, 0)
    morning = deliver(
        world.engine, only(sink.url), at(date(2022, 3, 23), 8), OFFICE, Policy(wall=wall)
    )
    assert morning.sent == 12


def test_what_was_sent_by_somebody_killed_is_settled_and_not_sent_again(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    """As if the process had died between the last letter and its settling."""
    assert send(world, only(sink.url), wall).sent == 12
    with writing(world.engine) as session:
        session.execute(text("UPDATE attempt SET settled = false"))
        session.execute(
            text(
                "UPDATE message SET state = 'queued', attempts = 0, ended_at = NULL,"
                " claimed_by = 'gone', claimed_until = '2025-12-31 00:00:00'"
            )
        )
    assert send(world, only(sink.url), wall) == DeliverResult()
    assert {message.state for message in world.messages()} == {MessageState.SENT}
    assert sum(map(len, sink.taken.values())) == 12


def test_it_waits_for_a_database_that_is_away(
    engine: Engine, tmp_path: Path, sink: FaultSink
) -> None:
    """SQLite: locked by another writer for some seconds. PostgreSQL: restarted, twice."""
    world = World(engine, tmp_path)
    crowded(world, 400, Q1_ENDS)
    world.remind(MINUS_7)
    disturb = _locked if engine.dialect.name == "sqlite" else _restarted
    over = threading.Event()
    disturber = threading.Thread(target=_disturb, args=(disturb, engine, sink, over))
    disturber.start()
    open_channels = ChannelsInUse({"mail": ChannelInUse("mail", sink.url, per_minute=6000)})
    done = deliver(engine, open_channels, NOW, OFFICE, Policy(portion=50))
    over.set()
    disturber.join()
    assert done.sent == 400
    assert (len(sink.taken), sink.repeated) == (400, [])


def _disturb(
    disturb: Callable[[Engine], None], engine: Engine, sink: FaultSink, over: threading.Event
) -> None:
    for wanted in (30, 200):
        while len(sink.taken) < wanted and not over.is_set():
            time.sleep(0.005)
        disturb(engine)


def _locked(engine: Engine) -> None:
    with writing(engine):
        time.sleep(2)


def _restarted(engine: Engine) -> None:
    with reading(engine) as session:
        folder = session.scalar(text("SHOW data_directory"))
    bin_dir = postgres_server.programs()
    assert bin_dir is not None
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    command = [bin_dir / "pg_ctl", "-D", str(folder), "-w", "-m", "fast", "restart"]
    if os.geteuid() == 0:
        command[:0] = as_user
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def test_two_deliverers_at_once_send_nothing_twice(
    engine: Engine, database_url: str, tmp_path: Path, sink: FaultSink, hatch: Nursery
) -> None:
    world = World(engine, tmp_path)
    crowded(world, MANY, Q1_ENDS)
    world.remind(MINUS_7)
    task = {"database": database_url, "url": sink.url, "now": NOW.isoformat(),
            "parallel": 2, "portion": 20, "lease": 60}  # fmt: skip
    both = [hatch.start(**task) for _ in range(2)]
    assert all(hatch.wait(pid) for pid in both)
    assert {message.state for message in world.messages()} == {MessageState.SENT}
    assert (len(sink.taken), sink.repeated) == (MANY, [])


def test_a_checkpoint_that_cannot_be_read_holds_up_neither_of_two_deliverers(
    engine: Engine, database_url: str, tmp_path: Path, sink: FaultSink, hatch: Nursery
) -> None:
    world = World(engine, tmp_path)
    crowded(world, FEW, Q1_ENDS)
    world.remind(MINUS_7)
    with engine.begin() as connection:
        first = connection.execute(select(func.min(col(Checkpoint.id)))).scalar_one()
        change = text("UPDATE checkpoint SET returned_waits = 'none' WHERE id = :id")
        connection.execute(change, {"id": first})
    task = {"database": database_url, "url": sink.url, "now": NOW.isoformat(),
            "parallel": 2, "portion": 5, "lease": 60}  # fmt: skip
    both = [hatch.start(**task) for _ in range(2)]
    assert all(hatch.wait(pid) for pid in both)
    states = Counter(message.state for message in world.messages())
    sent = states.pop(MessageState.SENT)
    assert (len(sink.taken), sink.repeated) == (sent, [])
    assert sent >= FEW - 1 and states.keys() <= {MessageState.MOOT}


def test_two_reminders_at_once_tell_everybody_once(
    engine: Engine, database_url: str, tmp_path: Path, hatch: Nursery
) -> None:
    world = World(engine, tmp_path)
    crowded(world, MANY, Q1_ENDS)
    task = {"database": database_url, "now": NOW.isoformat(), "programme": world.programme_id}
    both = [hatch.start(**task) for _ in range(2)]
    assert all(hatch.wait(pid) for pid in both)
    readers = [message.person_id for message in world.messages()]
    assert len(readers) == len(set(readers)) >= MANY
    with reading(engine) as session:
        query = select(col(MessageLine.nudge_id), col(Message.person_id))
        query = query.join(Message, col(Message.id) == col(MessageLine.message_id))
        lines = [tuple(row) for row in session.execute(query)]
    assert len(lines) == len(set(lines)) >= MANY
    keys = world.nudges("checkpoint_id", "audience", "kind", "step", "cause")
    assert len(keys) == len(set(keys)) >= MANY
