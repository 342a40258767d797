"""Looking ahead and looking back: the preview, the register, and the explanation."""

from datetime import date
from pathlib import Path

import pytest
from mail_sink import running_sink
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.db import reading
from dondoc.services.deliver.run import deliver
from dondoc.services.errors import BadInput
from dondoc.services.remind.explain import explain_item, explain_person
from dondoc.services.remind.preview import Preview, preview
from dondoc.services.remind.register import Filters, RegisterRow, register
from models.message import Message
from models.nudge import NudgeKind
from models.person import Person
from models.programme import Programme
from models.rules.roles import Audience

MINUS_7, PLUS_3, PLUS_9 = date(2022, 3, 22), date(2022, 4, 5), date(2022, 4, 14)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS, Q1_ENDS)


def look_ahead(world: World, day: date) -> Preview:
    with reading(world.engine) as session:
        return preview(session, session.scalars(select(Programme)).one(), at(day, 7))


def book(world: World, filters: Filters | None = None) -> list[RegisterRow]:
    with reading(world.engine) as session:
        return register(session, session.scalars(select(Programme)).one(), filters)


def test_a_preview_says_what_the_run_then_does(world: World) -> None:
    world.remind(MINUS_7)
    ahead = look_ahead(world, PLUS_9)
    foreseen = {one.address: len(one.lines) for one in ahead.letters}
    world.change(Message, state="sent")
    world.remind(PLUS_9)
    happened = {f"{code}@lapthach.example": len(refs) for code, refs in world.told(PLUS_9).items()}
    assert foreseen == happened
    assert set(foreseen) == {
        f"{one}@lapthach.example" for one in ("an", "binh", "chi", "dung", "em")
    }


def test_a_preview_writes_nothing(world: World) -> None:
    look_ahead(world, PLUS_3)
    assert (world.nudges("id"), world.messages()) == ([], [])


def test_a_preview_of_a_day_off_is_empty_and_says_so(world: World) -> None:
    ahead = look_ahead(world, date(2022, 5, 2))
    assert (ahead.day_off, ahead.letters) == (True, ())


def test_the_register_shows_what_was_sent_with_the_answer(world: World) -> None:
    world.remind(MINUS_7)
    with running_sink() as sink:
        deliver(world.engine, sink.url, at(MINUS_7, 8), OFFICE)
    rows = book(world, Filters(person="an", ref=world.refs[0]))
    (row,) = rows  # its step and its greeting are one line of one message
    assert (row.state, row.step, row.audience) == ("sent", "-7", Audience.LEAD)
    assert set(row.kinds) == {NudgeKind.ASSIGNED, NudgeKind.DEADLINE}
    assert row.attempts[0].answer.startswith("250")


def test_two_roles_of_one_person_are_one_line(world: World) -> None:
    """Chi is the committee's secretary and leads the first assignment as well."""
    world.also_leads("chi")
    world.remind(PLUS_3)
    with running_sink() as sink:
        deliver(world.engine, sink.url, at(PLUS_3, 8), OFFICE)
    (message,) = [one for one in world.messages() if one.address.startswith("chi@")]
    assert message.body_text.count("CT01@LT/Q1") == 2  # the line, and how to report
    (row,) = book(world, Filters(person="chi", ref=world.refs[0]))
    assert row.audience is Audience.LEAD  # the most responsible role
    assert row.roles == (Audience.LEAD, Audience.COMMITTEE_SECRETARY)


def test_the_register_keeps_why_something_was_not_sent(world: World) -> None:
    world.scan(MINUS_7)
    from models.assignment import Checkpoint

    world.change(Checkpoint, standing="withdrawn")
    world.gather(MINUS_7)
    assert {(row.state, row.why) for row in book(world)} == {("moot", "moot.withdrawn")}


def test_the_register_knows_no_unknown_person(world: World) -> None:
    with pytest.raises(BadInput):
        book(world, Filters(person="nobody"))


def test_an_item_is_explained(world: World) -> None:
    world.remind(PLUS_3)
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(PLUS_3, 9))
    assert told.days_left == -3
    assert date(2022, 4, 2) in told.days_off
    assert {step.audience: step.reached for step in told.steps if step.reached is not None} == {
        Audience.LEAD: 3,
        Audience.COMMITTEE_SECRETARY: 3,
    }
    assert told.ladder == "explain.ladder.general"
    assert told.suppressed == ()
    assert {one.kind for one in told.nudges} == {NudgeKind.ASSIGNED, NudgeKind.DEADLINE}


def test_a_stand_in_is_explained(world: World) -> None:
    world.without_address("an", at(date(2022, 3, 1)))
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(MINUS_7))
    (lead,) = [one for one in told.audiences if one.audience is Audience.LEAD]
    assert [one.full_name for one in lead.unreachable] == ["Nguyễn Văn An"]
    assert lead.stand_in is Audience.COMMITTEE_SECRETARY


def test_silence_on_a_day_off_is_explained(world: World) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        told = explain_item(session, programme, world.refs[0], at(date(2022, 4, 11)))
        person = session.scalars(select(Person).where(Person.code == "an")).one()
        ahead = explain_person(session, programme, person, at(date(2022, 4, 11)))
    assert told.suppressed == ("explain.day_off",)
    assert (ahead.day_off, ahead.letter) == (True, None)
