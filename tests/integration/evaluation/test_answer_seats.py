"""The answer of a re-assessment says what an "excellent" is to the caps, as a session does."""

from pathlib import Path

import pytest
from deciding_world import PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine

from dondoc.services.evaluation.decisions.answer_seats import AnswerSeats, seats_of_answers
from dondoc.services.evaluation.decisions.requests import requests_waiting
from dondoc.store.database import reading
from models.rules.evaluation import Grade
from models.rules.evaluation_course.rounds import RoundAct


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def caps(world: DecidingWorld) -> list[AnswerSeats]:
    with reading(world.engine) as session:
        waiting = requests_waiting(session, world.programme_id, PUBLISHED)
        (found,) = seats_of_answers(session, waiting).values()
        return list(found)


def test_an_excellent_beyond_the_cap_is_said_before_it_is_answered(world: DecidingWorld) -> None:
    world.calls()
    said = {"of": "an", "grade": Grade.GOOD, "reason": "Còn chậm"}
    other = {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"}
    assert not world.decides(said, other, by="em").refused
    world.closes()
    world.steps_round(RoundAct.PUBLISH)
    world.asks()
    found = caps(world)  # of one graded official 20% are no seat, in the group and in the round
    assert [(cap.taken, cap.seats, cap.over) for cap in found] == [(0, 0, 1), (0, 0, 1)]
    assert [cap.group is None for cap in found] == [False, True]
