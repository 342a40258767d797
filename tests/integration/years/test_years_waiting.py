"""What waits in the other year is said to whom it waits for, by kind, whatever else there is."""

from collections.abc import Iterator
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END, Q2_END
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.programme.programmes import ProgrammeYear
from dondoc.services.years.waiting import WaitingKind, waiting_elsewhere, waiting_for
from dondoc.store import cache
from dondoc.store.database import writing
from models.person import Person, ProgrammeMandate
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.roles import Mandate

MAY, JULY = date(2022, 5, 4), date(2022, 7, 15)
NEW_HEAD, SECRETARY = "LT-2022-04-06", "TD-2020-01-01"


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    cache.forget()
    with writing(engine) as session:
        yield two_districts(session)


def next_year(plan: Plan) -> Programme:
    """A programme of the next year without anything in it: what is looked at."""
    fields = plan.programme.model_dump(exclude={"id"}) | {"year": 2023}
    programme = Programme(**fields)
    plan.session.add(programme)
    plan.session.flush()
    return programme


def settle(plan: Plan, *but: str) -> None:
    """Everything is evaluated, but for these."""
    for ref, checkpoint in plan.checkpoints.items():
        if ref not in but:
            day = Q2_END if checkpoint.due_on == Q2_END else Q1_END
            plan.done(ref, day, 60)
            plan.evaluate(ref, day, Grade.GOOD)


def waits(plan: Plan, code: str, day: date) -> dict[WaitingKind, int]:
    cache.forget()
    plan.session.flush()
    shown = next_year(plan)
    person = plan.session.exec(select(Person).where(col(Person.code) == code)).one()
    viewer = open_viewer(plan.session, person, shown, day)
    others = [ProgrammeYear(plan.programme.key, 2022)]
    found = waiting_for(plan.session, viewer, others)
    assert all(one.year == 2022 for one in found.values())
    return found[2022].waits if found else {}


def appoint(plan: Plan, position: str) -> None:
    """The head of a unit is of this year's secretariat too."""
    mandate = ProgrammeMandate(
        programme_id=plan.programme.key,
        position_id=plan.positions[position].key,
        mandate=Mandate.SECRETARIAT,
    )
    plan.session.add(mandate)
    plan.session.flush()


def test_a_year_with_nothing_but_open_work_in_time_waits_for_its_official(plan: Plan):
    settle(plan, "KND@LT/Q2")
    assert waits(plan, NEW_HEAD, MAY) == {WaitingKind.OWN_OPEN: 1}


def test_a_year_with_nothing_but_a_result_to_be_evaluated_waits_for_the_secretariat(plan: Plan):
    appoint(plan, "TD")
    settle(plan, "KND@LT/Q1")
    plan.done("KND@LT/Q1", Q1_END, 60)
    assert waits(plan, SECRETARY, JULY) == {WaitingKind.TO_EVALUATE: 1}


def test_a_year_with_nothing_but_a_result_waits_for_nobody_else(plan: Plan):
    settle(plan, "KND@LT/Q1")
    plan.done("KND@LT/Q1", Q1_END, 60)
    assert waits(plan, NEW_HEAD, JULY) == {}


def test_a_request_that_nobody_decided_on_waits_for_the_secretariat(plan: Plan):
    appoint(plan, "TD")
    settle(plan, "KND@LT/Q2")
    plan.ask("KND@LT/Q2", MAY, date(2022, 7, 29))
    assert waits(plan, SECRETARY, MAY) == {WaitingKind.EXTENSIONS: 1}


def test_silence_to_be_recorded_waits_for_the_secretariat_and_the_report_for_its_official(
    plan: Plan,
):
    appoint(plan, "TD")
    settle(plan, "KND@LT/Q2")
    assert waits(plan, SECRETARY, JULY) == {WaitingKind.OVERDUE: 1, WaitingKind.SILENT: 1}


def test_the_official_is_narrative_of_what_is_overdue_and_of_what_came_back(plan: Plan):
    settle(plan, "KND@LT/Q2", "CD@LT/Q1")
    plan.report("CD@LT/Q1", date(2022, 3, 30), 9)
    plan.send_back("CD@LT/Q1", MAY, due_on=date(2022, 8, 1))
    found = waits(plan, NEW_HEAD, JULY)
    assert found == {
        WaitingKind.OVERDUE: 1,
        WaitingKind.OWN_OVERDUE: 1,
        WaitingKind.OWN_RETURNED: 1,
    }


def test_status_names_for_the_office_a_year_with_nothing_but_results(plan: Plan):
    settle(plan, "KND@LT/Q1")
    plan.done("KND@LT/Q1", Q1_END, 60)
    (other,) = waiting_elsewhere(plan.session, next_year(plan), JULY)
    assert (other.year, other.waits) == (2022, {WaitingKind.TO_EVALUATE: 1})


def test_where_all_is_evaluated_nothing_waits(plan: Plan):
    appoint(plan, "TD")
    settle(plan)
    assert waits(plan, SECRETARY, JULY) == {}
