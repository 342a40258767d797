"""What letters say of work that was reported: its own days, never those of whoever verifies."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.store.database import reading
from models.assignment import Checkpoint
from models.indicator import Indicator
from models.message import Message
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.indicators import Kind

LONG_AFTER = date(2022, 4, 15)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def letter(world: World, to: str, day: date) -> str:
    with reading(world.engine) as session:
        query = select(Message).join(Person, Person.id == Message.person_id)
        message = session.scalars(query.where(Person.code == to, Message.run_on == day)).one()
        return compose(session, message, at(day, 7), OFFICE).text


@pytest.mark.parametrize(
    ("reported", "said"), [(Q1_ENDS, "thứ Năm 31/3"), (date(2022, 4, 4), "thứ Hai 4/4")]
)
def test_a_report_that_waits_is_dated_and_never_called_overdue_by_so_many_days(
    world: World, reported: date, said: str
) -> None:
    world.act(Act.REPORT, "an", reported, value=Decimal(3))
    world.advance(reported)
    world.remind(LONG_AFTER)
    text = letter(world, "dung", LONG_AFTER)
    assert f"đã báo cáo {said}; hạn thứ Năm 31/3" in text
    assert "quá hạn" not in text
    assert "Nếu chưa có báo cáo" not in text


def test_a_return_of_what_was_found_undone_promises_no_letter_that_never_comes(
    world: World,
) -> None:
    world.change(Indicator, kind=Kind.PRODUCT)
    world.change(Checkpoint, expected=None)
    world.act(Act.REPORT, "an", Q1_ENDS, delivered=False)
    world.act(Act.VERIFY, "dung", Q1_ENDS)
    world.act(Act.REPORT, "an", date(2022, 4, 5), delivered=True)
    world.act(Act.RETURN, "dung", LONG_AFTER, reason="thiếu biên bản")
    world.advance(LONG_AFTER)
    world.remind(LONG_AFTER, 15)
    text = letter(world, "an", LONG_AFTER)
    assert "Bị trả lại, lý do: thiếu biên bản" in text
    assert "quá hạn 3 ngày làm việc" in text  # until it came; what it waited is not theirs
    assert "Nếu chưa có báo cáo" not in text
    for day in range(18, 30):
        world.remind(date(2022, 4, day))
    assert {message.run_on for message in world.messages()} == {LONG_AFTER}


def test_days_late_before_a_return_are_said_as_on_every_board(world: World) -> None:
    world.act(Act.REPORT, "an", date(2022, 4, 4), value=Decimal(3))  # two working days late
    world.act(Act.RETURN, "dung", date(2022, 4, 5), reason="thiếu", new_due_on=date(2022, 4, 13))
    world.advance(date(2022, 4, 5))
    late = date(2022, 4, 18)
    world.remind(late)  # three working days after the new date
    assert "quá hạn 5 ngày làm việc (thứ Tư 13/4)" in letter(world, "an", late)
