"""What is kept and told of objective causes, and who may report one whatever has happened since."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cause_office import FLOOD, LATE, LATER, PHOTO, Office
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.acts.act_input import ActInput, digest_of
from dondoc.services.reminders.gather.at_once import tell_at_once
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.services.work.earlier_days import as_on
from dondoc.store.database import reading, writing
from models.event import EventKind
from models.message import Message
from models.nudge import NudgeKind
from models.objective_cause import CauseStatement
from models.person import Holding, Person
from models.rules.checkpoints import Act
from models.rules.objective_causes import CauseState
from models.rules.roles import Audience
from models.submission import Submission, SubmissionState


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return Office(engine, tmp_path)


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
