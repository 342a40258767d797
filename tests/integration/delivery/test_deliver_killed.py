"""Deliverers that are killed at any moment lose nothing, and repeat only what was in flight."""

import random
import sys
import time
from collections import Counter
from datetime import date, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path

import pytest
from crowd import crowded
from fault_sink import FaultSink, faulty_sink
from nursery import Nursery, nursery
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, func, select

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.run import deliver
from dondoc.store.database import reading
from models.event import Event, EventKind
from models.message import Attempt, MessageState

pytestmark = pytest.mark.slow

MINUS_7 = date(2022, 3, 22)
LETTERS = {"sqlite": 5_000, "postgresql": 2_000}
KILLS, WORKERS = 50, 2
LEASE = 0.5
SPARED = 0.25  # of the letters: a kill that comes late still finds a deliverer at work


def test_it_survives_being_killed_at_fifty_moments(
    engine: Engine, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, letters = World(engine, tmp_path), LETTERS[engine.dialect.name]
    crowded(world, letters, Q1_ENDS)
    world.remind(MINUS_7)
    with faulty_sink() as sink, nursery() as hatch:
        kills = _killed(hatch, database_url, sink, letters)
        before = len(sink.taken)
        time.sleep(LEASE + 0.1)  # the lease of the last one killed runs out
        policy = Policy(lease=timedelta(seconds=30))
        deliver(engine, only(sink.url), at(MINUS_7), OFFICE, policy)
    repeated = sink.repeated
    with capsys.disabled():
        sys.stdout.write(
            f"\n{engine.dialect.name}: {kills} kills, {before} of {letters} letters taken by then,"
            f" {len(sink.taken)} in the end, {len(repeated)} repeated,"
            f" {letters - len(sink.taken)} lost\n"
        )
    assert {message.state for message in world.messages()} == {MessageState.SENT}
    assert len(sink.taken) == letters
    assert kills == KILLS
    assert len(repeated) <= KILLS * WORKERS
    assert all(len(set(copies)) == 1 for copies in repeated)  # to the byte
    assert len(_message_ids(sink)) == letters
    assert _told(engine) == {"attempts": letters, "delivered": letters}


def _killed(hatch: Nursery, database: str, sink: FaultSink, letters: int) -> int:
    """Lets deliverers begin until so many were killed at work; how many were."""
    task = {"database": database, "url": sink.url, "now": at(MINUS_7).isoformat(),
            "parallel": WORKERS, "portion": 40, "lease": LEASE}  # fmt: skip
    hatch.start(**task, first=20)
    kills = 0
    while kills < KILLS and len(sink.taken) < letters:
        pid = hatch.start(**task)
        left = letters * (1 - SPARED) - len(sink.taken)
        _a_moment(sink, letters, max(0.0, left) / (KILLS - kills))
        kills += hatch.kill(pid)
    return kills


def _a_moment(sink: FaultSink, letters: int, share: float) -> None:
    """Anywhere between the start and some letters further, in the middle of one or between."""
    if share > letters / KILLS / 2 and random.random() < 0.1:  # where enough are left for it
        time.sleep(random.uniform(0, 0.5))
        return
    wanted = len(sink.taken) + random.randrange(1, int(1.8 * share) + 2)
    deadline = time.monotonic() + 10
    while len(sink.taken) < min(wanted, letters) and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.005))


def _message_ids(sink: FaultSink) -> Counter[str]:
    parser = BytesHeaderParser()
    return Counter(parser.parsebytes(one[0])["Message-ID"] for one in sink.taken.values())


def _told(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        attempts = session.scalar(select(func.count()).select_from(Attempt)) or 0
        query = select(func.count()).where(Event.kind == EventKind.DELIVERED)
        return {"attempts": attempts, "delivered": session.scalar(query) or 0}
