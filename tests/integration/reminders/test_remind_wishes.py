"""One message a day across programmes, and what people may decide about it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from remind_world import Q1_ENDS, World, wish
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from dondoc.store.database import writing
from models.message import Message, MessageLine
from models.nudge import NudgeKind, NudgeState
from models.person import Contact, Person
from models.programme import LadderStep
from models.rules.checkpoints import Act
from models.rules.roles import Audience

MINUS_15, MINUS_7, MINUS_3 = date(2022, 3, 10), date(2022, 3, 22), date(2022, 3, 28)
MINUS_1, PLUS_3 = date(2022, 3, 30), date(2022, 4, 5)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def ask(world: World, now: datetime) -> None:
    """Somebody at work asks for news of the first item."""
    with writing(world.engine) as session:
        row = nudge_row(1, NudgeKind.BY_HAND, Audience.LEAD, now, cause=f"at:{now:%H%M}")
        insert_portion(session, world.programme_id, [row], now)


def acknowledged(world: World) -> None:
    """Without greetings only the ladder speaks."""
    world.act(Act.ACKNOWLEDGE, "an", date(2022, 1, 4))


def with_sms(world: World) -> None:
    """An has a telephone as well, after the mail."""
    with writing(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        sms = Contact(person_id=person.key, channel="sms", address="0900000001", rank=1,
                      fingerprint="sms", confirmed_at=at(date(2022, 1, 1)))  # fmt: skip
        session.add(sms)


def test_two_programmes_are_one_message(world: World) -> None:
    world.second_year(Q1_ENDS)
    result = world.remind(MINUS_7)
    assert (result.messages, len(world.messages())) == (1, 1)
    assert sorted(set(world.told()["an"])) == ["CT01@LT", "CT91@LT"]


def test_after_todays_message_further_reasons_wait_for_the_next_day(world: World) -> None:
    world.remind(MINUS_15)
    world.change(Message, state="sent")
    moved = date(2022, 4, 14)
    world.act(Act.CHANGE_DUE, "dung", MINUS_15, new_due_on=moved, reason="Kết luận số 12")
    world.advance(MINUS_15)
    result = world.gather(MINUS_15, 15)
    assert (result.messages, result.kept) == (0, 1)
    assert world.remind(date(2022, 3, 11)).messages == 1
    assert [message.run_on for message in world.messages()] == [MINUS_15, date(2022, 3, 11)]


@pytest.mark.parametrize("busy", [{"frozen_at": at(MINUS_15)}, {"claimed_by": "somebody"}])
def test_a_message_on_its_way_takes_nothing_in(world: World, busy: dict[str, Any]) -> None:
    world.scan(MINUS_15)
    world.gather(MINUS_15)
    world.change(Message, **busy)
    ask(world, at(MINUS_15, 9))
    result = world.gather(MINUS_15, 9)
    assert result.messages == 1  # an answer does not wait
    assert len(world.messages()) == 2


def test_a_message_that_failed_is_no_message(world: World) -> None:
    world.remind(MINUS_15)
    world.change(Message, state="failed")
    world.change(LadderStep, offset=-15)
    ask(world, at(MINUS_15, 9))
    assert world.gather(MINUS_15, 9).messages == 1


def test_a_deputy_gets_it_in_place_of_the_person_who_is_away(world: World) -> None:
    wish(world, "an", deputy="chi", paused_from=date(2022, 3, 20), paused_to=date(2022, 3, 25))
    world.remind(MINUS_7)
    assert set(world.told()) == {"chi"}
    with writing(world.engine) as session:
        away = {
            session.get_one(Person, one).code
            for one in session.scalars(select(col(MessageLine.in_place_of)))
            if one
        }
    assert away == {"an"}
    world.change(Message, state="sent")
    world.remind(MINUS_3)
    assert set(world.told(MINUS_3)) == {"an"}  # back at work


def test_a_deputy_who_is_narrative_anyway_is_narrative_once(world: World) -> None:
    world.also_leads("ha")
    wish(world, "an", deputy="ha", paused_from=date(2022, 3, 20), paused_to=date(2022, 3, 25))
    acknowledged(world)
    world.remind(MINUS_7)
    assert world.told() == {"ha": ["CT01@LT"]}


def test_what_may_wait_comes_in_the_weekly_letter(world: World) -> None:
    """An wants Mondays: the step of Tuesday 22/3 waits, and the later one takes its place."""
    acknowledged(world)
    wish(world, "an", weekly_on=0)
    assert world.remind(MINUS_7).weekly == 1
    assert world.told() == {}
    world.remind(MINUS_3)  # a Monday
    assert set(world.told(MINUS_3)) == {"an"}
    states = dict(world.nudges("step", "state"))
    assert (states["-7"], states["-3"]) == (NudgeState.MOOT, NudgeState.GATHERED)


def test_a_weekly_letter_on_a_day_off_comes_on_the_next_working_day(world: World) -> None:
    """Monday 11/4/2022 is off."""
    wish(world, "dung", weekly_on=0)
    world.without_address("an", at(date(2022, 4, 1)))
    world.remind(date(2022, 4, 6))
    assert "dung" not in world.told()
    world.remind(date(2022, 4, 12))
    assert "dung" in world.told(date(2022, 4, 12))


def test_what_is_mandatory_waits_for_no_weekly_letter(world: World) -> None:
    acknowledged(world)
    wish(world, "an", weekly_on=0, muted=True)
    world.remind(MINUS_1)
    assert set(world.told()) == {"an"}


def test_who_has_muted_gets_no_mild_reminder_and_every_firm_one(world: World) -> None:
    acknowledged(world)
    wish(world, "an", muted=True)
    assert world.remind(MINUS_7).moot == {"moot.muted": 1}
    assert world.remind(MINUS_1).messages == 1


def test_quiet_hours_defer_and_never_drop(world: World) -> None:
    """frappe/erpnext#48308. Friday evening's message goes out on Monday morning."""
    world.scan(date(2022, 3, 25))
    world.gather(date(2022, 3, 25), 21)
    (message,) = world.messages()
    assert message.not_before == at(date(2022, 3, 28), 7)
    wish(world, "an", quiet_from=6 * 60, quiet_to=9 * 60)
    world.gather(date(2022, 3, 28), 7)
    world.remind(MINUS_3)
    assert [one.not_before for one in world.messages()] == [at(MINUS_3, 9)]


def test_an_answer_waits_for_the_night_but_not_for_a_working_day(world: World) -> None:
    acknowledged(world)
    ask(world, at(date(2022, 2, 12), 21))  # a Saturday
    world.gather(date(2022, 2, 12), 21)
    assert [message.not_before for message in world.messages()] == [at(date(2022, 2, 13), 7)]


def test_it_goes_by_the_channel_that_the_step_asks_for(world: World) -> None:
    acknowledged(world)
    with_sms(world)
    world.remind(MINUS_7)
    assert [message.channel for message in world.messages()] == ["mail"]
    world.change(LadderStep, channel="sms")
    world.remind(MINUS_1)
    assert [one.channel for one in world.messages()] == ["sms"]  # not sent yet, it goes that way


def test_what_joins_a_message_that_waits_goes_by_the_channel_that_it_has(world: World) -> None:
    acknowledged(world)
    with_sms(world)
    world.change(LadderStep, channel="sms")
    world.remind(MINUS_7)
    world.change(LadderStep, channel=None)
    world.remind(MINUS_1)
    assert [message.channel for message in world.messages()] == ["sms"]
    assert len(world.told()["an"]) == 2
