"""What came past the software is found also where the software has removed or followed it since."""

from datetime import date

import pytest
from factory import district
from sqlalchemy import Engine
from sqlmodel import Session, select

from dondoc.services.audit import verify
from dondoc.store.database import writing
from models.programme import CalendarDay

MAY_3, MAY_4 = date(2022, 5, 3), date(2022, 5, 4)


@pytest.fixture
def office(engine: Engine) -> Engine:
    with writing(engine) as session:
        district(session)
        session.add(CalendarDay(day=MAY_3, working=False, note="Nghỉ bù"))
    return engine


def past_the_software(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def findings(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return {finding.key for finding in verify(session).findings}


def test_a_row_that_is_gone_is_missed_though_another_has_its_number(office: Engine) -> None:
    past_the_software(office, "DELETE FROM calendar_day")
    with writing(office) as session:
        session.add(CalendarDay(day=MAY_4, working=False, note=""))
    assert findings(office) == {"audit.gone"}


def test_a_row_that_was_changed_and_then_removed_is_named(office: Engine) -> None:
    past_the_software(office, "UPDATE calendar_day SET day = '2022-03-09'")
    with writing(office) as session:
        session.delete(session.exec(select(CalendarDay)).one())
    assert findings(office) == {"audit.changed_between"}


def test_a_row_that_was_slipped_in_and_then_removed_is_named(office: Engine) -> None:
    past_the_software(
        office,
        "INSERT INTO calendar_day (id, day, working, note) VALUES (99, '2022-03-09', true, '')",
    )
    with writing(office) as session:
        session.delete(session.get_one(CalendarDay, 99))
    assert findings(office) == {"audit.slipped_in"}


def test_what_the_software_removes_and_adds_again_is_no_finding(office: Engine) -> None:
    with writing(office) as session:
        session.delete(session.exec(select(CalendarDay)).one())
    with writing(office) as session:
        session.add(CalendarDay(day=MAY_4, working=False, note=""))
    assert findings(office) == set()
