"""The word of a single act goes out beside the letter of the day, and never instead of it."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from remind_world import World
from sqlalchemy import Engine, select, update
from sqlmodel import col

import dondoc.services.delivery.urge as urge_module
from dondoc.clock import StoppedClock, at
from dondoc.services.advance.drain import advance
from dondoc.services.reminders.gather.at_once import tell_at_once
from dondoc.services.reminders.gather.gather import gather
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.reasons import AT_ONCE
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, writing
from models.message import Message, MessageLine, MessageState
from models.nudge import Nudge, NudgeKind, NudgeState
from models.rules.checkpoints import Act

DUE, FAR = date(2022, 3, 31), date(2022, 9, 30)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, DUE, DUE, FAR)


def urge(world: World, day: date, hour: int, ref: str) -> None:
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest("chi", refs=(ref,)), at(day, hour))
    gather(world.engine, at(day, hour), kinds=AT_ONCE)


def deliver_all(world: World, day: date, hour: int) -> None:
    with writing(world.engine) as session:
        session.execute(update(Message).values(state=MessageState.SENT, ended_at=at(day, hour)))


def kinds_of(world: World) -> list[set[NudgeKind]]:
    """The kinds of reasons in each message, in order."""
    kinds: dict[int, set[NudgeKind]] = {}
    query = select(col(MessageLine.message_id), col(Nudge.kind)).join(
        Nudge, col(Nudge.id) == col(MessageLine.nudge_id)
    )
    with reading(world.engine) as session:
        for message_id, kind in session.execute(query.order_by(col(MessageLine.message_id))):
            kinds.setdefault(message_id, set()).add(kind)
    return list(kinds.values())


def test_who_was_urged_before_dawn_still_gets_the_letter_of_the_day(world: World) -> None:
    urge(world, DUE, 6, world.refs[2])
    deliver_all(world, DUE, 6)
    world.remind(DUE)
    by_hand, of_the_day = kinds_of(world)
    assert by_hand == {NudgeKind.BY_HAND}
    assert NudgeKind.DEADLINE in of_the_day
    assert NudgeKind.BY_HAND not in of_the_day


def test_urging_makes_no_other_letter_than_that_of_the_urged(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.scan(DUE)
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest("chi", refs=(world.refs[2],)), at(DUE, 6))
    monkeypatch.setattr(urge_module, "deliver_due", lambda *_: None)
    urge_module.send_urged(SimpleNamespace(engine=world.engine), at(DUE, 6))
    assert kinds_of(world) == [{NudgeKind.BY_HAND}]
    assert (NudgeState.WAITING,) in world.nudges("state")


def test_a_letter_of_the_day_that_is_out_is_still_the_only_one(world: World) -> None:
    world.remind(DUE)
    deliver_all(world, DUE, 8)
    urge(world, DUE, 9, world.refs[2])
    deliver_all(world, DUE, 9)
    before = len(world.messages())
    world.scan(DUE, 10)
    assert world.gather(DUE, 10).messages == 0
    assert len(world.messages()) == before


def test_an_urged_letter_that_the_server_put_off_does_not_hold_the_letter_of_the_day(
    world: World,
) -> None:
    urge(world, DUE, 6, world.refs[2])
    with writing(world.engine) as session:
        session.execute(update(Message).values(frozen_at=at(DUE, 6)))
    world.remind(DUE)
    assert len(kinds_of(world)) == 2


@pytest.mark.parametrize("act", [Act.CHANGE_DUE, Act.REFUSE_EXTENSION])
def test_a_decided_extension_is_narrative_on_the_day(world: World, act: Act) -> None:
    asked = date(2022, 4, 15)
    world.act(Act.ASK_EXTENSION, "an", date(2022, 3, 29), reason="Mưa lũ", new_due_on=asked)
    world.advance(date(2022, 3, 29))
    more = {"new_due_on": asked} if act is Act.CHANGE_DUE else {}
    world.act(act, "dung", date(2022, 3, 30), reason="Đã xét", **more)
    moment = at(date(2022, 3, 30), 15)
    acts = advance(world.engine, StoppedClock(moment)).acts
    assert tell_at_once(world.engine, acts, moment) is not None
    assert kinds_of(world)[-1] == {NudgeKind.EXTENSION_DECIDED}


def test_a_date_that_nobody_asked_for_waits_for_the_letter_of_the_day(world: World) -> None:
    world.act(
        Act.CHANGE_DUE, "dung", date(2022, 3, 30), reason="x y z", new_due_on=date(2022, 4, 15)
    )
    moment = at(date(2022, 3, 30), 15)
    acts = advance(world.engine, StoppedClock(moment)).acts
    result = tell_at_once(world.engine, acts, moment)
    assert result is not None
    assert result.messages == 0
