"""Own points beside the decided ones, round by round, for the observation on both."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import FULL, LESS, OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine

from dondoc.services.evaluation.people.own_scores import own_and_decided
from dondoc.store.database import reading
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct

DECIDED = OPENED + timedelta(days=1)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    world = begin(engine, tmp_path)
    world.opened()
    world.assessed()
    world.commented()
    return world


def pairs(world: CourseWorld, as_of: date) -> list[tuple[Decimal, Decimal]]:
    with reading(world.engine) as session:
        person = dossier_in(session, context_of(session, OPENED), "an").row.person_id
        return list(own_and_decided(session, [person], as_of).get(person, ()))


def decide(world: CourseWorld, criteria: dict[int, Decimal], reason: str = "") -> None:
    world.takes("dung", DossierAct.DECIDE, DECIDED, criteria=criteria, grade=Grade.EXCELLENT,
                reason=reason)  # fmt: skip


def test_a_round_counts_once_both_are_there(world: CourseWorld) -> None:
    assert pairs(world, DECIDED) == []
    decide(world, FULL, "Thống nhất")
    assert pairs(world, DECIDED) == [(Decimal(30), Decimal(30))]
    assert pairs(world, OPENED) == []


def test_the_latest_decision_is_the_one_that_is_compared(world: CourseWorld) -> None:
    decide(world, FULL, "Thống nhất")
    decide(world, LESS, "Xem lại")
    assert pairs(world, DECIDED) == [(Decimal(30), sum(LESS.values()))]
