"""What letters say of due dates: who asks for another one, what became of it, what was moved."""

from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine

from models.rules.checkpoints import Act


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def test_who_asks_for_an_extension_and_why_is_said(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 14), reason="chờ hướng dẫn")
    world.advance(day)
    world.remind(day)
    made = letter(world, "dung", day)
    assert made.subject == "Chờ quyết định gia hạn 1: Huyện Lập Thạch"
    said = "Đồng chí Nguyễn Văn An đề nghị gia hạn từ 31/03/2022 đến 14/04/2022, lý do: chờ hướng"
    assert said in made.text


def test_a_decided_extension_names_both_dates(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 20), reason="chờ vốn")
    world.advance(day)
    world.act(Act.CHANGE_DUE, "dung", day, new_due_on=date(2022, 4, 14), reason="đồng ý")
    world.advance(day)
    world.remind(day)
    assert "Chấp thuận gia hạn từ 31/03/2022 đến 14/04/2022." in letter(world, "an", day).text


def test_a_refused_extension_says_why_and_which_date_stays(world: World) -> None:
    day = date(2022, 3, 24)
    world.act(Act.ASK_EXTENSION, "an", day, new_due_on=date(2022, 4, 20), reason="chờ vốn")
    world.advance(day)
    world.act(Act.REFUSE_EXTENSION, "dung", day, reason="đã gia hạn một lần")
    world.advance(day)
    world.remind(day)
    said = (
        "Không chấp thuận gia hạn đến 20/04/2022, lý do: đã gia hạn một lần. Thời hạn vẫn là 31/03"
    )
    text = letter(world, "an", day).text
    assert said in text and "còn được báo cáo" not in text


def test_a_refusal_after_the_due_date_says_until_when_there_is_time_to_report(world: World) -> None:
    asked, day = date(2022, 4, 6), date(2022, 4, 12)
    world.act(Act.ASK_EXTENSION, "an", asked, new_due_on=date(2022, 4, 29), reason="chờ vốn")
    world.act(Act.REFUSE_EXTENSION, "dung", day, reason="đã gia hạn một lần")
    world.advance(day)
    world.remind(day)
    said = "Thời hạn vẫn là 31/03/2022. Đồng chí còn được báo cáo đến hết ngày 19/04/2022"
    assert said in letter(world, "an", day).text
    assert "until the end of 19/04/2022" in letter(world, "an", day, "en").text


def test_a_changed_due_date_names_the_old_one(world: World) -> None:
    day = date(2022, 3, 1)
    world.act(Act.CHANGE_DUE, "dung", day, new_due_on=date(2022, 4, 14), reason="Kết luận số 12")
    world.advance(day)
    world.remind(day)
    said = "Thời hạn đổi từ 31/03/2022 sang 14/04/2022, lý do: Kết luận số 12"
    assert said in letter(world, "an", day).text
    assert "moved from 31/03/2022 to 14/04/2022" in letter(world, "an", day, "en").text
