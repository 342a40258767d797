"""The first sentences of a letter ask for each report by its own date."""

from datetime import date
from pathlib import Path

from composed_letter import compose
from remind_world import OFFICE, World
from sqlalchemy import Engine, select

from dondoc.clock import at
from dondoc.store.database import reading
from models.message import Message
from models.person import Person

LATE, AHEAD, FURTHER = date(2022, 3, 31), date(2022, 4, 15), date(2022, 4, 27)
PLUS_3 = date(2022, 4, 5)
"""Three working days after the first, seven before the second, fifteen before the third."""


def _said(engine: Engine, tmp_path: Path, *due: date) -> str:
    world = World.begin(engine, tmp_path, *due)
    world.remind(PLUS_3)
    with reading(engine) as session:
        query = select(Message).join(Person, Person.id == Message.person_id)
        message = session.scalars(query.where(Person.code == "an")).one()
        return compose(session, message, at(PLUS_3, 7), OFFICE).text.partition("Kính gửi")[0]


def test_what_is_not_due_is_not_asked_for_today_with_what_is_late(
    engine: Engine, tmp_path: Path
) -> None:
    said = _said(engine, tmp_path, LATE, AHEAD)
    today = next(line for line in said.splitlines() if "ngay trong hôm nay" in line)
    assert "1 mốc đã quá hạn" in today and "sắp đến hạn" not in today
    assert "Ngoài ra, 1 mốc sắp đến hạn cần có báo cáo chậm nhất thứ Sáu 15/4." in said


def test_several_dates_are_not_all_the_nearest(engine: Engine, tmp_path: Path) -> None:
    said = _said(engine, tmp_path, AHEAD, FURTHER)
    assert "2 mốc sắp đến hạn" in said and "chậm nhất" not in said
    assert "theo từng thời hạn ghi bên dưới, sớm nhất là thứ Sáu 15/4" in said
