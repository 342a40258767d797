"""Whoever was away with a good reason: who records it, what a rule set makes of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from course_world import FULL, OPENED, CourseWorld, begin, context_of, dossier_in
from evaluated_stories import DECREE
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.errors import BadInput, Refused
from dondoc.services.evaluation.course.absences import (
    AbsenceInput,
    absences_shown,
    record_absence,
    take_back_absence,
)
from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.open_round import open_round, proposed_round
from dondoc.services.evaluation.course.score import DossierWork, works_of
from dondoc.services.evaluation.rule_sets.schema import EvaluationRules
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationRound
from models.person import Holding, Position
from models.programme import Programme
from models.rules.absences import MOST_DAYS, AbsenceReason, why_not_absence
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierState
from models.rules.scoring.from_checkpoints import NotCountedReason
from models.rules.scoring.gates import WhoIsGraded
from tests.integration.evaluation.test_course import state

HALF = (date(2022, 2, 15), date(2022, 3, 31))
"""45 of the 90 days of the quarter, in which An's work falls due."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def rules_with(**changes: Any) -> EvaluationRules:
    """The decree's rules with other parameters of periods."""
    decree = shipped_rules(DECREE)
    assert decree is not None
    content = decree.model_dump()
    for name, value in changes.items():
        content["periods"][name] |= {"value": value}
    return EvaluationRules.model_validate(content)


def opened(world: CourseWorld, period: str, day: date, **changes: Any) -> None:
    rules = rules_with(**changes)
    with writing(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        by = dict.fromkeys((WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER), rules)
        proposal = proposed_round(session, programme, period, day, by)
        open_round(acting_for_office(session, "dung", at(day), at(day)), programme, proposal)


def record(
    world: CourseWorld, days: tuple[date, date], by: str = "binh", day: date = OPENED,
    paper: str = "Giấy nghỉ ốm 12/BV",
) -> None:  # fmt: skip
    with writing(world.engine) as session:
        key = dossier_in(session, context_of(session, day), "an").row.key
        change = acting_for_office(session, by, at(day), at(day))
        record_absence(change, key, AbsenceInput(*days, AbsenceReason.SICK, paper))


def work(world: CourseWorld, day: date = OPENED) -> DossierWork:
    with reading(world.engine) as session:
        return work_in(session, day)


def work_in(session: Session, day: date) -> DossierWork:
    latest = session.scalars(select(EvaluationRound).order_by(col(EvaluationRound.id).desc()))
    context = round_context(session, latest.first(), day)  # type: ignore[arg-type]
    dossier = dossier_in(session, context, "an")
    return works_of(session, context, [dossier], day)[dossier.row.key]


def test_what_fell_due_in_an_absence_is_counted_or_taken_out_as_the_rule_set_says(
    world: CourseWorld,
) -> None:
    opened(world, "Q1", OPENED, due_in_absence="taken_out")
    assert [each.reason for each in work(world).works] == [None]
    record(world, HALF)
    (only,) = work(world).works
    assert only.reason is NotCountedReason.DUE_IN_ABSENCE


def test_by_the_decree_as_shipped_it_counts(world: CourseWorld) -> None:
    world.opened()
    record(world, HALF)
    found = work(world)
    assert [each.reason for each in found.works] == [None]
    assert (found.presence.share.away, found.presence.share.whole) == (45, 90)
    assert not found.presence.share.counted_with_next


@pytest.mark.parametrize(
    ("first", "reached"), [(date(2022, 2, 15), True), (date(2022, 2, 16), False)]
)
def test_exactly_half_of_the_period_is_enough_to_count_with_the_next(
    world: CourseWorld, first: date, reached: bool
) -> None:
    opened(world, "Q1", OPENED, absence_from=50)
    record(world, (first, date(2022, 4, 10)))
    presence = work(world).presence
    assert presence.share.counted_with_next is reached
    assert presence.away[0].last == date(2022, 3, 31)


def test_the_next_period_takes_over_the_work_of_the_one_that_was_missed(
    world: CourseWorld,
) -> None:
    day = date(2022, 7, 4)
    opened(world, "Q1", OPENED, absence_from=50)
    record(world, HALF)
    opened(world, "Q2", day, absence_from=50)
    found = work(world, day)
    assert str(found.presence.before) == "2022-Q1"
    assert len(found.works) == 1


@pytest.mark.parametrize(
    ("since", "too_late"), [(date(2022, 3, 1), False), (date(2022, 3, 2), True)]
)
def test_whoever_was_appointed_too_late_is_not_to_be_graded(
    world: CourseWorld, since: date, too_late: bool
) -> None:
    with writing(world.engine) as session:
        position = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
        query = select(Holding).where(col(Holding.position_id) == position.key)
        session.scalars(query).one().held_from = since
    opened(world, "Q1", OPENED, appointed_months=1)
    presence = work(world).presence
    assert presence.appointed == (since if too_late else None)


def test_a_decision_is_outdated_by_an_absence_that_it_did_not_know(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented()
    world.takes("dung", DossierAct.DECIDE, OPENED, criteria=FULL, grade=Grade.EXCELLENT)
    assert state(world, OPENED) is DossierState.DECIDED
    record(world, HALF)
    assert state(world, OPENED) is DossierState.OUTDATED


@pytest.mark.parametrize("by", ["binh", "dung", "chi"])
def test_the_level_above_the_unit_and_the_office_record_it(world: CourseWorld, by: str) -> None:
    world.opened()
    record(world, HALF, by=by)
    assert work(world).presence.share.away == 45


@pytest.mark.parametrize(
    ("by", "key"),
    [("an", "evaluation.absence.error.own"), ("ha", "evaluation.course.error.no_right")],
)
def test_nobody_records_their_own_and_nobody_without_a_part_in_it(
    world: CourseWorld, by: str, key: str
) -> None:
    world.opened()
    with pytest.raises(Refused) as caught:
        record(world, HALF, by=by)
    assert caught.value.key == key


def test_days_are_recorded_once_and_with_what_shows_them(world: CourseWorld) -> None:
    world.opened()
    record(world, HALF)
    with pytest.raises(FieldError, match="recorded"):
        record(world, (HALF[1], date(2022, 4, 10)))
    with pytest.raises(FieldError, match="paper"):
        record(world, (date(2022, 1, 4), date(2022, 1, 5)), paper=" \u200b")
    assert work(world).presence.share.away == 45


def test_what_was_recorded_wrongly_is_taken_back_and_stays_to_be_read(world: CourseWorld) -> None:
    world.opened()
    record(world, HALF)
    with writing(world.engine) as session:
        key = dossier_in(session, context_of(session, OPENED), "an").row.key
        change = acting_for_office(session, "dung", at(OPENED), at(OPENED))
        person = dossier_in(session, context_of(session, OPENED), "an").row.person_id
        (shown,) = absences_shown(session, person, *HALF)
        with pytest.raises(FieldError, match="reason"):
            take_back_absence(change, key, shown.key, " ")
        take_back_absence(change, key, shown.key, "Nhập nhầm người")
        with pytest.raises(BadInput, match="unknown"):
            take_back_absence(change, key, shown.key, "Lần nữa")
        (shown,) = absences_shown(session, person, *HALF)
    assert (shown.taken_back_why, shown.taken_back_by) == ("Nhập nhầm người", "Nguyễn Văn Dung")
    assert work(world).presence.share.away == 0


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (date(2022, 3, 2), date(2022, 3, 1), "days_crossed"),
        (date(2022, 3, 2), date(2022, 3, 2), ""),
        (date(2022, 4, 13), date(2022, 4, 14), "not_begun"),
        (date(2022, 4, 12), date(2022, 5, 14), ""),
        (date(2021, 1, 1), date.fromordinal(date(2021, 1, 1).toordinal() + MOST_DAYS), "too_long"),
    ],
)
def test_days_that_are_no_absence_are_refused(first: date, last: date, why: str) -> None:
    assert why_not_absence(first, last, OPENED) == ((why,) if why else ())
