"""The field that a leader leads: who records it, and what gates and sums make of it.

An's one result is of the field of Bình, who heads the unit: done in time, ten of ten.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from course_world import FULL, OPENED, CourseWorld, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import col
from year_world import shown, three_quarters

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.fields.record import FieldInput, record_field, take_back_field
from dondoc.services.evaluation.people.entered import EnteredPoints
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.evaluation.ranking.standings import read_period, standings_by
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.indicator import Indicator
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.scoring.gates import GateState
from models.rules.scoring.parameters import Need
from tests.integration.evaluation.test_course import state
from tests.integration.evaluation.test_year_round import rules_with

SINCE, PARTY = date(2022, 1, 10), "366-QD-TW"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def record(world: CourseWorld, by: str = "dung", **said: Any) -> int:
    usual: dict[str, Any] = {
        "person": "binh", "unit": "LT", "category": "", "first": SINCE, "last": None,
        "paper": "Thông báo 15-TB/HU",
    }  # fmt: skip
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        change = acting_for_office(session, by, at(OPENED), at(OPENED))
        return record_field(change, programme, FieldInput(**(usual | said)))


def take_back(world: CourseWorld, key: int, reason: str = "Ghi nhầm", by: str = "em") -> None:
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        change = acting_for_office(session, by, at(OPENED), at(OPENED))
        take_back_field(change, programme, key, reason)


def with_tasks(rules: str, value: str) -> EvaluationRules:
    shipped = shipped_rules(rules)
    assert shipped is not None
    content = shipped.model_dump()
    parts = (each for each in content.values() if isinstance(each, dict))
    found = next(part for part in parts if "heads_tasks" in part)
    found["heads_tasks"] |= {"value": value}
    return EvaluationRules.model_validate(content)


def counted(world: CourseWorld, code: str, rules: EvaluationRules) -> int:
    """How much is counted of somebody in the ranking."""
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        read = read_period(session, programme, judged_period("Q1", 2022), OPENED)
        people = standings_by(session, read, dict.fromkeys((True, False), rules)).people
    return next(each.points.counted for each in people if each.code == code)


def test_a_heads_sums_are_of_the_field_too_where_the_rule_set_says_so(world: CourseWorld) -> None:
    world.opened()
    own, both = (with_tasks("ND-335-2025", name) for name in ("own", "own_and_field"))
    assert (counted(world, "binh", own), counted(world, "binh", both)) == (0, 0)
    key = record(world)
    assert (counted(world, "binh", own), counted(world, "binh", both)) == (0, 1)
    assert (counted(world, "an", own), counted(world, "an", both)) == (1, 1)
    take_back(world, key)
    assert counted(world, "binh", both) == 0


def test_the_gates_of_the_field_have_its_numbers(world: CourseWorld) -> None:
    record(world, person="an")  # whoever leads a field is a leader; their own work is of it
    world.opened(rules=PARTY)
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
        dossier = dossier_in(session, context, "an")
        work = works_of(session, context, [dossier], OPENED)[dossier.row.key]
        found = work.scored_with(EnteredPoints()).period.gates
    of_field = [each for each in found if each.need.startswith("field")]
    states = {(each.need, each.part, each.whole): each.state for each in of_field}
    assert states[Need.FIELD_DONE, 1, 1] is GateState.CLOSED
    assert [each.limit for each in of_field if each.need is Need.FIELD_EXCEEDED] == [30]


def test_a_field_of_another_group_of_work_or_other_days_holds_nothing(world: CourseWorld) -> None:
    with writing(world.engine) as session:
        session.scalars(select(Indicator)).one().category = "Kinh tế"
        session.add(Indicator(
            programme_id=session.scalars(select(col(Programme.id))).one(), code="VH", title="VH",
            kind="increment", category="Văn hóa",
        ))  # fmt: skip
    world.opened()
    both = with_tasks("ND-335-2025", "own_and_field")
    record(world, category="Văn hóa")
    record(world, category="", last=date(2022, 2, 28))
    assert counted(world, "binh", both) == 0
    record(world, category="Kinh tế")
    assert counted(world, "binh", both) == 1


def test_it_outdates_a_decision_that_did_not_know_of_it(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented()
    world.takes("dung", DossierAct.DECIDE, OPENED, criteria=FULL, grade=Grade.EXCELLENT)
    assert state(world, OPENED) is DossierState.DECIDED
    key = record(world, person="an")
    assert state(world, OPENED) is DossierState.OUTDATED
    take_back(world, key)
    assert state(world, OPENED) is DossierState.DECIDED


def test_the_gates_of_a_year_have_the_field_that_somebody_leads(
    engine: Engine, tmp_path: Path
) -> None:
    world = three_quarters(engine, tmp_path)
    field = record(world, person="an")
    world.rules = rules_with("carried_over", "stays", {"excellent": ["field_done"]})
    world.opens_year()
    score = world.year_of()
    (gate,) = score.period.gates
    assert (gate.need, gate.state, gate.part, gate.whole) == ("field_done", "closed", 3, 3)
    assert shown(score) == ("98.00", Grade.EXCELLENT)
    world.decides_year()
    assert world.state() is DossierState.DECIDED
    take_back(world, field)  # it rested on the field
    assert world.state() is DossierState.OUTDATED


@pytest.mark.parametrize(
    ("said", "name", "key"),
    [
        ({"person": "nobody"}, "person", "unknown"),
        ({"unit": "khong-co"}, "unit", "unknown"),
        ({"category": "Không có"}, "category", "category"),
        ({"paper": " "}, "paper", "paper"),
        ({"first": date(2022, 4, 13)}, "first", "not_begun"),
        ({"last": date(2022, 1, 9)}, "last", "days_crossed"),
        ({"first": date(2021, 1, 4)}, "person", "holds_nothing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: CourseWorld, said: dict[str, Any], name: str, key: str
) -> None:
    with pytest.raises(FieldError) as caught:
        record(world, **said)
    assert (caught.value.name, caught.value.key.rpartition(".")[2]) == (name, key)


def test_only_the_secretariat_records_nobody_their_own_and_once(world: CourseWorld) -> None:
    for by in ("an", "binh", "giang"):
        with pytest.raises(Refused, match="not_your_role"):
            record(world, by=by)
    with pytest.raises(Refused, match=r"field\.error\.own"):
        record(world, person="dung")
    key = record(world, by="em", person="dung")
    with pytest.raises(FieldError, match="recorded"):
        record(world, by="em", person="dung", first=date(2022, 2, 1))
    with pytest.raises(Refused, match=r"field\.error\.own"):
        take_back(world, key, by="dung")
    with pytest.raises(FieldError, match="reason"):
        take_back(world, key, " ")
    take_back(world, key)
    with pytest.raises(BadInput, match="unknown"):
        take_back(world, key)
