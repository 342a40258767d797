"""What officials are told when work is taken back or its date moves, by an act or by a plan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from composed_letter import compose
from plan_load_drafts import plan, put, rows, with_assignment, with_checkpoint
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.gather.gather import gather
from dondoc.services.reminders.letters.letter import ComposedLetter
from dondoc.services.workbook.plan import PlanDraft
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.ladder import Firmness
from models.rules.urgency import Urgency, urgency
from models.submission import Submission, SubmissionState

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


def test_a_withdrawal_is_narrative_with_its_reason_and_by_whom(world: World) -> None:
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


def test_work_that_a_plan_leaves_out_is_narrative_to_its_official(loaded: Engine) -> None:
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


def test_a_date_that_a_plan_moves_is_narrative_with_the_old_one_and_the_plan(
    loaded: Engine,
) -> None:
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


def test_a_date_that_moves_twice_before_a_letter_is_narrative_in_both_steps(loaded: Engine) -> None:
    for day in (date(2022, 4, 10), date(2022, 4, 20)):
        put(loaded, with_checkpoint(plan(), "Q1", due_on=day), LATER)
    gather(loaded, LATER)
    text = letter(loaded, "CB01", date(2022, 2, 7)).text
    assert "sang 20/04/2022" in text
    kinds = [row.kind for row in rows(loaded, Nudge)]
    assert kinds == [NudgeKind.DUE_CHANGED] * 2


def acknowledged(engine: Engine) -> None:
    """Every checkpoint was taken on by its official."""
    with writing(engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == "CB01")).one()
        for key in session.scalars(select(col(Checkpoint.id))):
            session.add(
                Submission(
                    checkpoint_id=key, actor_id=person.key, act=Act.ACKNOWLEDGE,
                    recorded_at=at(date(2022, 1, 11)), state=SubmissionState.APPLIED,
                )
            )  # fmt: skip


def changed(loaded: Engine, draft: PlanDraft, to: str = "CB01") -> ComposedLetter:
    """The letter of whoever is told of a plan that is loaded anew."""
    put(loaded, draft, LATER, complete=True)
    gather(loaded, LATER)
    return letter(loaded, to, date(2022, 2, 7))


def test_a_new_lead_is_narrative_of_work_that_was_acknowledged_before(loaded: Engine) -> None:
    acknowledged(loaded)
    mail = changed(loaded, with_assignment(plan(), 0, responsible=("SL-BT",)), "CB03")
    assert mail.subject == "Kế hoạch điều chỉnh 1: Huyện Lập Thạch"
    assert "thay đổi cán bộ phụ trách, nay có đồng chí" in mail.text
    assert "Mới được giao" not in mail.text


def test_a_changed_target_is_narrative_from_what_to_what(loaded: Engine) -> None:
    acknowledged(loaded)
    points = plan().assignments[0].checkpoints
    more = (*points[:3], replace(points[3], expected=Decimal(9)))
    mail = changed(loaded, with_assignment(plan(), 0, target=Decimal(24), checkpoints=more))
    assert "kế hoạch giao cả năm từ 20 thành 24" in mail.text
    assert "số phải đạt tại mốc từ 5 thành 9" in mail.text
    assert "theo kế hoạch cập nhật ngày 07/02/2022 (căn cứ Thông báo số 15)" in mail.text


def test_work_that_was_withdrawn_and_comes_back_is_narrative(loaded: Engine) -> None:
    acknowledged(loaded)
    without = with_assignment(plan(), 0, checkpoints=plan().assignments[0].checkpoints[:3])
    put(loaded, without, at(date(2022, 2, 2)), complete=True)
    mail = changed(loaded, plan())
    assert "nhiệm vụ được giao lại sau khi đã rút" in mail.text


def test_a_whole_assignment_that_comes_back_is_narrative(loaded: Engine) -> None:
    without = replace(plan(), assignments=plan().assignments[1:])
    put(loaded, without, at(date(2022, 2, 2)), complete=True)
    assert "được giao lại" in changed(loaded, plan()).text


def test_a_target_that_changes_twice_on_a_day_is_narrative_twice(loaded: Engine) -> None:
    put(loaded, with_assignment(plan(), 0, target=Decimal(24)), LATER)
    put(loaded, with_assignment(plan(), 0, target=Decimal(30)), at(date(2022, 2, 7), 9))
    gather(loaded, at(date(2022, 2, 7), 9))
    assert "từ 24 thành 30" in letter(loaded, "CB01", date(2022, 2, 7)).text


def test_words_that_ask_for_nothing_else_tell_nobody(loaded: Engine) -> None:
    put(loaded, with_assignment(plan(), 0, note="Ghi chú khác"), LATER)
    assert rows(loaded, Nudge) == []
