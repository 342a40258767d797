"""A session of the deciding body: who calls it, who votes, and what its day and numbers hold to."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from deciding_world import HELD, DecidingWorld, deciding, refusals
from sqlalchemy import Engine

from dondoc.errors import Refused
from dondoc.i18n import translator
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.decisions.decide import votes_of
from dondoc.services.evaluation.decisions.session_input import SessionInput
from dondoc.services.evaluation.decisions.sessions import (
    call_session,
    change_session,
)
from dondoc.store.database import reading
from models.rules.evaluation import Grade

VI = translator("vi")
AN = {"of": "an", "grade": Grade.EXCELLENT}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def test_votes_never_exceed_those_present_and_the_latest_count_stands(world: DecidingWorld):
    world.calls()
    too_many = AN | {"votes": {Grade.EXCELLENT: 7, Grade.GOOD: 3}}
    assert refusals(world.decides(too_many)) == ["evaluation.session.error.votes"]
    world.decides(AN | {"votes": {Grade.EXCELLENT: 7, Grade.GOOD: 2}})
    again = {"of": "an", "grade": Grade.GOOD, "reason": "Biểu quyết lại"}
    assert refusals(world.decides(again | {"votes": {Grade.GOOD: 9}})) == []
    with reading(world.engine) as session:
        assert list(votes_of(session, world.session_id).values()) == [{Grade.GOOD: 9}]


def test_what_was_voted_and_decided_in_a_session_holds_its_day_and_who_was_there(
    world: DecidingWorld,
):
    world.calls()
    world.decides(AN | {"votes": {Grade.EXCELLENT: 5, Grade.GOOD: 3}})
    for said, key in (
        (SessionInput(HELD, "Ban Thường vụ", 11, 7), "present_of_votes"),
        (SessionInput(HELD + timedelta(days=9), "Ban Thường vụ", 11, 9), "decided_before"),
        (SessionInput(date(2022, 3, 31), "Ban Thường vụ", 11, 9), "before_end"),
    ):
        with world.change("dung", HELD) as (change, _), pytest.raises(FieldError, match=key) as no:
            change_session(change, world.session_id, said, "")
        assert "{" not in no.value.text(VI) and no.value.text(VI) != no.value.key
    with world.change("dung", HELD) as (change, _):
        fits = SessionInput(HELD - timedelta(days=1), "Ban Thường vụ", 11, 8)
        change_session(change, world.session_id, fits, "")


@pytest.mark.parametrize("most", [Grade.GOOD, None])
def test_a_decision_beside_what_most_voted_for_needs_a_reason(
    world: DecidingWorld, most: Grade | None
):
    world.calls()
    row = AN | {"votes": {Grade.EXCELLENT: 4, most: 5}}
    ((_, error),) = world.decides(row).refused
    assert isinstance(error, FieldError) and error.name == "reason"
    assert error.text(VI).startswith("Nhiều phiếu hơn cho ")
    assert refusals(world.decides(row | {"reason": "Người chủ trì quyết định"})) == []


def test_one_session_at_a_time_is_called_by_the_secretariat_alone(world: DecidingWorld):
    world.calls()
    for by, error in (("dung", "one_open"), ("giang", "not_your_role")):
        with world.change(by, HELD) as (change, _), pytest.raises(Refused, match=error):
            call_session(change, world.round_id, SessionInput(HELD, "Ban Thường vụ", 11, 9))
    world.closes()
    for members, present in ((0, 0), (11, 12), (11, 0)):
        with world.change("dung", HELD) as (change, _), pytest.raises(FieldError):
            call_session(
                change, world.round_id, SessionInput(HELD, "Ban Thường vụ", members, present)
            )
