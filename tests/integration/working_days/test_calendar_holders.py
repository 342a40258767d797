"""A day off entered for the past says whose results it makes somebody else's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END, Q2_END
from sqlalchemy import Engine
from sqlmodel import col, select

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.services.history.events import append
from dondoc.services.organisation.changes import SettingsChange, acting_for_office
from dondoc.services.working_days.days import Consent, DayWanted, effects_if_set, set_day
from dondoc.services.working_days.effects import Effects
from dondoc.services.working_days.own_work import own_work_in
from dondoc.store.database import writing
from models.assignment import AssignmentOfficial
from models.event import EventKind
from models.person import Holding, Person, ProgrammeMandate
from models.rules.roles import Mandate

TODAY = date(2022, 4, 25)
OLD, NEW = "Trần Văn Cũ", "Phạm Thị Mới"


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    """LT changes hands between the last day in time and the next one."""
    with writing(engine) as session:
        made = two_districts(session)
        old, new = terms(made)
        old.held_to, new.held_from = Q1_END, date(2022, 4, 1)
        session.flush()
        yield made


def terms(plan: Plan) -> tuple[Holding, Holding]:
    """The old holder's at LT, and the new one's."""
    ours = Holding.position_id == plan.positions["LT"].key
    query = select(Holding).where(ours).order_by(col(Holding.held_from))
    old, new = plan.session.exec(query).all()
    return old, new


def effects(plan: Plan, day: date = Q1_END) -> Effects:
    return effects_if_set(plan.session, DayWanted(day, working=False), TODAY)


def passed(plan: Plan) -> dict[str, tuple[str, str]]:
    return {one.ref: (one.before, one.after) for one in effects(plan).passed}


def test_a_silence_that_becomes_the_successors_is_listed(plan: Plan):
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    plan.silent("KND@TD/Q1", date(2022, 4, 20))
    assert passed(plan)["KND@LT/Q1"] == (OLD, NEW)
    assert "KND@TD/Q1" not in passed(plan)


def test_a_late_report_is_listed_and_one_in_time_is_not(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 50)
    plan.report("CD@LT/Q1", date(2022, 4, 8), 9)
    assert passed(plan) == {"CD@LT/Q1": (OLD, NEW)}


def test_what_is_overdue_and_was_inherited_is_listed(plan: Plan):
    assert passed(plan) == {"KND@LT/Q1": (OLD, NEW), "CD@LT/Q1": (OLD, NEW)}


def test_a_position_that_would_have_been_vacant_is_listed(plan: Plan):
    terms(plan)[1].held_from = date(2022, 4, 4)
    plan.session.flush()
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    assert passed(plan)["KND@LT/Q1"] == (OLD, "")


def test_it_is_part_of_what_is_agreed_to_and_of_what_history_keeps(plan: Plan):
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    before = effects(plan)
    row = ["KND@LT/Q1", "Bí thư huyện Lập Thạch", OLD, NEW]
    assert row in before.plain()["passed"]
    terms(plan)[1].held_from = TODAY
    plan.session.flush()
    assert effects(plan).fingerprint != before.fingerprint


def test_a_day_that_moves_no_last_day_passes_nothing_on(plan: Plan):
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    assert effects(plan, date(2022, 4, 7)).passed == ()


def test_nobody_turns_what_they_answered_for_themselves(plan: Plan):
    """Neither who would be in time then, nor who would pass it on; a colleague enters the day."""
    mandate = ProgrammeMandate(
        programme_id=plan.programme.key,
        position_id=plan.positions["LT"].key,
        mandate=Mandate.SECRETARIAT,
    )
    plan.session.add(mandate)
    plan.report("CD@LT/Q1", date(2022, 4, 1), 9)
    plan.session.flush()
    new = plan.session.exec(select(Person).where(Person.full_name == NEW)).one()
    acting = acting_for_office(plan.session, new.code, at(TODAY), at(TODAY))
    consent = Consent("Nghỉ bù", effects(plan).fingerprint)
    with pytest.raises(Refused) as caught:
        set_day(acting, plan.programme, DayWanted(Q1_END, working=False), consent)
    assert caught.value.key == "calendar_days.error.own"


def test_nobody_gives_their_own_work_more_days_by_a_day_off_ahead(plan: Plan):
    mandates = [
        ProgrammeMandate(
            programme_id=plan.programme.key,
            position_id=plan.positions[unit].key,
            mandate=Mandate.ADMINISTRATOR,
        )
        for unit in ("LT", "SVH")
    ]
    plan.holds("SVH", "Lê Thị Văn", date(2020, 1, 1))
    plan.session.add_all(mandates)
    reported = date(2022, 8, 1)
    plan.checkpoint("KND@LT/Q3", due_on=reported)
    plan.done("KND@LT/Q3", TODAY, 60)
    for ref in ("KND@LT/Q1", "CD@LT/Q1"):
        plan.done(ref, Q1_END, 60)
    plan.done("SP@SVH/Q1", Q1_END, delivered=True)
    plan.session.flush()

    def acting(name: str) -> SettingsChange:
        person = plan.session.exec(select(Person).where(Person.full_name == name)).one()
        return acting_for_office(plan.session, person.code, at(TODAY), at(TODAY))

    ahead = DayWanted(Q2_END, working=False, note="Nghỉ bù")
    with pytest.raises(Refused) as caught:
        set_day(acting(NEW), plan.programme, ahead)
    assert caught.value.key == "calendar_days.error.own"
    assert caught.value.params["ref"] == "KND@LT/Q2"
    set_day(acting(NEW), plan.programme, replace(ahead, day=reported))
    set_day(acting("Lê Thị Văn"), plan.programme, ahead)


def test_nobody_turns_what_they_answered_for_until_a_plan_named_another(plan: Plan):
    """Whoever answered at Lập Thạch does so no more; only history knows what it was for."""
    plan.positions["LT"].heads_unit = False
    plan.report("CD@LT/Q1", date(2022, 4, 1), 9)
    new = terms(plan)[1]
    new.held_to = date(2022, 4, 11)
    works = [work.key for ref, work in plan.assignments.items() if ref.endswith("@LT")]
    query = select(AssignmentOfficial).where(col(AssignmentOfficial.assignment_id).in_(works))
    for official in plan.session.exec(query):
        official.position_id = plan.positions["TD"].key
    plan.session.flush()
    stranger = plan.session.exec(select(Person).where(Person.code == "HOA")).one()
    assert own_work_in(plan.session, effects(plan), new.person_id, TODAY) is None
    fields = {"officials": [["BT-LT"], ["BT-TD"]]}
    changes = [
        {"kind": EventKind.CHANGED, "assignment_id": work, "data": {"fields": fields}}
        for work in works
    ]
    append(plan.session, at(date(2022, 4, 8)), changes)
    assert own_work_in(plan.session, effects(plan), new.person_id, TODAY) == "CD@LT/Q1"
    assert own_work_in(plan.session, effects(plan), stranger.key, TODAY) is None


def new_holder(plan: Plan) -> int:
    return terms(plan)[1].person_id


@pytest.mark.parametrize("drained", [True, False])
def test_what_is_reported_already_gains_no_days_by_a_day_off_ahead(plan: Plan, drained: bool):
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    plan.report("CD@LT/Q1", Q1_END, 9)
    plan.checkpoint("KND@LT/T5", date(2022, 5, 6), 5)
    ahead = effects(plan, date(2022, 5, 6))
    assert ahead.moved == ((2022, "KND@LT/T5"),)
    plan.report("KND@LT/T5", TODAY, 5, drained=drained)
    assert effects(plan, date(2022, 5, 6)).moved == ()


@pytest.mark.parametrize("day", [date(2022, 4, 20), date(2022, 5, 6)])
def test_nobody_shortens_their_own_days_late_by_a_day_off(plan: Plan, day: date):
    """Overdue since the first of April; neither day moves the last day in time of anything."""
    assert not effects(plan, day).turned
    assert own_work_in(plan.session, effects(plan, day), new_holder(plan), TODAY) is not None
    stranger = plan.session.exec(select(Person).where(Person.code == "HOA")).one()
    assert own_work_in(plan.session, effects(plan, day), stranger.key, TODAY) is None


def test_a_late_report_that_waits_is_late_by_no_day_that_comes_after_it(plan: Plan):
    for ref in ("KND@LT/Q1", "CD@LT/Q1"):
        plan.report(ref, date(2022, 4, 6), 9)
    late, ahead = date(2022, 4, 5), date(2022, 5, 6)
    assert own_work_in(plan.session, effects(plan, ahead), new_holder(plan), TODAY) is None
    assert own_work_in(plan.session, effects(plan, late), new_holder(plan), TODAY) is not None
