"""A letter about a decided extension says, also in its subject, which way it was decided."""

from datetime import date
from pathlib import Path

import pytest
from one_letter import letter
from remind_world import Q1_ENDS, World
from sqlalchemy import Engine

from dondoc.services.reminders.letters.letter import ComposedLetter
from models.rules.checkpoints import Act

LATER = date(2022, 4, 29)
EARLY, LATE = date(2022, 3, 24), date(2022, 4, 12)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return World.begin(engine, tmp_path, Q1_ENDS)


def decided(world: World, act: Act, day: date, reason: str, **said: date) -> ComposedLetter:
    world.act(Act.ASK_EXTENSION, "an", EARLY, new_due_on=LATER, reason="Chờ số liệu.")
    world.advance(EARLY)
    world.act(act, "dung", day, reason=reason, **said)
    world.advance(day)
    world.remind(day)
    return letter(world, "an", day)


def test_a_granted_extension_is_called_granted(world: World) -> None:
    mail = decided(world, Act.CHANGE_DUE, EARLY, "Đồng ý.", new_due_on=LATER)
    assert mail.subject == "Được gia hạn 1: Huyện Lập Thạch"
    assert "Đề nghị gia hạn 1 mốc được chấp thuận" in mail.text


def test_a_refused_extension_is_called_refused_and_its_reason_ends_once(world: World) -> None:
    mail = decided(world, Act.REFUSE_EXTENSION, EARLY, "Đã gia hạn một lần.")
    assert mail.subject.startswith("Không được gia hạn 1")
    assert "Đề nghị gia hạn 1 mốc không được chấp thuận" in mail.text
    assert "lý do: Đã gia hạn một lần. Thời hạn vẫn là 31/03/2022." in mail.text
    assert letter(world, "an", EARLY, "en").subject.startswith("1 extension not granted")


def test_a_refused_extension_of_late_work_is_named_beside_what_is_late(world: World) -> None:
    mail = decided(world, Act.REFUSE_EXTENSION, LATE, "Đã gia hạn một lần")
    assert mail.subject == "Không được gia hạn 1, quá hạn 1: Huyện Lập Thạch"
