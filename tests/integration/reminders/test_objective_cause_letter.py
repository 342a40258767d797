"""Letters of objective causes: to whoever decides, and to whoever waits for the answer."""

from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine

from models.rules.checkpoints import Act

LATE, NEXT = date(2022, 4, 12), date(2022, 4, 13)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    world = World.begin(engine, tmp_path, Q1_ENDS)
    cause = {"about": "lateness", "since": date(2022, 3, 29), "reason": "Mưa lũ."}
    world.act(Act.ASK_CAUSE, "an", LATE, **cause)
    world.advance(LATE)
    return world


def test_whoever_decides_reads_who_asked_for_what_and_why(world: World) -> None:
    world.remind(LATE)
    mail = letter(world, "dung", LATE)
    assert "chờ xác nhận nguyên nhân khách quan 1" in mail.subject.lower()
    assert "Đồng chí Nguyễn Văn An báo nguyên nhân khách quan của lần trễ hạn thứ 1." in mail.text
    assert "Lý do: Mưa lũ." in mail.text
    english = letter(world, "dung", LATE, "en")
    assert "1 objective cause to confirm" in english.subject.lower()


@pytest.mark.parametrize(
    ("act", "said"),
    [(Act.CONFIRM_CAUSE, "đã được đồng chí Nguyễn Văn Dung xác nhận: không bị trừ điểm"),
     (Act.REFUSE_CAUSE, "không được đồng chí Nguyễn Văn Dung xác nhận")],
)  # fmt: skip
def test_whoever_asked_reads_the_answer_and_its_reason(world: World, act: Act, said: str) -> None:
    world.act(act, "dung", NEXT, about="lateness", reason="Theo biên bản của xã.")
    world.advance(NEXT)
    world.remind(NEXT)
    mail = letter(world, "an", NEXT)
    assert f"Nguyên nhân khách quan của lần trễ hạn thứ 1 {said}" in mail.text
    assert "Lý do: Theo biên bản của xã." in mail.text
    assert "Đã có kết luận về nguyên nhân khách quan của 1 việc." in mail.text
    assert "quá hạn 1" in mail.subject.lower()  # late stays late
