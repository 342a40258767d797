"""A reason that waits for one reader is told to the others once; what holds a scan's terms."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.gather.one_a_day import open_slots
from dondoc.services.reminders.nudges.write import insert_portion, nudge_row
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.message import Message, MessageState
from models.nudge import NudgeKind
from models.person import Person
from models.programme import LadderStep, RuleSet
from models.rules.calendar import calendar_of
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.roles import Audience

DAY, NEXT = date(2022, 3, 10), date(2022, 3, 11)
NINE_LATE = date(2022, 2, 25)
"""Nine working days before DAY: the secretariat hears of it."""
FAR = date(2022, 9, 30)
PLAIN = calendar_of((2021, 2024))


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, FAR)


def test_who_was_told_is_not_told_again_while_it_waits_for_another(world: World) -> None:
    world.also_leads("dung")
    assert world.remind(DAY).messages == 2  # An and Dung have their letter of the day
    world.change(Message, state=MessageState.SENT)
    with writing(world.engine) as session:
        late = select(Checkpoint).where(col(Checkpoint.due_on) == FAR)
        session.scalars(late).one().due_on = NINE_LATE
    world.remind(DAY, 15)
    told = world.told(DAY)
    assert told["em"] == ["CT02@LT"]
    assert "CT02@LT" not in told["dung"]
    world.change(Message, state=MessageState.SENT)
    world.gather(NEXT)
    assert world.told(NEXT)["dung"] == ["CT02@LT"]
    assert "em" not in world.told(NEXT)


def test_the_letter_of_a_reader_is_found_among_those_of_others(world: World) -> None:
    world.crowd(4)
    world.remind(DAY)
    with reading(world.engine) as session:
        letters = {one.person_id: one.key for one in session.scalars(select(Message))}
        people = set(session.scalars(select(col(Person.id))))
        for person_id in people:
            slots = open_slots(session, [person_id], DAY)
            assert {key: one.message_id for key, one in slots.free.items()} == (
                {person_id: letters[person_id]} if person_id in letters else {}
            )
    assert len(letters) == 5


def test_an_assignment_may_have_to_be_acknowledged_within_a_day_at_the_least(world: World) -> None:
    with writing(world.engine) as session:
        for one in session.scalars(select(RuleSet)):
            one.rules = {**one.rules, "acknowledge_days": 0}
    world.scan(date(2022, 1, 4))
    assert world.scan(date(2022, 1, 4)).made["not_acknowledged"] == 0
    assert world.scan(date(2022, 1, 5)).made["not_acknowledged"] == 2


def test_a_report_waits_too_long_on_the_day_that_completes_the_term(world: World) -> None:
    with reading(world.engine) as session:
        term = session.scalars(select(RuleSet)).first().rules["verification_days"]
    world.act(Act.REPORT, "an", DAY, world.refs[0], value=Decimal(10))
    world.advance(DAY)
    assert world.scan(PLAIN.add(DAY, term - 1)).made["verification_waiting"] == 0
    assert world.scan(PLAIN.add(DAY, term)).made["verification_waiting"] == 1


def test_what_is_late_since_yesterday_counts_with_what_waits_for_its_day(world: World) -> None:
    with writing(world.engine) as session:
        far = session.scalars(select(Checkpoint).where(col(Checkpoint.due_on) == FAR)).one()
        far.due_on = date(2022, 3, 1)
        ladder = {"offset": 1, "audience": Audience.LEAD, "firmness": Firmness.URGE}
        session.add(LadderStep(programme_id=world.programme_id, **ladder))
    friday = date(2022, 4, 1)
    world.remind(date(2022, 3, 28))
    world.change(Message, state=MessageState.SENT)
    world.remind(friday)
    with reading(world.engine) as session:
        newest = select(Message).where(col(Message.run_on) == friday).order_by(col(Message.id))
        letters = [compose(session, one, at(friday, 7), OFFICE) for one in session.scalars(newest)]
    assert any("Quá hạn 2 (hôm nay nhắc 1)" in letter.subject for letter in letters)


def test_a_reason_for_units_that_nobody_names_any_more_is_dropped(world: World) -> None:
    """Units that take part may be taken off an assignment after it was decided to tell them."""
    moment = at(DAY, 7)
    with writing(world.engine) as session:
        checkpoint = session.scalars(select(Checkpoint).order_by(col(Checkpoint.id))).first()
        told = {"step": "-15", "cause": "due:0"}
        row = nudge_row(checkpoint.key, NudgeKind.DEADLINE, Audience.COORDINATING, moment, **told)
        insert_portion(session, world.programme_id, [row], moment)
    done = world.gather(DAY)
    assert (done.moot, done.nobody) == ({"moot.nobody": 1}, ())
