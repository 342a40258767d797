"""Two delivery runs at once: a limit holds, and none joins another at a server that hangs."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from crowd import crowded
from fault_sink import FaultSink, faulty_sink
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, delete, select, update
from sqlmodel import col
from trickle import trickling

from dondoc.channels.outcome import TOO_SLOW, temporary
from dondoc.clock import at, wall_clock
from dondoc.services.delivery.channel_leases import LEASE_TIME, channel_leases, lease_name
from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.processes import deliver_together
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.services.delivery.send import RunHealth
from dondoc.store.database import reading, writing
from dondoc.store.lease import lease
from models.installation import Lease
from models.message import MessageState

MINUS_7 = date(2022, 3, 22)
NOW = at(MINUS_7)
LETTERS = 12


@pytest.fixture
def sink() -> Iterator[FaultSink]:
    with faulty_sink() as server:
        yield server


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    made = World(engine, tmp_path)
    crowded(made, LETTERS, Q1_ENDS)
    made.remind(MINUS_7)
    return made


def mail(url: str, per_minute: int | None = None) -> ChannelsInUse:
    return ChannelsInUse({"mail": ChannelInUse("mail", url, per_minute=per_minute)})


def run(world: World, channels: ChannelsInUse, scheduled: bool = False) -> DeliverResult:
    return deliver_together(world.engine, channels, NOW, OFFICE, Policy(scheduled=scheduled))


def test_two_runs_at_once_keep_a_channels_limit(world: World, sink: FaultSink) -> None:
    paced = mail(sink.url, per_minute=300)
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: run(world, paced), range(2)))
    took = time.monotonic() - began
    assert sum(result.sent for result in done) == len(sink.taken) == LETTERS
    assert took >= (LETTERS - 1) * 60 / 300


def test_a_channel_with_a_limit_is_left_to_the_run_that_has_it(
    world: World, sink: FaultSink
) -> None:
    with lease(world.engine, lease_name("mail"), LEASE_TIME):
        assert run(world, mail(sink.url, per_minute=6000)) == DeliverResult()
        assert run(world, mail(sink.url)).sent == LETTERS  # without a limit they share the work


def test_a_scheduled_run_joins_none_that_hangs_at_a_server(world: World) -> None:
    with trickling() as slow, ThreadPoolExecutor(1) as pool:
        channels = mail(f"mailto://127.0.0.1:{slow.port}?mode=insecure")
        first = pool.submit(run, world, channels, True)
        while not slow.callers:
            time.sleep(0.01)
        began = time.monotonic()
        assert run(world, channels, scheduled=True) == DeliverResult()
        assert time.monotonic() - began < 3
        slow.over.set()  # the server hangs up, again and again
        assert first.result().down
    assert {message.state for message in world.messages()} == {MessageState.QUEUED}


def test_two_letters_that_took_all_their_time_are_enough_to_leave_the_rest_for_later() -> None:
    health = RunHealth(Policy().give_up_run_after)
    for down in (False, True):
        health.note(temporary("timed out", TOO_SLOW))
        assert bool(health.down) is down


def test_a_run_whose_channel_was_taken_over_sends_no_more_by_it(
    world: World, sink: FaultSink
) -> None:
    with channel_leases(world.engine, ["mail"]) as leases:
        held = leases["mail"]
        assert held is not None
        held.time = timedelta()  # it is renewed before every letter
        with writing(world.engine) as session:
            session.execute(delete(Lease))
        done = deliver(world.engine, mail(sink.url), NOW, OFFICE, leases=leases)
    assert (done.sent, len(sink.taken)) == (0, 0)
    assert run(world, mail(sink.url)).sent == LETTERS  # nothing was kept back


def test_a_lease_is_renewed_between_letters(world: World, sink: FaultSink) -> None:
    with channel_leases(world.engine, ["mail"]) as leases:
        held = leases["mail"]
        assert held is not None
        soon = wall_clock() + timedelta(seconds=5)
        with writing(world.engine) as session:
            session.execute(update(Lease).values(until=soon))
        held._renewed -= LEASE_TIME.total_seconds() / 2
        done = deliver(world.engine, mail(sink.url), NOW, OFFICE, leases=leases)
        with reading(world.engine) as session:
            until = session.scalars(select(col(Lease.until))).one()
    assert done.sent == LETTERS
    assert until > soon + LEASE_TIME / 2


def test_a_run_that_was_killed_gives_its_channels_up_after_a_while(
    world: World, sink: FaultSink
) -> None:
    with writing(world.engine) as session:
        gone = wall_clock() - timedelta(seconds=1)
        session.add(Lease(name=lease_name("mail"), holder="killed", until=gone))
    assert run(world, mail(sink.url), scheduled=True).sent == LETTERS
