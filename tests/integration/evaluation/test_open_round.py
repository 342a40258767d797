"""Opening the evaluation of a period: whom it is about, by which rules, until when."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import (
    OPENED,
    SELF_UNTIL,
    CourseWorld,
    begin,
    context_of,
)
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.i18n import translator
from dondoc.services.evaluation.course.dossiers import dossiers_of
from dondoc.services.evaluation.course.open_round import (
    bring_up_to_date,
    open_round,
    proposed_round,
)
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationRound
from models.person import Position
from models.programme import Programme

AFTER_SELF = date(2022, 4, 20)
VI = translator("vi")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def open_for(session: Session, period: str, day: date, by: str = "dung") -> EvaluationRound:
    programme = session.scalars(select(Programme)).one()
    change = acting_for_office(session, by, at(day), at(day))
    return open_round(change, programme, proposed_round(session, programme, period, day))


def test_everybody_who_leads_work_and_every_head_of_the_plan_gets_a_dossier(
    world: CourseWorld,
) -> None:
    world.opened()
    with reading(world.engine) as session:
        found = dossiers_of(session, context_of(session, OPENED))
    assert [(each.code, each.row.leads, each.unit) for each in found] == [
        ("an", False, "Huyện Lập Thạch"),
        ("binh", True, "Huyện Lập Thạch"),
    ]


def test_the_rule_sets_are_frozen_whole_and_days_are_proposed_by_working_days(
    world: CourseWorld,
) -> None:
    world.opened()
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
    row = context.row
    # Working days after 11/04, the Hùng Kings' day of 2022; the quarter was over before.
    assert (row.self_due_on, row.comment_due_on) == (SELF_UNTIL, date(2022, 4, 25))
    assert (row.proposal_due_on, row.decision_due_on) == (date(2022, 5, 4), date(2022, 5, 11))
    assert row.rule_sets["official"]["content"]["formula"]["general_most"]["basis"] == "rule"
    assert context.rules[True].rules.code == "ND-335-2025"
    assert context.rules[True].sha256 == row.rule_sets["leader"]["sha256"]
    assert sum(Decimal(each["most"]) for each in row.criteria) == 30


@pytest.mark.parametrize(
    ("period", "day", "by", "key"),
    [
        ("Q2", OPENED, "dung", "evaluation.round.error.not_over"),
        ("2021-Q4", OPENED, "dung", "evaluation.person.bad_period"),
        ("2022", date(2022, 9, 30), "dung", "evaluation.round.error.year_not_yet"),
        ("Q1", OPENED, "an", "settings.error.not_your_role"),
        ("Q1", OPENED, "giang", "settings.error.not_your_role"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_its_reason(
    world: CourseWorld, period: str, day: date, by: str, key: str
) -> None:
    with writing(world.engine) as session, pytest.raises((BadInput, Refused)) as caught:
        open_for(session, period, day, by)
    assert caught.value.key == key


def test_nobody_opens_a_period_twice_or_one_without_anybody(world: CourseWorld) -> None:
    world.opened()
    with writing(world.engine) as session, pytest.raises(BadInput, match="open_already"):
        open_for(session, "Q1", OPENED)
    with writing(world.engine) as session:
        for head in session.scalars(select(Position).where(col(Position.heads_unit))):
            head.heads_unit = False
    with writing(world.engine) as session, pytest.raises(BadInput, match="nobody"):
        open_for(session, "Q2", date(2022, 7, 4))


def test_who_joins_later_gets_a_dossier_until_grades_are_published(world: CourseWorld) -> None:
    key = world.opened()
    with writing(world.engine) as session:
        ha = session.scalars(select(Position).where(col(Position.code) == "P-ha")).one()
        ha.heads_unit = True
    with writing(world.engine) as session:
        change = acting_for_office(session, "dung", at(OPENED), at(OPENED))
        assert bring_up_to_date(change, key) == 1
        assert bring_up_to_date(change, key) == 0
        with pytest.raises(Refused):
            bring_up_to_date(acting_for_office(session, "an", at(OPENED), at(OPENED)), key)
