"""Conclusions of a meeting, on both databases: tasks, other dates, urging, work of the plan."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from meeting_world import HEAD, HELD, OTHER_MEMBER, SECRETARIAT, MeetingWorld, checkpoint_of
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.meetings.conclusions_before import before_meeting
from dondoc.services.meetings.follow_up import (
    awaited_from,
    conclusions_of,
    late_conclusions,
)
from dondoc.services.plan.next_year.draft import next_year_draft
from dondoc.services.reminders.nudges.scan import scan
from dondoc.store.database import reading
from models.assignment import Assignment, AssignmentOfficial
from models.indicator import Indicator
from models.meeting import Conclusion, Meeting
from models.nudge import Nudge, NudgeKind
from models.person import Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.conclusions import ConclusionKind, ConclusionState
from models.rules.due_parts import DuePart
from models.rules.stages import Standing

DUE = date(2022, 3, 4)
NEXT = date(2022, 3, 14)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> MeetingWorld:
    return MeetingWorld(engine, tmp_path)


def kinds_of_nudges(office: MeetingWorld, ref: str) -> set[NudgeKind]:
    with reading(office.engine) as session:
        key = checkpoint_of(session, ref).key
        return {each.kind for each in session.exec(select(Nudge).where(Nudge.checkpoint_id == key))}


def test_another_date_is_set_on_the_checkpoint_and_kept_as_the_meetings_word(office: MeetingWorld):
    office.meets("KND@LT/Q1").concludes(
        ConclusionKind.NEW_DATE, due_on=date(2022, 4, 15), words="chờ mặt bằng"
    )
    office.drains()
    with reading(office.engine) as session:
        checkpoint = checkpoint_of(session, "KND@LT/Q1")
        assert (checkpoint.due_on, checkpoint.original_due_on) == (
            date(2022, 4, 15), date(2022, 3, 31),
        )  # fmt: skip
    (row,) = office.rows()
    assert (row.state, row.conclusion.words) == (ConclusionState.RECORDED, "chờ mặt bằng")


def test_urging_reaches_whoever_answers_in_the_words_of_the_meeting(office: MeetingWorld) -> None:
    office.meets("KND@LT/Q1").concludes(ConclusionKind.URGE, words="đẩy nhanh tiến độ")
    assert NudgeKind.BY_HAND in kinds_of_nudges(office, "KND@LT/Q1")
    (row,) = office.rows()
    assert row.state is ConclusionState.RECORDED and row.last_day is None


def test_a_conclusion_that_the_rules_refuse_writes_nothing(office: MeetingWorld) -> None:
    office.meets("KND@LT/Q1")
    for kind, said in (
        (ConclusionKind.NEW_DATE, {"due_on": date(2022, 3, 31)}),  # the date that it has
        (ConclusionKind.ASSIGNMENT, {"due_on": date(2023, 1, 10)}),
        (ConclusionKind.ASSIGNMENT, {"due_on": DUE, "position": "XX"}),
        (ConclusionKind.ASSIGNMENT, {"due_on": None}),
    ):
        with pytest.raises(DondocError):
            office.concludes(kind, **said)
    with reading(office.engine) as session:
        assert session.exec(select(Conclusion)).all() == []
        assert session.exec(select(Indicator).where(Indicator.code.startswith("KL"))).all() == []  # type: ignore[attr-defined]


def test_a_task_is_answered_accepted_and_never_ones_own_to_accept(office: MeetingWorld) -> None:
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    with reading(office.engine) as session:
        assert awaited_from(session, office.viewer(session, HEAD)) == 1
    with pytest.raises(Refused):
        office.settles("answer", SECRETARIAT, key, "Đã làm")
    office.settles("answer", HEAD, key, "Đã làm")
    with pytest.raises(BadInput):
        office.settles("answer", HEAD, key, "Đã làm lần nữa")
    assert office.rows()[0].state is ConclusionState.ANSWERED
    office.settles("send_back", SECRETARIAT, key, "Chưa có văn bản")
    assert office.rows()[0].state is ConclusionState.OPEN
    office.on(date(2022, 3, 7)).settles("answer", HEAD, key, "Có văn bản 12")
    office.settles("accept", SECRETARIAT, key)
    assert office.rows()[0].state is ConclusionState.DONE_LATE


def test_nobody_accepts_their_own_answer(office: MeetingWorld) -> None:
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE, position="TU-CV")
    office.settles("answer", OTHER_MEMBER, key, "Đã làm")
    with pytest.raises(Refused):
        office.settles("accept", OTHER_MEMBER, key)
    office.settles("accept", SECRETARIAT, key)
    assert office.rows()[0].state is ConclusionState.DONE_IN_TIME


def test_late_tasks_are_counted_after_their_last_day_in_time(office: MeetingWorld) -> None:
    """Due on a Saturday: Monday is in time."""

    def late(code: str = SECRETARIAT) -> int:
        with reading(office.engine) as session:
            programme = session.exec(select(Programme)).one()
            return late_conclusions(session, programme, office.viewer(session, code))

    key = office.meets().concludes(ConclusionKind.TASK, due_on=date(2022, 3, 5))
    office.concludes(ConclusionKind.ASSIGNMENT, due_on=date(2022, 3, 5))
    office.on(date(2022, 3, 7))
    assert late() == 0
    office.on(date(2022, 3, 8))
    assert (late(), late(HEAD)) == (1, 0)
    office.settles("answer", HEAD, key, "Đã làm")
    assert late() == 0


def test_a_conclusion_becomes_work_of_the_plan_with_its_own_date(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE, words="trình đề án")
    (row,) = office.rows()
    assert (row.state, row.due_on, row.ref) == (
        ConclusionState.OPEN, DUE, f"KL{office.item_id}-1@LT/KL",
    )  # fmt: skip
    with reading(office.engine) as session:
        checkpoint = checkpoint_of(session, row.ref)
        assignment = session.get_one(Assignment, checkpoint.assignment_id)
        assert (checkpoint.due_on, checkpoint.opens_on, checkpoint.product) == (
            DUE, HELD, "trình đề án",
        )  # fmt: skip
        official = session.exec(
            select(AssignmentOfficial).where(AssignmentOfficial.assignment_id == assignment.key)
        ).one()
        assert session.get_one(Position, official.position_id).code == "LT-BT"
        programme = session.get_one(Programme, assignment.programme_id)
        assert programme.plan_sha256 == "ab"  # the workbook of the plan is still the one in force
        assert awaited_from(session, office.viewer(session, HEAD)) == 0  # it is on their list


def test_the_plan_loaded_anew_takes_no_work_of_a_meeting_away(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    ref = office.rows()[0].ref
    office.loads_plan_anew()
    with reading(office.engine) as session:
        checkpoint = checkpoint_of(session, ref)
        assert checkpoint.standing is Standing.LIVE
        assert session.get_one(Assignment, checkpoint.assignment_id).standing is Standing.LIVE
    assert office.rows()[0].state is ConclusionState.OPEN


def test_what_a_meeting_gave_is_no_draft_of_next_year(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        draft = next_year_draft(session, programme, office.clock.today())
    assert draft.assignments and draft.indicators
    codes = [*(each.indicator_code for each in draft.assignments),
             *(each.code for each in draft.indicators)]  # fmt: skip
    assert not any(code.startswith("KL") for code in codes)


def test_such_work_is_reminded_of_like_any_other(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    ref = office.rows()[0].ref
    with reading(office.engine) as session:
        programme_id = session.exec(select(Programme)).one().key
    scan(office.engine, programme_id, office.clock.now())
    assert NudgeKind.ASSIGNED in kinds_of_nudges(office, ref)
    office.on(date(2022, 3, 10))
    scan(office.engine, programme_id, office.clock.now())
    assert NudgeKind.DEADLINE in kinds_of_nudges(office, ref)


def test_such_work_stands_on_its_officials_list_and_on_the_overdue_board(office: MeetingWorld):
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    ref = office.rows()[0].ref
    office.drains()
    office.on(date(2022, 3, 10))
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        scope = open_scope(session, programme, office.viewer(session))
        overdue = all_of(scope, BoardFilters(shown=DuePart.OVERDUE))
        duties = my_work(
            session, programme, office.viewer(session, HEAD), office.clock.now()
        ).duties
        assert [row.ref for row in overdue] == [ref]
        assert ref in {duty.checkpoint_row.ref for duty in duties}


def test_it_stands_as_its_work_stands(office: MeetingWorld) -> None:
    key = office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    ref = office.rows()[0].ref
    office.drains()
    assert office.on(date(2022, 3, 8)).rows()[0].state is ConclusionState.LATE
    assert office.rows()[0].days == 2
    with pytest.raises(BadInput):
        office.settles("answer", HEAD, key, "Đã làm")
    office.does(Act.REPORT, ref, HEAD, narrative="Đã trình", delivered=True)
    assert office.rows()[0].state is ConclusionState.ANSWERED
    office.does(Act.VERIFY, ref, SECRETARIAT, quality=Decimal(100))
    assert office.rows()[0].state is ConclusionState.DONE_LATE


def test_the_next_meeting_begins_with_what_is_not_done(office: MeetingWorld) -> None:
    office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE, words="việc một")
    done = office.rows()[0].ref
    office.concludes(ConclusionKind.ASSIGNMENT, due_on=DUE, words="việc hai")
    office.drains()
    office.does(Act.REPORT, done, HEAD, narrative="Đã trình", delivered=True)
    office.does(Act.VERIFY, done, SECRETARIAT, quality=Decimal(100))
    office.on(NEXT).meets(subject="Khác").concludes(ConclusionKind.TASK, due_on=date(2022, 3, 31))
    office.on(date(2022, 4, 4)).meets(subject="Phiên sau")
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        meeting = session.get_one(Meeting, office.meeting_id)
        before = before_meeting(session, meeting)
        rows = conclusions_of(session, programme, office.clock.today(), before)
    assert [row.conclusion.words for row in rows] == ["việc hai", "báo cáo kết quả"]


def test_nobody_assigns_work_to_themselves(office: MeetingWorld) -> None:
    office.meets()
    with pytest.raises(Refused, match="own_work"):
        office.concludes(ConclusionKind.ASSIGNMENT, by=OTHER_MEMBER, position="TU-CV", due_on=DUE)
    office.concludes(ConclusionKind.ASSIGNMENT, position="TU-CV", due_on=DUE)
    assert office.rows()[0].ref.endswith("@TU/KL")


def test_only_the_secretariat_concludes(office: MeetingWorld) -> None:
    office.meets("KND@LT/Q1")
    for kind in ConclusionKind:
        with pytest.raises(Refused):
            office.concludes(kind, by=HEAD, due_on=DUE)
