"""Objective causes through the drain: asked, answered, told, kept, and what they do to a score."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from cause_office import DUE, LATE, LATER, Office
from old_marks import mark_for_all
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.errors import BadInput, Refused
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.store.database import writing
from models.event import EventKind
from models.objective_cause import CauseStatement
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.objective_causes import CauseState
from models.rules.stages import Stage
from models.submission import Submission


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path)


def test_what_was_asked_and_answered_counts_before_and_after_the_drain_alike(office: Office):
    office.reported()
    for drained in (False, True):
        if drained:
            office.drains()
        assert office.states() == {"lateness:1": None}
    office.asks()
    assert office.states() == {"lateness:1": CauseState.ASKED}
    assert office.drains().applied == 1 and office.drains().applied == 0
    assert office.states() == {"lateness:1": CauseState.ASKED}
    office.on(LATER).confirms()
    office.drains()
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}
    with office.looked_at() as (_, row, _frame):
        assert (row.cause_asked_at, row.stage) == (None, Stage.REPORTED)
        assert row.causes.startswith("lateness:1/confirmed/")
    assert office.sound()


def test_only_its_own_deduction_is_waived_and_late_stays_late(office: Office):
    office.reported(date(2022, 4, 6), date(2022, 4, 7)).asks(about="review:1")
    office.asks(about="lateness:1")
    office.confirms(about="review:1")
    office.does(Act.VERIFY, "dung", quality=Decimal(100))
    office.does(Act.EVALUATE, "giang")
    office.drains()
    assert office.states() == {
        "lateness:1": CauseState.ASKED, "review:1": CauseState.CONFIRMED, "review:2": None,
    }  # fmt: skip
    assert office.scores() == [(75, 75, False)]  # one review of two, and the lateness
    office.confirms(about="lateness:1")
    with office.looked_at() as (session, row, frame):
        assert load_checkpoint(session, frame, row.key).facts.stage is Stage.VERIFIED
    office.does(Act.EVALUATE, "giang")
    office.drains()
    assert office.scores()[-1] == (75, 100, False)
    assert office.sound()


def test_a_confirmation_taken_back_lets_the_result_be_judged_anew(office: Office):
    office.reported()
    office.does(Act.VERIFY, "dung")
    office.confirms(reason="Cả huyện ngập", since=DUE)
    office.does(Act.EVALUATE, "giang")
    office.drains()
    office.does(Act.TAKE_BACK_CAUSE, "em", about="lateness", reason="Huyện không ngập")
    office.does(Act.EVALUATE, "giang")
    office.drains()
    assert [progress for _, progress, _ in office.scores()] == [100, 75]
    (moved,) = office.said(Act.TAKE_BACK_CAUSE)
    assert (moved["kind"], moved["deduction"]) == (EventKind.MOVED, "lateness:1")
    assert office.states() == {"lateness:1": CauseState.TAKEN_BACK}
    assert office.sound()


def test_evaluations_of_before_keep_what_one_mark_for_all_gave_them(office: Office):
    office.reported(date(2022, 4, 6))
    office.does(Act.VERIFY, "dung", quality=Decimal(100))
    office.drains()
    mark_for_all(office.engine)
    office.does(Act.EVALUATE, "giang")
    office.drains()
    assert office.scores() == [(100, 100, False)]
    assert set(office.states().values()) == {CauseState.CONFIRMED}
    with pytest.raises(BadInput, match="one_cause_each"):
        office.does(Act.CORRECT, "dung", value=Decimal(9), reason="x", objective_cause=True)


def test_a_coming_lateness_is_asked_for_before_it_comes(office: Office):
    office.on(date(2022, 3, 29)).asks(since=date(2022, 3, 28))
    office.drains()
    assert office.states() == {}  # it has not come
    office.confirms()
    office.on(LATE).does(Act.REPORT, "an", value=Decimal(10))
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}
    office.does(Act.VERIFY, "dung")
    office.does(Act.EVALUATE, "giang")
    office.drains()
    assert office.scores() == [(100, 100, False)]


def test_a_later_term_is_another_lateness(office: Office):
    office.reported().confirms(reason="Ngập", since=DUE)
    office.on(date(2022, 4, 7)).does(Act.RETURN, "dung", reason="Thiếu")
    office.on(date(2022, 4, 29)).does(Act.REPORT, "an", value=Decimal(10))
    office.drains()
    assert office.states() == {
        "lateness:1": CauseState.CONFIRMED, "lateness:2": None, "review:1": None,
    }  # fmt: skip
    office.does(Act.VERIFY, "dung")
    office.does(Act.EVALUATE, "giang")
    assert office.scores()[-1][1:] == (75, False)


def test_whoever_decides_second_is_told_what_was_decided(office: Office):
    office.reported().asks()
    office.confirms("dung")
    with pytest.raises(Refused, match="no_cause_asked"):
        office.does(Act.REFUSE_CAUSE, "em", about="lateness", reason="Không có mưa")
    office.drains()
    with pytest.raises(Refused, match="cause_confirmed"):
        office.confirms("em")


def test_two_who_decided_at_once_past_the_check_leave_one_answer(office: Office):
    office.reported().asks()
    first = office.confirms("dung")
    with writing(office.engine) as session:
        em = session.exec(select(Person).where(Person.code == "em")).one()
        stored = session.get_one(Submission, first)
        twin = Submission(
            checkpoint_id=stored.checkpoint_id, act=Act.REFUSE_CAUSE, actor_id=em.key,
            roles="secretariat", recorded_at=stored.recorded_at, reason="Không có mưa",
        )  # fmt: skip
        session.add(twin)
        session.flush()
        said = session.exec(select(CauseStatement)).first()
        assert said is not None
        session.add(CauseStatement(
            submission_id=twin.key, checkpoint_id=said.checkpoint_id, kind=said.kind,
            number=said.number,
        ))  # fmt: skip
    (miss,) = office.drains().misses
    assert (miss.act, miss.refusal["key"]) == (Act.REFUSE_CAUSE, "refusal.no_cause_asked")
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}
    assert office.sound()


def test_what_was_withdrawn_while_it_was_being_decided_is_not_decided(office: Office):
    office.reported().asks()
    office.does(Act.WITHDRAW_CAUSE, "an", about="lateness")
    for act in (Act.REFUSE_CAUSE, Act.TAKE_BACK_CAUSE):
        with pytest.raises(Refused):
            office.does(act, "dung", about="lateness", reason="Không")
    office.drains()
    assert office.states() == {"lateness:1": CauseState.WITHDRAWN}
    office.asks(reason="Mưa lũ, có biên bản")
    assert office.states() == {"lateness:1": CauseState.ASKED}


def test_nobody_answers_for_what_they_asked_or_are_judged_by(office: Office):
    office.reported().asks("dung", on_behalf_of="an")
    with pytest.raises(Refused, match="own_cause"):
        office.confirms("dung")
    with pytest.raises(Refused, match="not_your_role"):
        office.confirms("an")
    office.confirms("em")
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}
