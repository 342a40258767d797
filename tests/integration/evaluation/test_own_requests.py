"""What one asked to be assessed again stays to be read, whatever became of it or of the round."""

from datetime import date
from pathlib import Path

import pytest
from deciding_world import PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine

from dondoc.services.evaluation.decisions.own_grades import own_grades
from dondoc.services.evaluation.decisions.own_requests import (
    RequestMade,
    requests_before_reopening,
)
from dondoc.services.evaluation.decisions.published import reopened_rounds
from dondoc.services.organisation.choose import person_called
from dondoc.store.database import reading
from models.rules.evaluation import Grade
from models.rules.evaluation_course.rounds import RoundAct

ASKED = date(2022, 5, 18)
ANSWERED, REOPENED, AGAIN = date(2022, 5, 19), date(2022, 5, 20), date(2022, 5, 24)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    made = deciding(engine, tmp_path)
    made.published()
    made.asks(ASKED)
    return made


def told(world: DecidingWorld, day: date) -> tuple[RequestMade, ...]:
    """What the page of one's results tells An."""
    with reading(world.engine) as session:
        an = person_called(session, "an").key
        own = own_grades(session, world.programme_id, an, day)
        ended = [made for each in own for made in each.ended]
        for each in reopened_rounds(session, world.programme_id):
            ended += requests_before_reopening(session, world.programme_id, an, each)
        session.expunge_all()
    return tuple(ended)


def answered(world: DecidingWorld, day: date) -> None:
    world.answers("dung", Grade.GOOD, day, words="Đã xem lại", reason="Một mốc trễ")


def test_an_answer_of_a_reopened_round_is_read_once_it_is_published_again(
    world: DecidingWorld,
) -> None:
    world.steps_round(RoundAct.REOPEN, REOPENED, reason="Nhầm người")
    (waits,) = told(world, REOPENED)
    answered(world, AGAIN)
    assert waits.asked.words and told(world, AGAIN)[0].ended is waits.ended is None
    world.calls(AGAIN)
    row = {"of": "an", "grade": Grade.EXCELLENT, "reason": "Thống nhất"}
    assert not world.decides(row, by="em", day=AGAIN).refused
    world.closes(AGAIN)
    world.steps_round(RoundAct.PUBLISH, AGAIN)
    (made,) = told(world, AGAIN)
    assert made.is_answered and made.ended and made.ended.words == "Đã xem lại"
    assert made.decided and made.decided.grade is Grade.EXCELLENT


def test_an_answer_that_was_known_stays_while_the_round_is_reopened(world: DecidingWorld) -> None:
    answered(world, ANSWERED)
    assert told(world, ANSWERED)[0].is_answered
    world.steps_round(RoundAct.REOPEN, REOPENED, reason="Nhầm người")
    (made,) = told(world, REOPENED)
    assert made.is_answered and made.ended and made.ended.reason == "Một mốc trễ"


def test_a_request_that_was_withdrawn_leaves_its_trace(world: DecidingWorld) -> None:
    world.withdraws(ANSWERED)
    (made,) = told(world, ANSWERED)
    assert made.ended and not made.is_answered and PUBLISHED < ASKED
