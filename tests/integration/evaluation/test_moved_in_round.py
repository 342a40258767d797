"""Whoever moved within a period is scored in its round as the rule set weighs their units.

By hand: until 31/01 at one unit, half of whose product was done (50%); from 01/02 at another, whose
was done (100%). Pooled 70 x 75% = 52.50; by days 70 x (31 x 50% + 59 x 100%) / 90 = 57.94.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import DUE, OPENED, CourseWorld, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.in_words import sums
from dondoc.services.evaluation.people.officials_list import officials_list
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.person_period import person_period
from dondoc.services.evaluation.ranking.standings import read_period, standings_by
from dondoc.services.evaluation.trials.sums import SumWords
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentOfficial
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.scoring.exact import decimal_of
from models.unit import Unit, UnitGroup, UnitName
from tests.integration.evaluation.test_absences import opened, rules_with, work

MOVED = date(2022, 2, 1)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    """An moved on 1 February; each unit had one result of theirs."""
    world = CourseWorld.begin(engine, tmp_path, date(2022, 1, 20), DUE)
    assert isinstance(world, CourseWorld)
    with writing(engine) as session:
        _move(session)
    for number, day, value in ((0, 18, "5"), (1, 28, "10")):
        ref, month = world.refs[number], 1 + 2 * number
        world.act(Act.REPORT, "an", date(2022, month, day), ref, value=Decimal(value))
        world.act(Act.VERIFY, "dung", date(2022, month, day + 1), ref)
    world.advance(DUE)
    return world


def _move(session: Session) -> None:
    unit = Unit(group_id=session.scalars(select(col(UnitGroup.id))).one())
    session.add(unit)
    session.flush()
    an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
    session.add(UnitName(unit_id=unit.key, code="SL", name="Huyện Sông Lô", valid_from=MOVED))
    post = Position(unit_id=unit.key, code="P2-an", title="Phó Chủ tịch")
    session.add(post)
    session.flush()
    held = session.scalars(select(Holding).where(col(Holding.person_id) == an.key)).one()
    held.held_to = date(2022, 1, 31)
    session.add(Holding(position_id=post.key, person_id=an.key, held_from=MOVED))
    second = session.scalars(select(Assignment).order_by(col(Assignment.id).desc())).first()
    assert second is not None
    second.unit_id = unit.key
    leads = select(AssignmentOfficial).where(col(AssignmentOfficial.assignment_id) == second.key)
    session.scalars(leads).one().position_id = post.key


@pytest.mark.parametrize(("transfer", "results"), [("pooled", "52.50"), ("by_days", "57.94")])
def test_it_is_weighed_alike_in_the_round_on_the_persons_page_and_in_the_ranking(
    world: CourseWorld, transfer: str, results: str
) -> None:
    rules = rules_with(transfer=transfer)
    opened(world, "Q1", OPENED, transfer=transfer)
    in_round = work(world).scored_with(EnteredPoints()).period
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        q1 = judged_period("Q1", 2022)
        of_person = person_period(session, programme, an, q1, OPENED, rules).rules[0].period
        read = read_period(session, programme, q1, OPENED)
        (ranked,) = standings_by(session, read, dict.fromkeys((True, False), rules)).people
    found = (in_round.results, of_person.results if of_person else None, ranked.points.results)
    assert [str(decimal_of(each, 2)) for each in found if each is not None] == [results] * 3
    lines = sums(in_round, rules.parameters(), SumWords("vi"))
    assert any("Huyện Sông Lô" in line for line in lines) is (transfer == "by_days")


def test_the_unit_to_which_they_moved_grades_them_also_where_more_work_was_before(
    world: CourseWorld,
) -> None:
    """Article 21: the unit that they left hands over; and beside whom they are ranked is new."""
    with writing(world.engine) as session:
        moved = session.scalars(select(Position).where(col(Position.code) == "P2-an")).one()
        lead = select(AssignmentOfficial).where(col(AssignmentOfficial.position_id) == moved.key)
        old = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
        for each in session.scalars(lead):  # all work is of the unit before
            each.position_id = old.key
            session.get_one(Assignment, each.assignment_id).unit_id = old.unit_id
        unit_id = moved.unit_id
    opened(world, "Q1", OPENED, transfer="by_days")
    with reading(world.engine) as session:
        row = dossier_in(session, context_of(session, OPENED), "an").row
        assert (row.unit_id, row.position) == (unit_id, "Phó Chủ tịch")


def test_rankings_before_a_round_and_lists_have_them_in_the_unit_where_they_are(
    world: CourseWorld,
) -> None:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        read = read_period(session, programme, judged_period("Q1", 2022), OPENED)
        (an,) = (each for each in read.officials if each.code == "an")
        assert (an.unit, an.position) == ("Huyện Sông Lô", "Phó Chủ tịch")
        (listed,) = officials_list(session, programme, OPENED).officials
        assert listed.unit == "Huyện Sông Lô"


def test_another_day_of_moving_outdates_what_was_decided_by_it(world: CourseWorld) -> None:
    opened(world, "Q1", OPENED, transfer="by_days")
    before = work(world).work_sha256
    with writing(world.engine) as session:
        for held in session.scalars(select(Holding).where(col(Holding.held_from) == MOVED)):
            held.held_from = date(2022, 2, 15)
    assert work(world).work_sha256 != before
