"""What became of conclusions, told once and fairly, on both databases."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from meeting_world import HEAD, SECRETARIAT, MeetingWorld, begins_with
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.errors import BadInput
from dondoc.services.boards.people import positions_by_unit
from dondoc.services.meetings.agenda import Agenda
from dondoc.services.meetings.call import call_meeting
from dondoc.services.meetings.follow_up import late_conclusions
from dondoc.store.database import reading, writing
from models.meeting import Conclusion
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.conclusions import ConclusionKind, ConclusionState
from models.unit import Unit, UnitName

DUE = date(2022, 3, 4)
SECOND, BETWEEN, THIRD = date(2022, 3, 1), date(2022, 3, 10), date(2022, 4, 4)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> MeetingWorld:
    return MeetingWorld(engine, tmp_path)


def done(office: MeetingWorld, key: int) -> None:
    office.settles("answer", HEAD, key, "Đã làm")
    office.settles("accept", SECRETARIAT, key)


def test_what_a_pack_told_as_open_the_next_one_tells_as_done(office: MeetingWorld) -> None:
    task = office.meets().concludes(ConclusionKind.TASK, due_on=DUE, words="việc một")
    office.concludes(ConclusionKind.ASSIGNMENT, due_on=DUE, words="việc hai")
    work = office.rows()[1].ref
    office.on(SECOND).meets().concludes(ConclusionKind.TASK, due_on=THIRD, words="việc ba")
    assert begins_with(office) == ["việc một", "việc hai"]
    done(office.on(BETWEEN), task)
    office.does(Act.REPORT, work, HEAD, narrative="Đã trình", delivered=True)
    office.does(Act.VERIFY, work, SECRETARIAT, quality=Decimal(100))
    office.on(THIRD).meets().concludes(ConclusionKind.TASK, due_on=date(2022, 5, 4))
    assert begins_with(office) == ["việc một", "việc hai", "việc ba"]
    office.on(date(2022, 4, 11)).meets()
    assert begins_with(office) == ["việc ba", "báo cáo kết quả"]


def test_work_that_was_withdrawn_is_told_once_more(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE, words="việc một")
    work = office.rows()[0].ref
    office.on(SECOND).meets().concludes(ConclusionKind.TASK, due_on=THIRD, words="việc hai")
    office.on(BETWEEN).does(Act.WITHDRAW, work, SECRETARIAT, reason="không còn cần")
    office.on(THIRD).meets().concludes(ConclusionKind.TASK, due_on=date(2022, 5, 4))
    assert begins_with(office) == ["việc một", "việc hai"]


def test_two_meetings_of_a_day_are_both_the_last(office: MeetingWorld) -> None:
    done(office, office.meets().concludes(ConclusionKind.TASK, due_on=DUE, words="buổi sáng"))
    with writing(office.engine) as session:
        change = office.office(session)
        programme = session.exec(select(Programme)).one()
        meeting = call_meeting(change, programme.key, office.clock.today(), "Phiên chiều")
        item = Agenda(change, meeting.key).add_own("Đất đai", "Cho ý kiến")
        office.meeting_id, office.item_id = meeting.key, item.key
    assert begins_with(office) == ["buổi sáng"]
    office.concludes(ConclusionKind.TASK, due_on=DUE, words="buổi chiều")
    office.on(SECOND).meets()
    assert begins_with(office) == ["buổi sáng", "buổi chiều"]


def late(office: MeetingWorld) -> int:
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        return late_conclusions(session, programme, office.viewer(session))


def test_an_answer_in_time_that_is_sent_back_after_the_day_is_not_late(office: MeetingWorld):
    """The secretariat looked at it eleven working days after its last day."""
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    office.on(DUE).settles("answer", HEAD, key, "Đã làm")
    office.on(date(2022, 3, 21)).settles("send_back", SECRETARIAT, key, "Chưa có văn bản")
    (row,) = office.rows()
    assert (row.state, row.days, row.due_on) == (ConclusionState.OPEN, 0, date(2022, 3, 28))
    assert row.conclusion.due_on == DUE  # what the meeting said stays
    assert late(office) == 0
    office.on(date(2022, 3, 29))
    assert (office.rows()[0].state, office.rows()[0].days, late(office)) == (
        ConclusionState.LATE, 1, 1,
    )  # fmt: skip
    done(office.on(date(2022, 3, 28)), key)
    assert office.rows()[0].state is ConclusionState.DONE_IN_TIME


def test_an_answer_that_came_late_stays_late_when_it_was_mended_in_its_time(office: MeetingWorld):
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    office.on(date(2022, 3, 7)).settles("answer", HEAD, key, "Đã làm")
    office.settles("send_back", SECRETARIAT, key, "Chưa có văn bản")
    assert office.rows()[0].state is ConclusionState.OPEN
    done(office, key)
    assert office.rows()[0].state is ConclusionState.DONE_LATE


def test_no_unit_that_has_ended_is_given_anything(office: MeetingWorld) -> None:
    office.meets()
    with writing(office.engine) as session:
        unit = session.exec(
            select(Unit)
            .join(UnitName, col(UnitName.unit_id) == col(Unit.id))
            .where(UnitName.code == "LT")
        ).one()
        unit.ended_on = date(2022, 2, 13)
        key = unit.key
    for kind in (ConclusionKind.TASK, ConclusionKind.ASSIGNMENT):
        with pytest.raises(BadInput, match="unit_ended"):
            office.concludes(kind, due_on=DUE)
    with reading(office.engine) as session:
        assert session.exec(select(Conclusion)).all() == []
        offered = positions_by_unit(session, office.clock.today(), of_ended=False)
        assert offered and key not in {unit_id for unit_id, _, _ in offered}


def test_work_that_is_recorded_after_its_day_is_refused_with_what_to_do(office: MeetingWorld):
    """The plan would ask whether work of the past is meant, which nobody can answer here."""
    office.meets().on(date(2022, 3, 7))
    with pytest.raises(BadInput, match="due_over"):
        office.concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    office.concludes(ConclusionKind.ASSIGNMENT, due_on=date(2022, 3, 7))
