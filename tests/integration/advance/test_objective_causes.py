"""Objective causes through the drain: asked, answered, told, kept, and what they do to a score."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from factory import district
from old_marks import mark_for_all
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import StoppedClock, at
from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.acts.act_input import ActInput, digest_of
from dondoc.services.acts.record import Recorder
from dondoc.services.advance.drain import Advanced, advance
from dondoc.services.audit import verify
from dondoc.services.evidence.store import Attachment
from dondoc.services.programme.frames import frame_of
from dondoc.services.reminders.gather.at_once import tell_at_once
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.services.work.deductions import deductions_of
from dondoc.services.work.earlier_days import as_on
from dondoc.services.work.objective_causes import DeductionShown, deductions_shown
from dondoc.store.database import reading, writing
from models.assignment import Checkpoint
from models.event import Event, EventKind
from models.message import Message
from models.nudge import Nudge, NudgeKind
from models.objective_cause import CauseStatement
from models.person import Holding, Person
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.objective_causes import CauseState
from models.rules.roles import Audience
from models.rules.stages import Stage
from models.submission import Submission, SubmissionState
from models.verdict import Evaluation

DUE, LATE, LATER = date(2022, 3, 31), date(2022, 4, 5), date(2022, 4, 11)
PHOTO = Attachment("lu.jpg", b"\xff\xd8\xff\xe0" + b"0" * 400)
FLOOD = {"about": "lateness", "since": date(2022, 3, 28), "reason": "Mưa lũ"}


class Office:
    """One checkpoint of An's, played day by day."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder, self.clock = engine, folder, StoppedClock(at(LATE))
        with writing(engine) as session:
            self.ref = district(session).checkpoint(DUE)

    def on(self, day: date, hour: int = 8) -> "Office":
        self.clock.set(at(day, hour))
        return self

    def does(self, act: Act, by: str, **said: Any) -> int:
        """The key of its submission."""
        with writing(self.engine) as session:
            recorder = Recorder(session, self.clock.now(), self.folder)
            return recorder.record(ActInput(act, self.ref, by, **said)).key

    def asks(self, by: str = "an", **said: Any) -> int:
        return self.does(Act.ASK_CAUSE, by, **(FLOOD | said))

    def confirms(self, by: str = "dung", about: str = "lateness", **said: Any) -> int:
        return self.does(Act.CONFIRM_CAUSE, by, about=about, **said)

    def drains(self) -> Advanced:
        return advance(self.engine, self.clock)

    def reported(self, *returns: date) -> "Office":
        """Reported late; for each day sent back and reported again three weeks later."""
        self.does(Act.REPORT, "an", value=Decimal(10))
        for day in returns:
            self.on(day).does(Act.RETURN, "dung", reason="Thiếu số liệu")
            self.does(Act.REPORT, "an", value=Decimal(10))
        return self

    @contextmanager
    def looked_at(self) -> Iterator[tuple[Any, Checkpoint, Any]]:
        with reading(self.engine) as session:
            frame = frame_of(session, session.exec(select(Programme)).one())
            yield session, session.exec(select(Checkpoint)).one(), frame

    def states(self) -> dict[str, CauseState | None]:
        with self.looked_at() as (session, row, frame):
            found = deductions_of(session, frame, [row.key], self.clock.today())[row.key]
            return {each.code: each.cause_state for each in found}

    def shown(self) -> tuple[DeductionShown, ...]:
        with self.looked_at() as (session, row, frame):
            loaded = load_checkpoint(session, frame, row.key)
            return deductions_shown(session, frame, [loaded], self.clock.today())[row.key]

    def scores(self) -> list[tuple[Decimal, Decimal, bool]]:
        """Quality, progress, and whether it was in time, of each evaluation."""
        with reading(self.engine) as session:
            given = session.exec(select(Evaluation).order_by(col(Evaluation.id)))
            return [(one.quality, one.progress, one.in_time) for one in given]

    def nudges(self) -> list[tuple[NudgeKind, Audience]]:
        of_causes = (NudgeKind.CAUSE_ASKED, NudgeKind.CAUSE_DECIDED)
        with reading(self.engine) as session:
            query = select(Nudge).where(col(Nudge.kind).in_(of_causes)).order_by(col(Nudge.id))
            return [(one.kind, one.audience) for one in session.exec(query)]

    def said(self, act: Act) -> list[dict[str, Any]]:
        with reading(self.engine) as session:
            events = session.exec(select(Event).order_by(col(Event.id)))
            return [{**one.data, "kind": one.kind} for one in events if one.data.get("act") == act]

    def sound(self) -> bool:
        with reading(self.engine) as session:
            return not verify(session).findings


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


def test_whoever_may_report_for_somebody_may_report_their_cause(office: Office):
    office.reported()
    with pytest.raises(Refused, match="name_official"):
        office.asks("chi")
    office.asks("chi", on_behalf_of="an")
    (shown,) = office.shown()
    assert shown.asked is not None
    assert (shown.asked.by, shown.asked.on_behalf_of) == ("Nguyễn Văn Chi", "Nguyễn Văn An")
    with pytest.raises(Refused, match="not_your_role"):
        office.asks("giang", about="lateness:1")
    office.does(Act.WITHDRAW_CAUSE, "an", about="lateness")  # it is theirs


def test_a_request_of_somebody_who_has_left_is_still_answered(office: Office):
    office.reported().asks()
    with writing(office.engine) as session:
        an = session.exec(select(Person).where(Person.code == "an")).one()
        for holding in session.exec(select(Holding).where(Holding.person_id == an.key)):
            holding.held_to = date(2022, 4, 6)
    office.on(LATER)
    with pytest.raises(Refused):
        office.does(Act.WITHDRAW_CAUSE, "an", about="lateness")
    office.confirms()
    office.drains()
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}


def test_nothing_is_said_of_what_was_withdrawn_and_nothing_waits_there(office: Office):
    office.reported().asks()
    office.does(Act.WITHDRAW, "dung", reason="Không còn cần")
    office.drains()
    for act in (Act.CONFIRM_CAUSE, Act.REFUSE_CAUSE, Act.ASK_CAUSE):
        with pytest.raises(Refused, match="ended"):
            office.does(act, "dung" if act is not Act.ASK_CAUSE else "an", **FLOOD)


def test_after_the_year_it_can_be_asked_and_answered_as_long_as_anything_can(office: Office):
    office.reported()
    office.on(date(2023, 1, 12)).asks()
    office.on(date(2023, 1, 16)).confirms()
    office.drains()
    assert office.states() == {"lateness:1": CauseState.CONFIRMED}


@pytest.mark.parametrize(
    ("said", "key"),
    [({"about": "quality"}, "about_unknown"), ({"about": ""}, "about_unknown"),
     ({"since": date(2022, 4, 6)}, "future_cause")],
)  # fmt: skip
def test_what_cannot_be_understood_is_told(office: Office, said: dict[str, Any], key: str):
    office.reported()
    with pytest.raises(BadInput, match=key):
        office.asks(**said)
    with reading(office.engine) as session:
        assert session.exec(select(CauseStatement)).all() == []


def test_sent_twice_it_is_one_and_another_text_under_one_key_is_refused(office: Office):
    office.reported()
    first = office.asks(request_key="key-00001")
    assert office.asks(request_key="key-00001") == first
    with pytest.raises(BadInput, match="request_key_used"):
        office.asks(request_key="key-00001", reason="Lời khác")


def test_an_act_of_before_is_told_by_the_digest_that_it_had():
    plain = ActInput(Act.UPDATE, "A@B/Q1", "an", narrative="x")
    assert digest_of(plain) == digest_of(replace(plain, about="", since=None))
    assert digest_of(plain) != digest_of(replace(plain, about="lateness"))


def test_its_photo_is_kept_and_found_again(office: Office):
    office.reported().asks(evidence=(PHOTO,))
    (shown,) = office.shown()
    assert shown.asked is not None
    assert [file.filename for file in shown.asked.files] == ["lu.jpg"]
    assert shown.answer_by is not None and shown.answer_by > LATE
    assert (shown.asked.since, shown.asked.reason) == (date(2022, 3, 28), "Mưa lũ")


def test_who_decides_and_who_waits_hear_of_it(office: Office):
    office.reported().asks()
    office.drains()
    assert office.nudges() == [(NudgeKind.CAUSE_ASKED, Audience.SECRETARIAT)]
    office.on(date(2022, 4, 6), 9).does(
        Act.REFUSE_CAUSE, "dung", about="lateness", reason="Không có mưa."
    )
    done = office.drains()
    assert office.nudges()[1:] == [(NudgeKind.CAUSE_DECIDED, Audience.LEAD)]
    told = tell_at_once(office.engine, done.acts, office.clock.now())
    assert told is not None
    with reading(office.engine) as session:
        assert session.exec(select(Message)).all() != []


def test_history_says_which_one_it_was_and_since_when(office: Office):
    office.reported().asks()
    office.drains()
    (asked,) = office.said(Act.ASK_CAUSE)
    assert (asked["kind"], asked["deduction"], asked["since"]) == (
        EventKind.RECORDED, "lateness:1", "2022-03-28",
    )  # fmt: skip


def test_an_earlier_day_is_told_without_what_came_later(office: Office):
    office.reported().asks()
    office.on(LATER).confirms()
    office.drains()
    with office.looked_at() as (session, row, frame):
        loaded = {row.key: load_checkpoint(session, frame, row.key)}
        stood = [as_on(session, loaded, day)[row.key].facts.causes for day in (LATE, LATER)]
    assert [each.state for causes in stood for each in causes] == [
        CauseState.ASKED, CauseState.CONFIRMED,
    ]  # fmt: skip


def test_out_of_order_days_are_refused_like_those_of_every_act(office: Office):
    office.reported().asks()
    office.drains()
    with pytest.raises(DondocError, match="before_last_act"):
        office.on(date(2022, 4, 1)).confirms()


def test_what_waits_at_a_moment_says_since_when(office: Office):
    office.reported().asks()
    moment: datetime = office.clock.now()
    office.drains()
    with office.looked_at() as (_, row, _frame):
        assert row.cause_asked_at == moment
    with reading(office.engine) as session:
        acts = session.exec(select(Submission.state)).all()
    assert set(acts) == {SubmissionState.APPLIED}
