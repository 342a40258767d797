"""Gathering: one message per person, to those who answer for it on that day."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.nudge import NudgeKind, NudgeState
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.roles import Audience

MINUS_15, MINUS_7 = date(2022, 3, 10), date(2022, 3, 22)
PLUS_3, PLUS_6, PLUS_9 = date(2022, 4, 5), date(2022, 4, 8), date(2022, 4, 14)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)


def test_a_person_gets_one_message_for_all_their_items(world: World) -> None:
    result = world.remind(MINUS_7)
    assert result.messages == 1
    assert sorted(set(world.told()["an"])) == ["CT01@LT", "CT02@LT"]


def test_a_second_run_makes_no_second_message(world: World) -> None:
    world.remind(MINUS_7)
    again = world.remind(MINUS_7)
    assert (again.messages, again.lines, len(world.messages())) == (0, 0, 1)


def test_nothing_to_say_makes_no_message(world: World) -> None:
    world.remind(date(2022, 1, 4))
    assert len(world.messages()) == 1  # the greeting
    for ref in world.refs:
        world.act(Act.ACKNOWLEDGE, "an", date(2022, 1, 4), ref)
    assert world.remind(date(2022, 2, 15)).messages == 0


def test_it_goes_up_to_the_committee_and_then_to_the_secretariat(world: World) -> None:
    world.scan(PLUS_3)
    world.gather(PLUS_3)
    assert set(world.told(PLUS_3)) == {"an", "chi"}
    for message in world.messages():
        assert message.run_on == PLUS_3
    _send_all(world)
    world.remind(PLUS_6)
    assert set(world.told(PLUS_6)) == {"an", "binh", "chi"}
    _send_all(world)
    world.remind(PLUS_9)
    assert set(world.told(PLUS_9)) == {"an", "binh", "chi", "dung", "em"}


def test_every_official_of_an_assignment_is_reminded(world: World) -> None:
    world.also_leads("ha")
    world.remind(MINUS_7)
    assert set(world.told()["ha"]) == {"CT01@LT"}
    assert set(world.told()["an"]) == {"CT01@LT", "CT02@LT"}


def test_a_message_that_is_not_sent_yet_takes_the_new_lines_in(world: World) -> None:
    world.remind(MINUS_15)
    world.remind(MINUS_7)
    assert [message.run_on for message in world.messages()] == [MINUS_7]


def test_who_left_gets_nothing_more_and_the_successor_does(world: World) -> None:
    world.remind(MINUS_15)
    _send_all(world)
    world.hand_over("an", "ha", date(2022, 3, 15))
    world.remind(MINUS_7)
    assert set(world.told(MINUS_7)) == {"ha"}


def test_a_vacant_position_is_answered_for_by_the_next_one(world: World) -> None:
    """Nobody leads any more and the unit has no head: the committee's secretary hears of it."""
    world.leaves("an", date(2022, 3, 15))
    world.remind(MINUS_7)
    assert {code: set(refs) for code, refs in world.told().items()} == {
        "chi": {"CT01@LT", "CT02@LT"}
    }


def test_a_person_without_an_address_is_stood_in_for_and_reported(world: World) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    result = world.remind(MINUS_7)
    assert [one.full_name for one in result.unreachable] == ["Nguyễn Văn An"]
    told = world.told()
    assert set(told["chi"]) == {"CT01@LT", "CT02@LT"}  # the committee's secretary stands in
    assert len(told["dung"]) == len(told["em"]) == 1  # the secretariat is told of the person
    unreachable = [
        nudge for nudge in world.nudges("kind", "cause") if nudge[0] is NudgeKind.UNREACHABLE
    ]
    assert len(unreachable) == 1


def test_the_secretariat_hears_of_an_unreachable_person_once_a_month(world: World) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    for day in (MINUS_15, MINUS_7, date(2022, 3, 28), PLUS_3):
        world.remind(day)
    steps = [step for kind, step in world.nudges("kind", "step") if kind is NudgeKind.UNREACHABLE]
    assert steps == ["2022-03", "2022-04"]


def test_whoever_is_out_of_reach_is_narrative_of_once_though_another_item_cannot_be_told(
    world: World,
) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    world.remind(MINUS_15)
    with writing(world.engine) as session:
        (first,) = [key for kind, key in world.nudges("kind", "checkpoint_id")
                    if kind is NudgeKind.UNREACHABLE]  # fmt: skip
        other = session.scalars(select(Checkpoint).where(col(Checkpoint.id) != first)).one()
        row = nudge_row(other.key, NudgeKind.BY_HAND, Audience.LEAD, at(MINUS_7))
        insert_portion(session, world.programme_id, [row], at(MINUS_7))
    world.gather(MINUS_7)
    assert world.nudges("kind").count((NudgeKind.UNREACHABLE,)) == 1


def test_a_superior_out_of_reach_is_narrative_of_when_a_letter_cannot_reach_them(
    world: World,
) -> None:
    """The scan asks only of officials; of whom a step goes up to, gathering finds it out."""
    world.without_address("chi", at(date(2022, 3, 1)))
    result = world.remind(PLUS_3)
    assert [person.full_name for person in result.unreachable] == ["Nguyễn Văn Chi"]
    told = [nudge[1:] for nudge in world.nudges("kind", "audience", "step", "decided_on")
            if nudge[0] is NudgeKind.UNREACHABLE]  # fmt: skip
    assert told == [(Audience.SECRETARIAT, "2022-04", PLUS_3)]
    told_of = world.told()["dung"]  # of Chi, and in their place of both items
    assert sorted(told_of) == ["CT01@LT", "CT01@LT", "CT02@LT"]


def test_a_letter_is_in_the_language_of_its_reader(world: World) -> None:
    with writing(world.engine) as session:
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        an.language = "en"
        key = an.key
    world.remind(PLUS_3)
    languages = {message.person_id == key: message.language for message in world.messages()}
    assert languages == {True: "en", False: "vi"}


def test_what_was_reported_meanwhile_is_dropped(world: World) -> None:
    world.scan(MINUS_7)
    world.act(Act.REPORT, "an", MINUS_7, value=Decimal(10))
    result = world.gather(MINUS_7)
    assert result.moot == {"moot.reported": 2}  # its step and its greeting
    assert set(world.told()["an"]) == {"CT02@LT"}


def test_a_due_date_changed_meanwhile_is_not_spoken_of(world: World) -> None:
    world.scan(MINUS_7)
    for ref in world.refs:
        world.act(Act.CHANGE_DUE, "dung", MINUS_7, ref, reason="mưa", new_due_on=date(2022, 6, 30))
    assert world.gather(MINUS_7).moot["moot.due_changed"] == 2


def test_only_the_latest_of_several_waiting_steps_is_narrative(world: World) -> None:
    world.scan(MINUS_15)
    world.scan(MINUS_7)
    assert world.gather(MINUS_7).moot["moot.superseded"] == 2
    states = world.nudges("step", "state")
    assert [state for step, state in states if step == "-15"] == [NudgeState.MOOT] * 2


def test_a_step_decided_before_a_day_off_waits_for_the_working_morning(world: World) -> None:
    friday, saturday, monday = date(2022, 3, 25), date(2022, 3, 26), date(2022, 3, 28)
    world.scan(friday)
    assert world.gather(saturday).deferred > 0
    assert world.told() == {}
    world.remind(monday)
    assert set(world.told()) == {"an"}
    steps = [step for step, state in world.nudges("step", "state") if state is NudgeState.GATHERED]
    assert "-3" in steps
    assert "-7" not in steps


def test_a_returned_report_comes_back_to_the_official(world: World) -> None:
    world.remind(date(2022, 1, 4))
    _send_all(world)
    for turn in (1, 2):
        world.act(Act.REPORT, "an", date(2022, 2, 7 + turn), value=Decimal(10))
        world.act(Act.RETURN, "dung", date(2022, 2, 7 + turn), reason=f"thiếu minh chứng {turn}")
    world.advance(date(2022, 2, 10))
    world.remind(date(2022, 2, 10))
    found = world.nudges("kind", "state")
    returned = Counter(state for kind, state in found if kind is NudgeKind.RETURNED)
    assert returned == {NudgeState.MOOT: 1, NudgeState.GATHERED: 1}  # two returns, one line


def test_an_acknowledged_assignment_is_not_greeted(world: World) -> None:
    world.scan(date(2022, 1, 4))
    world.act(Act.ACKNOWLEDGE, "an", date(2022, 1, 4))
    assert world.gather(date(2022, 1, 4)).moot == {"moot.acknowledged": 1}


def test_two_runs_at_once_tell_nobody_twice(world: World) -> None:
    world.crowd(20)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: world.remind(PLUS_3), range(4)))
    messages = Counter(message.person_id for message in world.messages())
    assert set(messages.values()) == {1}
    assert sum(result.messages for result in results) == len(messages) == 22
    lines = [ref for found in world.told().values() for ref in found]
    assert len(lines) == len(world.nudges("id"))  # every nudge has one reader here


def _send_all(world: World) -> None:
    """As if every message had been delivered."""
    from models.message import Message

    world.change(Message, state="sent")
