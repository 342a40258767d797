"""A round's people, rule sets, points and decisions count; a correction shows its effect."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import LESS, OPENED, CourseWorld, begin
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.ranking.changes import changes_between
from dondoc.services.evaluation.ranking.conflicts import ConflictKind, conflicts_of
from dondoc.services.evaluation.ranking.groups import RankedPeriod, ranked_period
from dondoc.services.evaluation.ranking.standings import (
    PeriodReading,
    read_period,
    standings_by,
    usual_rules,
)
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.staffing.unit_places import set_deputy
from dondoc.store.database import reading, writing
from models.person import Holding, Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.scoring.caps import SeatState
from models.rules.scoring.units import PlaceInUnit
from models.unit import Unit

AFTER = date(2022, 4, 20)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def ranked(
    world: CourseWorld, day: date, *, decided: bool = True
) -> tuple[PeriodReading, RankedPeriod]:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        period = read_period(session, programme, judged_period("Q1", 2022), day)
        standings = standings_by(session, period, usual_rules(session, period))
        grades = period.round.decided if period.round and decided else {}
        return period, ranked_period(standings, decided=grades)


def test_whom_the_round_evaluates_stands_in_it_with_what_was_entered(world: CourseWorld) -> None:
    _, before = ranked(world, OPENED)
    assert [each.code for each in before.standings.people] == ["an"]
    world.opened()
    period, opened = ranked(world, OPENED)
    people = {each.code: each for each in opened.standings.people}
    assert people.keys() == {"an", "binh"}  # the head has no work of their own, and is evaluated
    assert people["binh"].official.place is PlaceInUnit.HEAD
    assert people["an"].points.total is None
    assert {each.code for each in opened.standings.rules.values()} == {"ND-335-2025"}
    world.assessed()
    _, assessed = ranked(world, OPENED)
    (an,) = (each for each in assessed.standings.people if each.code == "an")
    assert (an.points.total, an.points.grade) == (100, Grade.EXCELLENT)
    world.commented(criteria=LESS, reason="Chậm gửi số liệu")
    _, commented = ranked(world, OPENED)
    (an,) = (each for each in commented.standings.people if each.code == "an")
    assert an.points.total == 99
    assert period.round is not None
    assert period.round.decided == {}


def test_whoever_heads_two_units_is_the_head_of_both(world: CourseWorld) -> None:
    with writing(world.engine) as session:
        binh = session.scalars(select(Person).where(col(Person.code) == "binh")).one()
        first = session.scalars(select(Unit)).one()
        other = Unit(group_id=first.group_id, rank=9)
        session.add(other)
        session.flush()
        post = Position(unit_id=other.key, code="P-hai", title="Trưởng ban", heads_unit=True)
        session.add(post)
        session.flush()
        session.add(Holding(position_id=post.key, person_id=binh.key, held_from=date(2021, 1, 1)))
        units = {first.key: PlaceInUnit.HEAD, other.key: PlaceInUnit.HEAD}
    world.opened()
    _, period = ranked(world, OPENED)
    (official,) = (each.official for each in period.standings.people if each.code == "binh")
    assert official.in_units == units


def test_a_deputy_is_whom_the_position_says_to_be_one(world: CourseWorld) -> None:
    def place() -> PlaceInUnit:
        _, period = ranked(world, OPENED)
        (an,) = (each for each in period.standings.people if each.code == "an")
        return an.official.place

    def says(deputy: bool) -> None:
        with writing(world.engine) as session:
            set_deputy(acting_for_office(session, "dung", at(OPENED), at(OPENED)), "P-an", deputy)

    assert place() is PlaceInUnit.OFFICIAL
    says(True)
    assert place() is PlaceInUnit.DEPUTY
    world.opened()
    assert place() is PlaceInUnit.DEPUTY
    says(False)
    assert place() is PlaceInUnit.OFFICIAL


def test_a_decision_counts_and_one_beside_the_computed_is_named(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented()
    _, undecided = ranked(world, AFTER)
    kinds = [each.kind for each in conflicts_of(undecided)]
    assert ConflictKind.CAP_EXCEEDED in kinds
    world.takes(
        "dung", DossierAct.DECIDE, AFTER, grade=Grade.GOOD, reason="Hết suất xuất sắc",
        criteria={1: Decimal("7.5"), 2: Decimal("7.5"), 3: Decimal("7.5"), 4: Decimal("7.5")},
    )  # fmt: skip
    period, decided = ranked(world, AFTER)
    assert period.round is not None
    assert (period.round.decided, period.round.decided_on) == ({"an": Grade.GOOD}, AFTER)
    found = conflicts_of(decided)
    assert ConflictKind.CAP_EXCEEDED not in [each.kind for each in found]
    (otherwise,) = (each for each in found if each.kind is ConflictKind.DECIDED_OTHERWISE)
    assert (otherwise.computed, otherwise.decided) == (Grade.EXCELLENT, Grade.GOOD)


def test_a_correction_after_the_decision_shows_whose_grade_depended_on_it(
    world: CourseWorld,
) -> None:
    world.opened()
    world.assessed()
    world.commented()
    _, before = ranked(world, AFTER, decided=False)
    world.act(Act.CORRECT, "dung", date(2022, 5, 4), value=Decimal(5), reason="Tính trùng")
    world.advance(date(2022, 5, 4))
    _, then = ranked(world, AFTER, decided=False)
    _, after = ranked(world, date(2022, 5, 5), decided=False)
    assert changes_between(before, then).is_empty  # that day is what it was then
    (changed, *_) = changes_between(then, after).seats["ND-335-2025"]
    (an,) = changed.people
    assert an.before is not None
    assert an.after is not None
    assert (an.before.points, an.after.points) == (100, 65)
    assert (an.before.grade, an.after.grade) == (Grade.EXCELLENT, Grade.COMPLETED)
    assert (an.seat_before, an.seat_after) == (SeatState.WITHOUT, SeatState.NOT_ASKING)
    assert an.depends
