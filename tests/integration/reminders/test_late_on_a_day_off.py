"""On a day off work that is late is called late, and never due today."""

from datetime import date
from pathlib import Path

import pytest
from composed_letter import compose
from remind_world import OFFICE, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.explain.explain import explain_item
from dondoc.services.reminders.nudges.by_hand import nudge_by_hand
from dondoc.services.reminders.nudges.urged_checkpoints import UrgingRequest
from dondoc.store.database import reading, writing
from models.message import Message
from models.programme import Programme

FRIDAY, SATURDAY = date(2022, 4, 1), date(2022, 4, 2)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, FRIDAY)


def test_the_letter_of_an_urging_on_a_saturday_says_overdue(world: World) -> None:
    with writing(world.engine) as session:
        nudge_by_hand(session, UrgingRequest("chi", refs=(world.refs[0],)), at(SATURDAY, 9))
    world.gather(SATURDAY, 9)
    with reading(world.engine) as session:
        message = session.scalars(select(Message).order_by(col(Message.id).desc())).first()
        with session.no_autoflush:
            mail = compose(session, message, at(SATURDAY, 9), OFFICE)
    assert "uá hạn 1" in mail.subject
    for text in (mail.subject, mail.text, mail.html, mail.short):
        assert "ạn hôm nay" not in text
        assert "uá hạn" in text


@pytest.mark.parametrize(("day", "over"), [(FRIDAY, False), (SATURDAY, True)])
def test_the_explanation_knows_that_the_last_day_is_over(
    world: World, day: date, over: bool
) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        explained = explain_item(session, programme, world.refs[0], at(day, 9))
    assert explained.days_left == 0
    assert explained.is_over is over
