"""Whose report was returned hears of it on the same day, and not on the next as overdue."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from composed_letter import compose
from remind_world import OFFICE, World
from sqlalchemy import Engine, select, update

from dondoc.clock import StoppedClock, at
from dondoc.services.advance.drain import advance
from dondoc.services.reminders.gather.at_once import tell_at_once
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.store.database import reading, writing
from models.message import Message, MessageState
from models.programme import RuleSet
from models.rules.checkpoints import Act

DUE = date(2022, 3, 31)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    """One report that waits, and one checkpoint that is due today and not reported."""
    world = World.begin(engine, tmp_path, DUE, DUE)
    world.act(Act.REPORT, "an", date(2022, 3, 30), value=Decimal(50))
    world.advance(date(2022, 3, 30))
    return world


def send_back(world: World, day: date, hour: int, **details: Any) -> bool:
    """Whether a letter is made of a return that is drained at this hour."""
    world.act(Act.RETURN, "dung", day, reason="Thiếu minh chứng", **details)
    moment = at(day, hour)
    moved = advance(world.engine, StoppedClock(moment)).moves
    return tell_at_once(world.engine, (move.act for move in moved), moment) is not None


def letter(world: World, day: date) -> ComposedLetter:
    with reading(world.engine) as session:
        message = session.scalars(select(Message).order_by(Message.id.desc())).first()
        with session.no_autoflush:
            return compose(session, message, at(day, 9), OFFICE)


def deliver_all(world: World) -> None:
    with writing(world.engine) as session:
        session.execute(update(Message).values(state=MessageState.SENT, ended_at=at(DUE, 8)))


def test_it_is_narrative_on_the_day_of_the_return(world: World) -> None:
    assert send_back(world, DUE, 9)
    assert world.told(DUE) == {"an": [world.refs[0].partition("/")[0]]}


def test_it_is_narrative_also_where_the_letter_of_the_day_is_out(world: World) -> None:
    world.remind(DUE)
    deliver_all(world)
    before = world.told(DUE)["an"]
    assert send_back(world, DUE, 15)
    assert world.told(DUE)["an"] == [*before, world.refs[0].partition("/")[0]]


def test_at_night_it_waits_for_the_letter_of_the_morning(world: World) -> None:
    assert not send_back(world, DUE, 22)
    assert world.told(DUE) == {}
    world.remind(date(2022, 4, 1))
    assert world.refs[0].partition("/")[0] in world.told(date(2022, 4, 1))["an"]


def test_on_a_day_off_it_waits_too(world: World) -> None:
    assert not send_back(world, date(2022, 4, 2), 10)  # a Saturday


def test_nothing_else_is_narrative_before_the_letter_of_the_day(world: World) -> None:
    world.scan(DUE)
    assert send_back(world, DUE, 9)
    assert world.told(DUE) == {"an": [world.refs[0].partition("/")[0]]}
    world.gather(DUE, 10)
    assert world.refs[1].partition("/")[0] in world.told(DUE)["an"]


def test_a_return_with_a_far_date_is_not_called_due_soon(world: World) -> None:
    assert send_back(world, DUE, 9, new_due_on=date(2022, 5, 31))
    mail = letter(world, DUE)
    assert mail.subject == "Bị trả lại 1: Huyện Lập Thạch"
    assert "ắp đến hạn" not in mail.text + mail.html + mail.short
    assert "ị trả lại 1" in mail.short


def test_a_return_that_is_due_again_this_week_says_both(world: World) -> None:
    with writing(world.engine) as session:  # a rule set that gives one day to mend a report
        rule_set = session.scalars(select(RuleSet)).one()
        rule_set.rules = {**rule_set.rules, "return_days": 1}
    assert send_back(world, DUE, 9, new_due_on=date(2022, 4, 1))
    mail = letter(world, DUE)
    assert mail.subject == "Bị trả lại 1, đến hạn tuần này 1: Huyện Lập Thạch"


def test_it_stands_in_a_section_of_its_own(world: World) -> None:
    world.act(Act.RETURN, "dung", DUE, reason="Thiếu minh chứng", new_due_on=date(2022, 5, 31))
    world.advance(DUE)
    world.remind(DUE)
    mail = letter(world, DUE)
    assert mail.subject == "Bị trả lại 1, đến hạn hôm nay 1: Huyện Lập Thạch"
    assert "BỊ TRẢ LẠI, CHỜ BỔ SUNG" in mail.text.upper()
    assert "Bị trả lại, chờ bổ sung" in mail.html


def test_the_letter_names_the_old_and_the_new_date(world: World) -> None:
    assert send_back(world, DUE, 9, new_due_on=date(2022, 4, 12))
    said = "Bị trả lại, lý do: Thiếu minh chứng. Thời hạn đổi từ 31/03/2022 sang 12/04/2022."
    assert said in letter(world, DUE).text
