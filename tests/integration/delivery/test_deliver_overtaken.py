"""What the facts or the people have overtaken before delivery is not sent, or goes elsewhere."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from mail_sink import Sink, running_sink
from remind_world import Q1_ENDS, World
from sending import Wall
from small_delivery import send
from sqlalchemy import Engine

from dondoc.clock import at
from models.message import MessageState
from models.nudge import NudgeKind
from models.rules.checkpoints import Act

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


def test_what_was_reported_meanwhile_is_not_sent(world: World, sink: Sink, wall: Wall) -> None:
    world.remind(MINUS_7)
    world.act(Act.REPORT, "an", MINUS_7, value=Decimal(10))
    done = send(world, sink, wall, MINUS_7)
    assert (done.moot, done.moot_reasons, sink.mails) == (1, {"moot.reported": 1}, [])
    assert world.messages()[0].state is MessageState.MOOT


def test_a_frozen_message_that_was_overtaken_is_not_sent_again(
    world: World, sink: Sink, wall: Wall
) -> None:
    sink.answers["an@lapthach.example"] = ["450 4.2.0 later"]
    world.remind(MINUS_7)
    send(world, sink, wall, MINUS_7)
    world.act(Act.REPORT, "an", MINUS_7, value=Decimal(10))
    wall.passes(timedelta(hours=1))
    assert send(world, sink, wall, MINUS_7).moot == 1
    assert sink.mails == []


def test_lines_overtaken_by_the_facts_are_left_out(
    engine: Engine, tmp_path: Path, sink: Sink, wall: Wall
) -> None:
    world = World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)
    world.remind(MINUS_7)
    world.act(Act.REPORT, "an", MINUS_7, value=Decimal(10))
    send(world, sink, wall, MINUS_7)
    (message,) = world.messages()
    assert "CT01@LT" not in message.body_text
    assert "CT02@LT" in message.body_text


def test_who_left_before_delivery_gets_nothing_and_the_successor_does(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.remind(MINUS_7)
    world.hand_over("an", "ha", date(2022, 3, 23))
    assert send(world, sink, wall, date(2022, 3, 23)).moot_reasons == {"moot.not_in_role": 1}
    world.remind(date(2022, 3, 23))
    assert send(world, sink, wall, date(2022, 3, 23)).sent == 1
    assert [to for to, _ in sink.mails] == ["ha@lapthach.example"]


def test_a_colleague_who_got_it_does_not_get_it_again_with_the_successor(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.also_leads("binh")
    world.remind(MINUS_7)
    world.hand_over("an", "ha", date(2022, 3, 23))
    for _ in range(2):
        send(world, sink, wall, date(2022, 3, 23))
        world.remind(date(2022, 3, 23))
    assert Counter(to for to, _ in sink.mails) == {
        "binh@lapthach.example": 1,
        "ha@lapthach.example": 1,
    }


def test_an_address_lost_before_delivery_leads_to_the_stand_in(
    world: World, sink: Sink, wall: Wall
) -> None:
    world.remind(MINUS_7)
    world.without_address("an", at(MINUS_7))
    assert send(world, sink, wall, MINUS_7).failed == 1
    world.gather(MINUS_7)
    send(world, sink, wall, MINUS_7)
    assert {to[:4] for to, _ in sink.mails} == {"chi@", "dung", "em@l"}
    assert NudgeKind.UNREACHABLE in {kind for (kind,) in world.nudges("kind")}
