"""Own points beside the decided ones, round by round, for the observation on both."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import FULL, LESS, OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.evaluation.people.own_scores import own_and_decided
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationRoundStep
from models.person import Person
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.rounds import RoundStepKind

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


def is_now(world: CourseWorld, kind: RoundStepKind) -> None:
    """The round as a whole is published, or reopened."""
    with writing(world.engine) as session:
        held = context_of(session, OPENED).row
        by = session.scalars(select(col(Person.id)).order_by(col(Person.id))).first()
        session.add(EvaluationRoundStep(round_id=held.key, kind=kind, person_id=by, at=at(DECIDED)))


def test_a_round_counts_once_both_are_there_and_published(world: CourseWorld) -> None:
    assert pairs(world, DECIDED) == []
    decide(world, FULL, "Thống nhất")
    assert pairs(world, DECIDED) == []  # an observation would tell of the decision
    is_now(world, RoundStepKind.PUBLISHED)
    assert pairs(world, DECIDED) == [(Decimal(30), Decimal(30))]
    assert pairs(world, OPENED) == []
    is_now(world, RoundStepKind.REOPENED)
    assert pairs(world, DECIDED) == []


def test_the_latest_decision_is_the_one_that_is_compared(world: CourseWorld) -> None:
    decide(world, FULL, "Thống nhất")
    decide(world, LESS, "Xem lại")
    is_now(world, RoundStepKind.PUBLISHED)
    assert pairs(world, DECIDED) == [(Decimal(30), sum(LESS.values()))]
