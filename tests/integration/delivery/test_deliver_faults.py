"""Delivery when the outside world misbehaves: servers, databases, and two of us at once."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from crowd import crowded
from deliver_faults import MINUS_7, NOW, send
from fault_sink import DROP, HANG, FaultSink, faulty_sink
from postgres_server import free_port
from remind_world import Q1_ENDS, World
from sending import Wall
from sqlalchemy import Engine, select, text
from sqlmodel import col

from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse, only
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.message import Attempt, AttemptStatus, Message, MessageState
from models.nudge import Nudge, NudgeKind
from models.person import Contact, Person


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
    crowded(made, 12, Q1_ENDS)
    made.remind(MINUS_7)
    return made


def attempts(engine: Engine) -> list[Attempt]:
    with reading(engine) as session:
        return list(session.scalars(select(Attempt).order_by(col(Attempt.id))))


def disabled(world: World) -> list[Contact]:
    with reading(world.engine) as session:
        query = select(Contact).where(col(Contact.disabled_at).is_not(None))
        return list(session.scalars(query))


def second_address(world: World, code: str, channel: str, address: str) -> None:
    """Another way to reach somebody, after their mail address."""
    with writing(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == code)).one()
        session.add(
            Contact(
                person_id=person.key, channel=channel, address=address, rank=1,
                confirmed_at=NOW,
            )
        )  # fmt: skip


def test_a_server_that_refuses_connections_delays_its_letters(world: World, wall: Wall) -> None:
    port = free_port()
    url = f"mailto://127.0.0.1:{port}?mode=insecure"
    done = send(world, only(url), wall)
    assert (done.sent, done.later, list(done.down)) == (0, 5, ["mail"])
    with faulty_sink(port) as sink:
        wall.passes(timedelta(hours=1))
        assert send(world, only(url), wall).sent == 12
    assert sum(map(len, sink.taken.values())) == 12


@pytest.mark.parametrize("fault", [HANG, DROP, "450 4.2.0 greylisted"])
def test_a_letter_that_was_not_acknowledged_is_sent_again_the_same(
    fault: str, world: World, sink: FaultSink, wall: Wall
) -> None:
    sink.faults["k3@x.example"] = [fault, fault]
    done = send(world, only(sink.url), wall)
    assert (done.sent, done.later) == (11, 1)
    frozen = {one.message_ref for one in world.messages()}
    for _ in range(2):
        wall.passes(timedelta(hours=1))
        send(world, only(sink.url), wall)
    assert {message.message_ref for message in world.messages()} == frozen
    assert {one.state for one in world.messages()} == {MessageState.SENT}
    assert sink.repeated == []
    assert [attempt.status for attempt in attempts(world.engine)].count(
        AttemptStatus.TEMPORARY
    ) == 2


def test_a_refused_address_is_disabled_and_its_reader_reached_elsewhere(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    second_address(world, "k3", "zalo", "k3@zalo.example")
    sink.faults["k3@x.example"] = ["550 5.1.1 <k3@x.example>: no such user"]
    with faulty_sink() as other:
        open_channels = ChannelsInUse(
            {"mail": ChannelInUse("mail", sink.url), "zalo": ChannelInUse("zalo", other.url)}
        )
        done = send(world, open_channels, wall)
        assert list(other.taken) == ["k3@zalo.example"]
    assert (done.sent, done.later, done.failed) == (12, 1, 0)
    assert len(sink.taken) == 11
    (message,) = [one for one in world.messages() if one.channel == "zalo"]
    assert (message.state, message.attempts) == (MessageState.SENT, 2)
    with reading(world.engine) as session:
        (gone,) = session.scalars(select(Contact).where(col(Contact.disabled_at).is_not(None)))
        assert "5.1.1" in gone.disabled_reason
        assert "k3@" not in gone.disabled_reason
        assert message.passed_over == [gone.id]
        kinds = [one.kind for one in session.scalars(select(Event))]
        nudges = session.scalars(select(Nudge).where(col(Nudge.kind) == NudgeKind.UNREACHABLE))
        assert [nudge.cause for nudge in nudges] == [f"refused:{gone.person_id}"]
    assert kinds.count(EventKind.SETTINGS_CHANGED) == 1
    assert kinds.count(EventKind.UNDELIVERED) == 1
    assert kinds.count(EventKind.DELIVERED) == 12
    assert all("k3@x" not in attempt.answer for attempt in attempts(world.engine))


def test_a_refused_address_without_another_leads_to_those_who_stand_in(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    sink.faults["k3@x.example"] = ["550 5.1.1 no such user"]
    assert send(world, only(sink.url), wall).failed == 1
    world.gather(MINUS_7)
    send(world, only(sink.url), wall)
    assert "K3@LT" in world.told()["chi"]


def test_a_refusal_of_the_letter_disables_nothing(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    sink.faults["k3@x.example"] = ["554 5.7.1 message looks like spam"]
    assert send(world, only(sink.url), wall).failed == 1
    assert disabled(world) == []


def test_it_falls_back_after_so_many_failures_in_a_row(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    second_address(world, "k3", "zalo", "k3@zalo.example")
    sink.faults["k3@x.example"] = ["450 4.2.0 later"] * 9
    with faulty_sink() as other:
        mail = ChannelInUse("mail", sink.url, fallback_after=2)
        open_channels = ChannelsInUse({"mail": mail, "zalo": ChannelInUse("zalo", other.url)})
        for _ in range(2):
            assert other.taken == {}
            send(world, open_channels, wall)
            wall.passes(timedelta(hours=1))
        assert list(other.taken) == ["k3@zalo.example"]
    assert disabled(world) == []


def test_a_channel_that_is_down_holds_up_no_other(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    world.change(Contact, channel="zalo", fingerprint="x")
    with writing(world.engine) as session:
        session.execute(text("UPDATE message SET channel = 'zalo' WHERE id % 2 = 0"))
        session.execute(
            text(
                "UPDATE contact SET channel = 'mail' WHERE id IN"
                " (SELECT contact_id FROM message WHERE channel = 'mail')"
            )
        )
    dead = f"mailto://127.0.0.1:{free_port()}?mode=insecure"
    open_channels = ChannelsInUse(
        {"mail": ChannelInUse("mail", dead), "zalo": ChannelInUse("zalo", sink.url)}
    )
    done = send(world, open_channels, wall)
    assert (done.sent, done.later, list(done.down)) == (6, 5, ["mail"])


def test_it_keeps_to_a_channels_pace(world: World, sink: FaultSink, wall: Wall) -> None:
    open_channels = ChannelsInUse(
        {"mail": ChannelInUse("mail", sink.url, per_minute=1200, parallel=3)}
    )
    start = time.monotonic()
    assert send(world, open_channels, wall).sent == 12
    assert time.monotonic() - start > 11 * 60 / 1200


def test_a_channel_that_was_switched_off_gives_its_letters_away(
    world: World, sink: FaultSink, wall: Wall
) -> None:
    second_address(world, "k3", "zalo", "k3@zalo.example")
    done = send(world, ChannelsInUse({"zalo": ChannelInUse("zalo", sink.url)}), wall)
    assert (done.sent, done.failed) == (1, 11)
    assert list(sink.taken) == ["k3@zalo.example"]


def test_a_sample_keeps_letters_of_every_channel_in_its_mailbox(
    world: World, tmp_path: Path, wall: Wall
) -> None:
    world.change(Contact, channel="zalo", address="84912345678")
    world.change(Message, channel="zalo")
    assert send(world, only(f"mailbox://{tmp_path / 'mailbox'}"), wall).sent == 12
    assert len(list((tmp_path / "mailbox").glob("*.eml"))) == 12
