"""One checkpoint whose stored facts raise: nobody else waits for it, and that is said."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from factory import district
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from dondoc.clock import StoppedClock, at
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.advance import drain
from dondoc.services.advance.drain import Advanced, advance
from dondoc.services.operations.acts_waiting import (
    MAX_WAIT,
    ActsWaiting,
    acts_waiting,
    refs_waiting,
)
from dondoc.services.work.unreadable import refs_unreadable
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.stages import Stage

DUE, OPENS, DAY = date(2022, 3, 31), date(2022, 1, 10), date(2022, 3, 28)
BROKEN = 4
"""Which of the seven checkpoints has facts that cannot be read."""


class Office:
    """A district with seven checkpoints, all of them reported."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        with writing(engine) as session:
            made = district(session)
            self.refs = [made.checkpoint(DUE, OPENS) for _ in range(7)]

    def report_all(self) -> None:
        with writing(self.engine) as session:
            for ref in self.refs:
                report = ActInput(Act.REPORT, ref, "an", value=Decimal(10))
                Recorder(session, at(DAY), self.folder).record(report)

    def write_waits(self, waits: str) -> None:
        with writing(self.engine) as session:
            change = text("UPDATE checkpoint SET returned_waits = :waits WHERE id = :id")
            session.connection().execute(change, {"waits": waits, "id": BROKEN})

    def drain(self, day: date = DAY) -> Advanced:
        return advance(self.engine, StoppedClock(at(day)))

    def stages(self) -> dict[int, Stage]:
        with reading(self.engine) as session:
            rows = session.exec(select(col(Checkpoint.id), col(Checkpoint.stage)))
            return {key or 0: stage for key, stage in rows}


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path / "evidence")


def test_all_others_move_and_the_broken_one_keeps_its_report_until_it_is_mended(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.report_all()
    office.write_waits("hỏng")
    done = office.drain()
    assert (done.applied, done.left) == (6, {BROKEN: "BadInput"})
    assert {record.getMessage() for record in caplog.records} == {
        f"the facts of checkpoint {BROKEN} cannot be read",
        f"checkpoint {BROKEN} cannot be advanced",
    }
    expected = dict.fromkeys(range(1, 8), Stage.REPORTED)
    assert office.stages() == expected | {BROKEN: Stage.ASSIGNED}
    office.write_waits("")
    again = office.drain()
    assert (again.applied, again.left) == (1, {})
    assert office.stages() == expected


def test_windows_open_beside_one_that_cannot(office: Office) -> None:
    office.write_waits("hỏng")
    assert office.drain().left == {BROKEN: "BadInput"}
    assert list(office.stages().values()).count(Stage.IN_PROGRESS) == 6


def test_what_waits_too_long_is_named(office: Office) -> None:
    office.report_all()
    office.write_waits("hỏng")
    office.drain()
    with reading(office.engine) as session:
        assert acts_waiting(session, at(DAY) + MAX_WAIT) is None
        late = at(DAY) + MAX_WAIT + timedelta(seconds=1)
        assert acts_waiting(session, late) == ActsWaiting(1, at(DAY))
        assert refs_waiting(session, late) == (office.refs[BROKEN - 1],)


def test_what_is_named_says_its_year_where_there_are_several(office: Office) -> None:
    office.report_all()
    office.write_waits("hỏng")
    office.drain()
    with writing(office.engine) as session:
        rule_set_id = session.exec(select(Programme)).one().rule_set_id
        session.add(
            Programme(year=2023, title="Năm 2023", rule_set_id=rule_set_id, created_at=at(DAY))
        )
    named = (f"{office.refs[BROKEN - 1]} (2022)",)
    with reading(office.engine) as session:
        assert refs_waiting(session, at(DAY) + 2 * MAX_WAIT) == named
        assert refs_unreadable(session) == named


def test_trouble_of_the_database_is_nobodys_fault_and_raised(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.report_all()

    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(drain, "hold_checkpoints", fail)
    with pytest.raises(OperationalError):
        office.drain()
    monkeypatch.undo()
    assert office.drain().applied == 7
