"""What officials are told when work is taken back or its date moves, by an act or by a plan."""

from datetime import date
from pathlib import Path

import pytest
from plan_load_drafts import plan, put, rows, with_assignment, with_checkpoint
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.gather.gather import gather
from dondoc.services.reminders.letters.compose import compose
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.store.database import reading, writing
from models.event import Event, EventKind
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.urgency import Urgency, urgency

DAY, LATER = date(2022, 3, 1), at(date(2022, 2, 7))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Nothing here asks the database anything new: one kind is enough."""
    return sqlite_url


def letter(engine: Engine, to: str, day: date) -> ComposedLetter:
    with reading(engine) as session:
        query = select(Message).join(Person, col(Person.id) == col(Message.person_id))
        query = query.where(col(Person.code) == to).order_by(col(Message.id).desc())
        message = session.scalars(query).first()
        return compose(session, message, at(day, 7), OFFICE)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    put(engine, plan(), complete=True)
    return engine


def test_a_withdrawal_is_told_with_its_reason_and_by_whom(world: World) -> None:
    day = date(2022, 4, 14)  # late, but nothing is due any more
    world.scan(day)
    world.act(Act.WITHDRAW, "dung", day, reason="Kết luận số 12-KL/TU")
    world.advance(day)
    world.gather(day)
    made = letter(world.engine, "an", day)
    assert made.subject == "Đã rút 1: Huyện Lập Thạch"
    assert made.text.startswith("Đã rút 1 mốc ghi bên dưới; đồng chí không phải báo cáo")
    said = "Được rút theo quyết định của đồng chí Nguyễn Văn Dung, lý do: Kết luận số 12-KL/TU"
    assert said in made.text
    assert "quá hạn" not in made.text.partition("--")[0].lower()
    assert set(world.told()) == {"an"}


def test_a_withdrawal_cannot_be_switched_off() -> None:
    assert urgency(NudgeKind.WITHDRAWN.value, Firmness.REMIND) is Urgency.MANDATORY


def test_work_that_a_plan_leaves_out_is_told_to_its_official(loaded: Engine) -> None:
    without = with_assignment(plan(), 0, checkpoints=plan().assignments[0].checkpoints[:3])
    put(loaded, without, LATER, complete=True)
    gather(loaded, LATER)
    text = letter(loaded, "CB01", date(2022, 2, 7)).text
    said = "Được rút vì không còn trong kế hoạch cập nhật ngày 07/02/2022 (căn cứ Thông báo số 15)."
    assert said in text


def test_what_a_plan_takes_up_again_is_not_told_as_withdrawn(loaded: Engine) -> None:
    without = with_assignment(plan(), 0, checkpoints=plan().assignments[0].checkpoints[:3])
    put(loaded, without, LATER, complete=True)
    put(loaded, plan(), LATER, complete=True)
    assert gather(loaded, LATER).moot == {"moot.restored": 1}


def test_a_date_that_a_plan_moves_is_told_with_the_old_one_and_the_plan(loaded: Engine) -> None:
    with writing(loaded) as session:
        session.add(Person(code="X", full_name="Trần Văn Xuân"))
        session.flush()
        key = session.scalars(select(col(Person.id)).where(col(Person.code) == "X")).one()
    moved = with_checkpoint(plan(), "Q1", due_on=date(2022, 4, 10))
    put(loaded, moved, LATER, actor_id=key)
    gather(loaded, LATER)
    said = (
        "Thời hạn chuyển từ 31/03/2022 sang 10/04/2022 theo kế hoạch cập nhật ngày 07/02/2022"
        " (căn cứ Thông báo số 15), do đồng chí Trần Văn Xuân cập nhật"
    )
    assert said in letter(loaded, "CB01", date(2022, 2, 7)).text
    [event] = [row for row in rows(loaded, Event) if row.kind is EventKind.DUE_CHANGED]
    assert (event.data["from"], event.data["to"]) == ("2022-03-31", "2022-04-10")


def test_a_date_that_moves_twice_before_a_letter_is_told_in_both_steps(loaded: Engine) -> None:
    for day in (date(2022, 4, 10), date(2022, 4, 20)):
        put(loaded, with_checkpoint(plan(), "Q1", due_on=day), LATER)
    gather(loaded, LATER)
    text = letter(loaded, "CB01", date(2022, 2, 7)).text
    assert "sang 20/04/2022" in text
    kinds = [row.kind for row in rows(loaded, Nudge)]
    assert kinds == [NudgeKind.DUE_CHANGED] * 2
