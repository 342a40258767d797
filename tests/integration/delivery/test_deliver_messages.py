"""Delivery: what is sent, what is dropped at the last moment, what is tried again."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from counting import statements
from mail_sink import Sink, running_sink
from remind_world import OFFICE, Q1_ENDS, World
from sending import Wall
from small_delivery import send
from sqlalchemy import Engine, event, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.store.database import reading
from models.event import Event, EventKind
from models.message import Attempt, MessageState

MINUS_7, PLUS_3 = date(2022, 3, 22), date(2022, 4, 5)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as server:
        yield server


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def test_it_sends_each_message_once_and_records_the_answer(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.remind(MINUS_7)
    assert send(world, sink, wall, MINUS_7).sent == 1
    assert send(world, sink, wall, MINUS_7).sent == 0
    ((to, content),) = sink.mails
    mail = message_from_bytes(content, policy=policy.default)
    (message,) = world.messages()
    assert to == "an@lapthach.example"
    assert mail["Subject"] == message.subject
    assert mail["Message-ID"] == message.message_ref
    assert mail["Reply-To"] == "thuong-truc@vinhphuc.example"
    assert message.state is MessageState.SENT
    with reading(world.engine) as session:
        assert session.scalars(select(Attempt)).one().answer.startswith("250 2.0.0 queued")
        told = session.scalars(select(Event).where(Event.kind == EventKind.DELIVERED)).one()
    assert told.data["message_ref"] == message.message_ref


def test_who_holds_what_is_read_once_for_checking_and_for_writing(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.remind(MINUS_7)
    with statements(world.engine) as asked:
        assert send(world, sink, wall, MINUS_7).sent == 1
    assert sum("programme_mandate.mandate" in statement for statement in asked) == 1


def test_it_tries_again_later_with_the_same_bytes(world: World, sink: Sink, wall: Wall) -> None:
    sink.answers["an@lapthach.example"] = ["450 4.2.0 greylisted, try again in 300 seconds"] * 2
    world.remind(MINUS_7)
    assert send(world, sink, wall, MINUS_7).later == 1
    frozen = world.messages()[0]
    assert send(world, sink, wall, MINUS_7) == DeliverResult()  # not before its time
    for _ in range(2):
        wall.passes(timedelta(minutes=10))
        send(world, sink, wall, date(2022, 3, 23))
    after = world.messages()[0]
    assert after.state is MessageState.SENT
    assert (after.message_ref, after.body_html) == (frozen.message_ref, frozen.body_html)
    assert after.attempts == 3
    with reading(world.engine) as session:
        found = session.scalars(select(Attempt).order_by(col(Attempt.id)))
        statuses = [one.status.value for one in found]
    assert statuses == ["temporary", "temporary", "delivered"]


def test_a_repeat_keeps_the_sender_that_it_had_at_first(
    world: World, sink: Sink, wall: Wall
) -> None:
    """Whoever changes the settings between two attempts does not make another letter of it."""
    sink.answers["an@lapthach.example"] = ["450 4.2.0 later"]
    world.remind(MINUS_7)
    send(world, sink, wall, MINUS_7)
    wall.passes(timedelta(minutes=10))
    renamed = replace(OFFICE, name="Văn phòng khác", address="khac@tinh.example")
    deliver(world.engine, only(sink.url), at(MINUS_7, 9), renamed, Policy(wall=wall))
    ((_, letter),) = sink.mails
    assert f"<{OFFICE.address}>".encode() in letter
    assert renamed.address.encode() not in letter


def test_a_refused_recipient_fails_and_the_others_still_get_theirs(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.crowd(3)
    sink.answers["c1@lapthach.example"] = ["550 5.1.1 no such user"]
    world.remind(MINUS_7)
    done = send(world, sink, wall, MINUS_7)
    assert (done.sent, done.failed) == (3, 1)
    assert "c1@lapthach.example" not in {to for to, _ in sink.mails}
    wall.passes(timedelta(days=2))
    assert send(world, sink, wall, MINUS_7) == DeliverResult()
    world.gather(MINUS_7)  # and the secretariat is told
    assert set(world.told()) >= {"dung", "em"}


def test_it_gives_up_in_the_end(world: World, sink: Sink, wall: Wall) -> None:
    sink.answers["an@lapthach.example"] = ["450 4.3.0 later"] * 9
    world.remind(MINUS_7)
    for _ in range(4):
        send(world, sink, wall, MINUS_7, most_attempts=3)
        wall.passes(timedelta(days=1))
    (message,) = world.messages()
    assert (message.state, message.end_reason) == (MessageState.FAILED, "deliver.gave_up")
    assert message.attempts == 3


def test_a_server_that_is_down_is_not_asked_for_every_letter(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.crowd(12)
    for number in range(12):
        sink.answers[f"c{number}@lapthach.example"] = ["451 4.3.0 disk full"]
    sink.answers["an@lapthach.example"] = ["451 4.3.0 disk full"]
    world.remind(MINUS_7)
    done = send(world, sink, wall, MINUS_7)
    assert (done.later, done.stopped[:3]) == (5, "451")
    assert Counter(message.claimed_by for message in world.messages()) == {None: 13}
    assert send(world, sink, wall, MINUS_7).later == 5  # the others were left untried


def test_deliverers_at_once_send_nothing_twice(world: World, sink: Sink) -> None:
    world.crowd(60)
    world.remind(PLUS_3)
    now = at(PLUS_3)
    with ThreadPoolExecutor(3) as pool:
        results = list(
            pool.map(
                lambda _: deliver(world.engine, only(sink.url), now, OFFICE, Policy(portion=7)),
                range(3),
            )
        )
    assert sum(result.sent for result in results) == 62
    assert set(Counter(to for to, _ in sink.mails).values()) == {1}
    assert len(sink.mails) == 62


def test_a_portion_costs_a_fixed_number_of_reads(world: World, sink: Sink, wall: Wall) -> None:
    """Twenty letters are prepared with as many queries as five."""
    world.crowd(25)
    world.remind(MINUS_7)
    counts = []
    for size in (5, 20):
        asked: list[str] = []

        def listen(
            _c: object, _cur: object, statement: str, *_: object, to: list[str] = asked
        ) -> None:
            per_append = "max(seal" in statement or "advisory" in statement
            if statement.startswith("SELECT") and not per_append:
                to.append(statement)

        event.listen(world.engine, "before_cursor_execute", listen)
        assert send(world, sink, wall, MINUS_7, portion=size, most_messages=size).sent == size
        event.remove(world.engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert counts[0] == counts[1]
