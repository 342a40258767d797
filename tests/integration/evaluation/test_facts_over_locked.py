"""What is recorded about a locked quarter: it stays as it was decided until it is reopened."""

from datetime import date
from pathlib import Path

import pytest
from course_world import context_of, dossier_in
from deciding_world import DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.evaluation.course.dossiers import state_of_dossier
from dondoc.services.evaluation.course.score import changed_bases
from dondoc.services.evaluation.discipline.board import disciplines_shown
from dondoc.services.evaluation.fields.board import fields_shown
from dondoc.services.evaluation.people.discipline import disciplines_on
from dondoc.services.evaluation.people.led_fields import led_fields_on
from dondoc.services.evaluation.people.periods import judged_period
from dondoc.services.organisation.viewer import open_viewer
from dondoc.store.database import reading, writing
from models.discipline import DisciplineRecord
from models.led_field import LedField
from models.person import Person, Position
from models.rules.discipline import DisciplineKind
from models.rules.evaluation_course.dossiers import DossierState
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.scoring.periods import DaySpan

LOCKED, LATER = date(2022, 6, 1), date(2022, 6, 2)
MARCH = date(2022, 3, 10)
Q1, YEAR = judged_period("Q1", 2022), judged_period("2022", 2022)
Q1_DAYS = DaySpan(Q1.start, Q1.end)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    made = deciding(engine, tmp_path).published()
    made.steps_round(RoundAct.LOCK, LOCKED)
    return made


def keys(session: Session) -> dict[str, int]:
    return dict(session.execute(select(col(Person.code), col(Person.id))).tuples().all())  # type: ignore[arg-type]


def read(world: DecidingWorld) -> tuple[bool, bool, bool, list[tuple[DaySpan, ...]]]:
    """Whether they are disciplined in the quarter and the year, whether the decision is outdated,
    and the locked periods that the pages name."""
    with reading(world.engine) as session:
        context = context_of(session, LATER)
        an, by = dossier_in(session, context, "an"), session.get_one(Person, keys(session)["em"])
        viewer = open_viewer(session, by, context.programme, LATER)
        papers, person = disciplines_on(session, LATER), an.row.person_id
        shown = [*disciplines_shown(session, viewer, 2022, LATER),
                 *fields_shown(session, viewer, 2022, LATER)]  # fmt: skip
        outdated = bool(changed_bases(session, context, [an]))
        in_quarter = bool(papers.of_person(person, Q1))
        return in_quarter, bool(papers.of_person(person, YEAR)), outdated, [
            each.frozen for each in shown
        ]  # fmt: skip


def test_discipline_that_is_recorded_late_counts_for_the_year_and_no_locked_quarter(
    world: DecidingWorld,
) -> None:
    with writing(world.engine) as session:
        row = DisciplineRecord(
            person_id=keys(session)["an"], kind=DisciplineKind.DISCIPLINE, paper_number="12",
            paper_body="Ủy ban kiểm tra", signed_on=MARCH, effective_on=MARCH,
            recorded_at=at(LATER), recorded_by_id=keys(session)["dung"],
        )  # fmt: skip
        session.add(row)
    assert read(world) == (False, True, False, [(Q1_DAYS,)])
    world.steps_round(RoundAct.REOPEN, LATER, reason="Có quyết định kỷ luật")
    assert read(world) == (True, True, True, [()])


def test_a_field_that_is_recorded_late_is_led_from_the_day_after_the_locked_quarter(
    world: DecidingWorld,
) -> None:
    with writing(world.engine) as session:
        desk = session.scalars(select(Position).where(col(Position.code) == "P-dung")).one()
        row = LedField(
            person_id=keys(session)["an"], unit_id=desk.unit_id, first_on=MARCH, paper="Phân công",
            recorded_at=at(LATER), recorded_by_id=keys(session)["dung"],
        )  # fmt: skip
        session.add(row)
        person = keys(session)["an"]
    assert read(world)[2:] == (False, [(Q1_DAYS,)])
    with reading(world.engine) as session:
        (field,) = led_fields_on(session, LATER).of_people[person]
        assert (field.first, field.last) == (date(2022, 4, 1), None)
    world.steps_round(RoundAct.REOPEN, LATER, reason="Bổ sung phân công")
    assert read(world)[2:] == (True, [()])


def test_a_locked_decision_stands_whoever_is_found_to_have_held_the_position(
    world: DecidingWorld,
) -> None:
    def state() -> tuple[DossierState, bool]:
        with reading(world.engine) as session:
            context = context_of(session, LATER)
            an = dossier_in(session, context, "an")
            changed = bool(changed_bases(session, context, [an]))
            return state_of_dossier(context, an, changed), changed

    assert state() == (DossierState.DECIDED, False)
    world.hands_over("an", "dung", MARCH)
    assert state() == (DossierState.DECIDED, True)
    world.steps_round(RoundAct.REOPEN, LATER, reason="Bổ sung quyết định điều động")
    assert state() == (DossierState.OUTDATED, True)
