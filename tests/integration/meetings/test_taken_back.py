"""Conclusions that were recorded wrongly and are taken back, on both databases."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from meeting_world import HEAD, SECRETARIAT, MeetingWorld, begins_with, last_event, states
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.errors import BadInput, Refused
from dondoc.services.meetings.follow_up import (
    awaited_from,
    conclusions_of,
    late_conclusions,
    visible_to,
)
from dondoc.store.database import reading
from models.meeting import Conclusion
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.conclusions import ConclusionKind, ConclusionState
from models.rules.meetings import MeetingState

DUE, LATE = date(2022, 3, 4), date(2022, 3, 14)
WHY = "Ghi nhầm đơn vị"


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> MeetingWorld:
    return MeetingWorld(engine, tmp_path)


def test_what_was_taken_back_is_awaited_and_late_nowhere_and_stays_readable(office: MeetingWorld):
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    office.on(LATE)
    office.takes_back(key)
    (row,) = office.rows()
    assert (row.state, row.last_day, row.days) == (ConclusionState.TAKEN_BACK, None, 0)
    assert (row.conclusion.words, row.conclusion.taken_back_why) == ("báo cáo kết quả", WHY)
    with reading(office.engine) as session:
        programme = session.exec(select(Programme)).one()
        head, member = office.viewer(session, HEAD), office.viewer(session)
        assert awaited_from(session, head) == 0
        assert late_conclusions(session, programme, member) == 0
        for viewer in (head, member):
            rows = conclusions_of(session, programme, office.clock.today(), visible_to(viewer))
            assert [each.state for each in rows] == [ConclusionState.TAKEN_BACK]
    who, did, why, data = last_event(office)
    assert (who, did, why) == (SECRETARIAT, "taken_back", WHY)
    assert data["subject"] == "Giải phóng mặt bằng"


def test_the_next_meeting_does_not_begin_with_what_was_taken_back(office: MeetingWorld) -> None:
    done = office.meets().concludes(ConclusionKind.TASK, due_on=DUE, words="việc một")
    office.settles("answer", HEAD, done, "Đã làm")
    office.settles("accept", SECRETARIAT, done)
    office.takes_back(office.concludes(ConclusionKind.TASK, due_on=DUE, words="việc nhầm"))
    office.on(date(2022, 2, 21)).meets(subject="Khác")
    key = office.concludes(ConclusionKind.TASK, due_on=DUE, words="việc hai")
    office.takes_back(key)
    office.on(LATE).meets(subject="Phiên sau")
    assert begins_with(office) == ["việc một"]


def test_it_is_recorded_anew_and_counts_once(office: MeetingWorld) -> None:
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    office.takes_back(key)
    office.concludes(ConclusionKind.TASK, due_on=LATE)
    assert [row.state for row in office.rows()] == [
        ConclusionState.TAKEN_BACK, ConclusionState.OPEN,
    ]  # fmt: skip
    assert states(office) == [("Phiên họp 14/02", MeetingState.CONCLUDED, 1)]


def test_nobody_answers_accepts_or_takes_back_what_was_taken_back(office: MeetingWorld) -> None:
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    office.settles("answer", HEAD, key, "Đã làm")  # answered alone may still be taken back
    office.takes_back(key)
    for how, by, words in (
        ("answer", HEAD, ("Đã làm",)), ("accept", SECRETARIAT, ()),
        ("send_back", SECRETARIAT, ("Thiếu",)),
    ):  # fmt: skip
        with pytest.raises(BadInput, match="taken_back"):
            office.settles(how, by, key, *words)
    with pytest.raises(BadInput, match="taken_back"):
        office.takes_back(key)


def test_what_was_done_at_once_or_accepted_stays_and_says_what_to_do(office: MeetingWorld) -> None:
    office.meets("KND@LT/Q1")
    date_set = office.concludes(ConclusionKind.NEW_DATE, due_on=date(2022, 4, 15))
    office.drains()
    urged = office.concludes(ConclusionKind.URGE)
    accepted = office.concludes(ConclusionKind.TASK, due_on=DUE)
    office.settles("answer", HEAD, accepted, "Đã làm")
    office.settles("accept", SECRETARIAT, accepted)
    for key, why in ((date_set, "date_set"), (urged, "urged"), (accepted, "accepted")):
        with pytest.raises(BadInput, match=why):
            office.takes_back(key)
    assert not [row for row in office.rows() if row.is_taken_back]


def test_work_of_the_plan_is_withdrawn_before_its_conclusion_is_taken_back(office: MeetingWorld):
    key = office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    office.drains()
    ref = office.rows()[0].ref
    with pytest.raises(BadInput) as refused:
        office.takes_back(key)
    assert (refused.value.key, refused.value.params["ref"]) == ("meeting.error.stands_in_plan", ref)
    office.does(Act.WITHDRAW, ref, SECRETARIAT, reason=WHY)
    office.takes_back(key)
    assert office.rows()[0].state is ConclusionState.TAKEN_BACK
    office.loads_plan_anew()
    assert office.rows()[0].state is ConclusionState.TAKEN_BACK


def test_it_is_taken_back_by_the_secretariat_with_a_reason_at_its_own_meeting(office: MeetingWorld):
    key = office.meets().concludes(ConclusionKind.TASK, due_on=DUE)
    with pytest.raises(Refused):
        office.takes_back(key, by=HEAD)
    for why in ("", " \u200b ", "x" * 501):
        with pytest.raises(BadInput):
            office.takes_back(key, why)
    office.on(DUE).meets(subject="Khác")
    with pytest.raises(BadInput, match="no_conclusion"):
        office.takes_back(key)


def test_a_late_answer_of_work_and_its_verdict_leave_nothing_to_take_back(office: MeetingWorld):
    key = office.meets().concludes(ConclusionKind.ASSIGNMENT, due_on=DUE)
    ref = office.rows()[0].ref
    office.drains()
    office.does(Act.REPORT, ref, HEAD, narrative="Đã trình", delivered=True)
    office.does(Act.VERIFY, ref, SECRETARIAT, quality=Decimal(100))
    with pytest.raises(BadInput, match="stands_in_plan"):
        office.takes_back(key)
    with reading(office.engine) as session:
        assert session.get_one(Conclusion, key).taken_back_at is None
