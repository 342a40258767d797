"""Whoever was taken out of a round is none of it, also where another round reads it: on SQLite."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from course_world import FULL, context_of
from sqlalchemy import select
from sqlmodel import col
from year_world import QUARTERS, YearWorld, begin_year, shown, states

from dondoc.services.evaluation.course.whom_in_year import evaluated_in_periods
from dondoc.services.evaluation.decisions.earlier_grades import earlier_grades
from dondoc.services.evaluation.people.decided_grades import decided_grades
from dondoc.services.evaluation.people.own_scores import own_and_decided
from dondoc.store.database import open_engine, reading
from models.person import Person
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.membership import MembershipAct
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.scoring.years import YearPartState
from tests.integration.evaluation.test_membership import does

LATER = date(2022, 5, 20)


@pytest.fixture
def decided(sqlite_url: str, tmp_path: Path) -> Iterator[YearWorld]:
    """An is decided and published in the first quarter, "not completed"."""
    engine = open_engine(sqlite_url)
    made = begin_year(engine, tmp_path)
    made.evaluated("Q1", grade=Grade.NOT_COMPLETED, reason="Chưa hoàn thành")
    yield made
    engine.dispose()


@pytest.fixture
def world(decided: YearWorld) -> YearWorld:
    """An was taken out after that."""
    decided.steps_round(RoundAct.REOPEN, LATER, reason="Vào nhầm đợt")
    does(decided, MembershipAct.TAKE_OUT, "an", day=LATER)
    decided.steps_round(RoundAct.PUBLISH, LATER)
    return decided


def test_what_they_asked_for_again_waits_for_nobody(decided: YearWorld) -> None:
    decided.asks(date(2022, 5, 16))
    assert len(decided.waiting(LATER)) == 1
    decided.steps_round(RoundAct.REOPEN, LATER, reason="Vào nhầm đợt")
    does(decided, MembershipAct.TAKE_OUT, "an", day=LATER)
    assert decided.waiting(LATER) == []


def test_the_year_counts_nothing_of_that_quarter(world: YearWorld) -> None:
    world.work("Q2", date(2022, 6, 30))
    world.evaluated("Q2", criteria={**FULL, 1: FULL[1] - 3})
    world.opens_year()
    assert states(world)[:2] == [YearPartState.NOT_IN_ROUND, YearPartState.DECIDED]
    assert shown(world.year_of()) == ("97.00", Grade.EXCELLENT)


def test_no_later_round_speaks_of_it_and_no_count_has_it(world: YearWorld) -> None:
    world.work("Q2", date(2022, 6, 30))
    opened = QUARTERS["Q2"][0]
    world.round_id = world.opened(opened, world.rules, "Q2")
    with reading(world.engine) as session:
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        programme = session.scalars(select(Programme)).one()
        context = context_of(session, opened, world.round_id)
        assert an.key not in earlier_grades(session, context)
        assert all("an" not in each for each in decided_grades(session, programme).values())
        assert not own_and_decided(session, [an.key], opened)
        assert an.key in evaluated_in_periods(session, programme.key)  # by the second quarter
