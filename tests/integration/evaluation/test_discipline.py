"""Papers of discipline: who records them, and what evaluations make of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from course_world import FULL, OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.score import score_of
from dondoc.services.evaluation.discipline.record import (
    DisciplineInput,
    record_discipline,
    take_back_discipline,
)
from dondoc.services.evaluation.people.discipline import (
    DisciplineBelow,
    DisciplineFact,
    Disciplines,
    LedUnit,
    discipline_below,
    disciplines_on,
)
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.people.person_period import person_period
from dondoc.services.evaluation.ranking.standings import read_period, standings_by
from dondoc.services.evaluation.ranking.unit_scores import group_scores
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.discipline import DisciplineRecord
from models.event import Event
from models.person import Person
from models.programme import Programme
from models.rules.discipline import DisciplineKind
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.scoring.gates import GateState, Overruled
from models.rules.scoring.parameters import Need
from models.unit import UnitName
from tests.integration.evaluation.test_course import state

SIGNED, EFFECT = date(2022, 3, 8), date(2022, 3, 10)
Q1, Q2, YEAR = (judged_period(name, 2022) for name in ("Q1", "Q2", "2022"))


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def typed(**said: Any) -> DisciplineInput:
    usual: dict[str, Any] = {
        "person": "an", "unit": "", "kind": DisciplineKind.DISCIPLINE, "number": "12-QĐ/UBKT",
        "signed": SIGNED, "body": "Ủy ban kiểm tra", "effective": EFFECT,
    }  # fmt: skip
    return DisciplineInput(**(usual | said))


def record(world: CourseWorld, by: str = "dung", **said: Any) -> int:
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        change = acting_for_office(session, by, at(OPENED), at(OPENED))
        return record_discipline(change, programme, typed(**said))


def take_back(world: CourseWorld, key: int, reason: str = "Ghi nhầm", by: str = "em") -> None:
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        change = acting_for_office(session, by, at(OPENED), at(OPENED))
        take_back_discipline(change, programme, key, reason)


def grade_of_round(world: CourseWorld) -> Grade | None:
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
        dossier = dossier_in(session, context, "an")
        return computed_grade(score_of(session, context, [dossier], OPENED)[dossier.row.key])


def test_in_the_round_it_overrules_the_points_and_outdates_the_decision(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented()
    world.takes("dung", DossierAct.DECIDE, OPENED, criteria=FULL, grade=Grade.EXCELLENT)
    assert (grade_of_round(world), state(world, OPENED)) == (Grade.EXCELLENT, DossierState.DECIDED)
    key = record(world)
    assert grade_of_round(world) is Grade.NOT_COMPLETED
    assert state(world, OPENED) is DossierState.OUTDATED
    take_back(world, key)
    assert (grade_of_round(world), state(world, OPENED)) == (Grade.EXCELLENT, DossierState.DECIDED)


def test_it_counts_in_its_own_period_and_in_its_year(world: CourseWorld) -> None:
    record(world)
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        an = session.scalars(select(Person).where(col(Person.code) == "an")).one()
        decree = shipped_rules("ND-335-2025")
        found = {
            period: person_period(session, programme, an, period, OPENED, decree)
            for period in (Q1, Q2, YEAR)
        }
    first, second = found[Q1].rules[0].period, found[Q2].rules[0].period
    assert first is not None and second is not None
    assert (first.overruled, second.overruled) == (Overruled.DISCIPLINE, None)
    assert [len(found[period].disciplined) for period in (Q1, Q2, YEAR)] == [1, 0, 1]


def standing(session: Session, period: str, rules: str = "ND-335-2025") -> Any:
    programme = session.scalars(select(Programme)).one()
    read = read_period(session, programme, judged_period(period, 2022), OPENED)
    judging = shipped_rules(rules)
    assert judging is not None
    return read, standings_by(session, read, dict.fromkeys((True, False), judging))


@pytest.mark.parametrize("period", ["Q1", "2022"])
def test_in_the_ranking_nobody_disciplined_can_come_to_another_grade(
    world: CourseWorld, period: str
) -> None:
    record(world)
    with reading(world.engine) as session:
        (an,) = standing(session, period)[1].people
    assert (an.points.worst, an.points.best) == (Grade.NOT_COMPLETED, Grade.NOT_COMPLETED)


def test_a_collective_is_held_by_the_discipline_of_whoever_leads_it(world: CourseWorld) -> None:
    def gates() -> set[GateState]:
        with reading(world.engine) as session:
            (group,) = group_scores(*standing(session, "Q1", "366-QD-TW"))
            points = group.units[0].points
        return {each.state for each in points.held if each.need is Need.NOBODY_DISCIPLINED}

    assert gates() == set()  # nobody was: the gate is closed, where it was unknown before
    key = record(world)  # An heads nothing
    assert gates() == set()
    take_back(world, key)
    record(world, person="binh")
    assert gates() == {GateState.OPEN}


FACT = DisciplineFact(DisciplineKind.DISCIPLINE, "1", "UBKT", SIGNED, EFFECT)
LEAD, UNDER, LOWEST = 1, 2, 3


@pytest.mark.parametrize(
    ("people", "units", "led", "held"),
    [
        ({}, {LOWEST: (FACT,)}, {}, {LEAD, UNDER}),
        ({}, {LEAD: (FACT,)}, {}, set()),
        ({7: (FACT,)}, {}, {7: (LedUnit(UNDER, EFFECT, None),)}, {LEAD, UNDER}),
        ({7: (FACT,)}, {}, {7: (LedUnit(UNDER, SIGNED, EFFECT),)}, {LEAD, UNDER}),
        ({7: (FACT,)}, {}, {7: (LedUnit(UNDER, date(2022, 3, 11), None),)}, set()),
        ({7: (FACT,)}, {}, {7: (LedUnit(UNDER, date(2022, 1, 1), SIGNED),)}, set()),
        ({7: (FACT,)}, {}, {}, set()),
    ],
)
def test_it_holds_the_units_above_and_a_leader_where_they_led_that_day(
    people: Any, units: Any, led: Any, held: set[int]
) -> None:
    parents = {LOWEST: UNDER, UNDER: LEAD}
    below = DisciplineBelow(Disciplines(OPENED, people, units), led, parents)
    assert below.units_in(Q1) == held
    assert below.units_in(Q2) == set()


def test_a_unit_is_named_by_its_code_and_history_names_nobody(world: CourseWorld) -> None:
    with reading(world.engine) as session:
        unit = session.scalars(select(UnitName)).first()
        assert unit is not None
        code, unit_id = unit.code, unit.unit_id
    key = record(world, person="", unit=code)
    with reading(world.engine) as session:
        assert disciplines_on(session, OPENED).of_unit(unit_id, Q1)
        assert not disciplines_on(session, date(2022, 4, 11)).of_units  # it was not recorded then
        assert discipline_below(session, disciplines_on(session, OPENED)).units_in(Q1) == set()
        notes = [each.data for each in session.scalars(select(Event)) if "record" in each.data]
    assert notes == [{"what": "discipline_recorded", "record": key}]


@pytest.mark.parametrize("by", ["an", "binh", "chi", "giang", "ha"])
def test_nobody_but_the_secretariat_records(world: CourseWorld, by: str) -> None:
    with pytest.raises(Refused, match="not_your_role"):
        record(world, by=by)
    key = record(world)
    with pytest.raises(Refused, match="not_your_role"):
        take_back(world, key, by=by)


def test_nobody_records_or_takes_back_what_is_their_own(world: CourseWorld) -> None:
    with pytest.raises(Refused, match=r"discipline\.error\.own"):
        record(world, by="dung", person="dung")
    key = record(world, by="em", person="dung")
    with pytest.raises(Refused, match=r"discipline\.error\.own"):
        take_back(world, key, by="dung")


@pytest.mark.parametrize(
    ("said", "name", "key"),
    [
        ({"person": ""}, "person", "whom"),
        ({"unit": "LT"}, "person", "whom"),
        ({"person": "nobody"}, "person", "unknown"),
        ({"person": "", "unit": "khong-co"}, "unit", "unknown"),
        ({"number": " \u200b"}, "number", "number"),
        ({"body": "x" * 501}, "body", "body"),
        ({"signed": date(2022, 4, 13), "effective": date(2022, 4, 13)}, "signed", "not_signed"),
        ({"effective": date(2022, 3, 7)}, "effective", "effect_before"),
        ({"effective": date(2023, 1, 2)}, "effective", "outside"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: CourseWorld, said: dict[str, Any], name: str, key: str
) -> None:
    with pytest.raises(FieldError) as caught:
        record(world, **said)
    assert (caught.value.name, caught.value.key.rpartition(".")[2]) == (name, key)


def test_a_paper_is_recorded_once_and_taken_back_once_with_a_reason(world: CourseWorld) -> None:
    key = record(world)
    with pytest.raises(FieldError, match="recorded"):
        record(world, by="em")
    record(world, person="binh")  # the same paper on another
    with pytest.raises(FieldError, match="reason"):
        take_back(world, key, " ")
    take_back(world, key)
    with pytest.raises(BadInput, match="unknown"):
        take_back(world, key)
    record(world)
    with reading(world.engine) as session:
        kept = session.get(DisciplineRecord, key)
        assert kept is not None and kept.taken_back_why == "Ghi nhầm"
