"""An evaluation follows from what stood when it was made: changes past the software are found."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from factory import district
from ledger_world import DUE, World, in_words, whole_office
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.store.database import writing
from models.assignment import Checkpoint
from models.programme import CalendarDay
from models.rules.checkpoints import Act


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> World:
    return whole_office(engine, tmp_path)


@pytest.fixture
def verified(engine: Engine, tmp_path: Path) -> World:
    with writing(engine) as session:
        world = World(engine, tmp_path / "evidence", district(session).checkpoint(DUE))
    world.does(date(2022, 3, 1), Act.REPORT, "an", value=Decimal(9), narrative="Đã làm 9 việc")
    world.does(date(2022, 3, 2), Act.VERIFY, "dung", quality=Decimal(90))
    return world


@pytest.mark.parametrize(
    ("statement", "back"),
    [
        ("UPDATE checkpoint SET expected = expected * 10",
         "UPDATE checkpoint SET expected = expected / 10"),
        ("UPDATE verification SET quality = quality / 2",
         "UPDATE verification SET quality = quality * 2"),
    ],
)  # fmt: skip
def test_a_ground_changed_for_an_evaluation_and_put_back_is_found(
    verified: World, statement: str, back: str
) -> None:
    with verified.engine.execution_options(dondoc_writing=True).begin() as connection:
        connection.exec_driver_sql(statement)
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    with verified.engine.execution_options(dondoc_writing=True).begin() as connection:
        connection.exec_driver_sql(back)
    assert [audit.key for audit in verified.audits()] == ["audit.wrong_score"]
    assert "không khớp với căn cứ" in in_words(verified.audits())


def test_an_evaluation_accuses_nobody_of_what_was_properly_changed_later(verified: World) -> None:
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    assert verified.audits() == ()
    with writing(verified.engine) as session:
        session.add(CalendarDay(day=date(2022, 2, 28), working=False, note="Nghỉ bù"))
        session.exec(select(Checkpoint)).one().expected = Decimal(500)
    assert verified.audits() == ()
    with writing(verified.engine) as session:
        session.exec(select(Checkpoint)).one().due_on = date(2022, 2, 1)
    assert "audit.wrong_score" not in {audit.key for audit in verified.audits()}


def test_a_correction_after_an_evaluation_is_no_finding(verified: World) -> None:
    verified.does(date(2022, 3, 3), Act.EVALUATE, "giang", reason="Họp ngày 03/03")
    verified.does(date(2022, 3, 4), Act.CORRECT, "dung", value=Decimal(5), reason="Đếm lại")
    assert verified.audits() == ()
