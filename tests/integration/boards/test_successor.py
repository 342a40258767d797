"""After a change of holder every result is of whoever held the position when it counted."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from calendar_recomputed import calendar_of
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from either_database import first_quick
from figures_recomputed import work_on
from posts_recomputed import answer, people_of, posts_of
from sqlalchemy import Engine
from sqlmodel import select
from whose_pages import (
    NEW,
    OLD,
    OTHER,
    TAM,
    TODAY,
    board,
    found_by_search,
    lists_agree,
    own_work,
    person,
    play,
    play_product,
    rows,
    sorted_by_official,
    viewer,
)

from dondoc.clock import at
from dondoc.services.boards.my_work.my_work import my_work
from dondoc.services.boards.overdue.board_rows import all_of
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.page import overview
from dondoc.services.boards.unit import unit_board
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.work.assignment_view import assignment_view
from dondoc.store import cache
from dondoc.store.database import writing
from models.committee import Committee, CommitteeSeat
from models.person import Holding, ProgrammeMandate
from models.rules.due_parts import DuePart
from models.rules.evaluation import Grade
from models.rules.roles import Mandate, Seat
from models.rules.totals import Counts


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    """The old holder of LT leaves on 5 April, the new one comes on the next day."""
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        made = two_districts(session)
        session.add(
            ProgrammeMandate(
                programme_id=made.programme.key,
                position_id=made.positions["SVH"].key,
                mandate=Mandate.SECRETARIAT,
            )
        )
        made.holds("SVH", OTHER, date(2020, 1, 1))
        yield made


def test_an_evaluated_silence_stays_the_predecessors(plan: Plan):
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    plan.evaluate("KND@LT/Q1", date(2022, 4, 25), Grade.NOT_COMPLETED)
    plan.silent("KND@TD/Q1", date(2022, 4, 20))
    assert board(plan)["KND@LT/Q1"] == OLD
    assert rows(plan)["KND@LT/Q1"] == OLD
    assert rows(plan, OLD) == {"KND@LT/Q1": OLD}
    assert "KND@LT/Q1" not in rows(plan, NEW)
    assert own_work(plan, OLD) == {"KND@LT/Q1"}
    assert "KND@LT/Q1" not in own_work(plan, NEW)
    assert found_by_search(plan, OLD) == Counts(overdue=1, missing=1)
    assert found_by_search(plan, NEW).missing == 0
    late = figures(plan.session, plan.programme, Quarter(2022, 1), TODAY, None).overdue
    assert {one.ref: one.lead for one in late}["KND@LT/Q1"] == OLD
    worst = overview(plan.session, viewer(plan, OTHER), plan.programme, at(TODAY)).worst
    assert {one.ref: one.lead for one in worst}["KND@LT/Q1"] == OLD
    seen = assignment_view(plan.session, plan.programme, "KND@LT", at(TODAY))
    assert [checkpoint.answering[0].name for checkpoint in seen.checkpoints] == [OLD, NEW]


def test_what_is_open_is_the_successors_and_says_since_when_it_was_late(plan: Plan):
    assert rows(plan, NEW, DuePart.OVERDUE) == {"KND@LT/Q1": NEW, "CD@LT/Q1": NEW}
    assert rows(plan, OLD) == {}
    scope = open_scope(plan.session, plan.programme, viewer(plan, OTHER))
    found = {one.ref: one.officials[0] for one in all_of(scope, BoardFilters())}
    assert (found["KND@LT/Q1"].taken_over, found["KND@LT/Q1"].before) == (date(2022, 4, 6), OLD)
    assert found["KND@TD/Q1"].taken_over is None
    page = my_work(plan.session, plan.programme, viewer(plan, NEW), at(TODAY))
    said = {duty.checkpoint_row.ref: duty.inherited for duty in page.duties}
    assert said["KND@LT/Q1"] is not None
    assert said["KND@LT/Q2"] is None
    late = figures(plan.session, plan.programme, Quarter(2022, 1), TODAY, None).overdue
    inherited = {one.ref: (one.lead, one.taken_over, one.before) for one in late}
    assert inherited["KND@LT/Q1"] == (NEW, date(2022, 4, 6), OLD)
    assert inherited["KND@TD/Q1"] == (TAM, None, "")


def test_a_report_is_of_whoever_held_the_position_or_let_its_day_pass(plan: Plan):
    plan.done("KND@LT/Q1", Q1_END, 50)
    plan.report("CD@LT/Q1", date(2022, 4, 8), 9)  # late, by the successor
    plan.report("KND@LT/Q2", date(2022, 4, 5), 50)  # early, by the predecessor
    assert board(plan) == dict.fromkeys(("KND@LT/Q1", "CD@LT/Q1", "KND@LT/Q2"), OLD)
    assert own_work(plan, NEW) == set()
    assert set(rows(plan, OLD)) == {"KND@LT/Q1", "CD@LT/Q1", "KND@LT/Q2"}


def test_a_day_on_which_nobody_held_the_position_is_nobodys(plan: Plan):
    old = plan.session.exec(select(Holding).where(Holding.person_id == person(plan, OLD).key)).one()
    old.held_to = date(2022, 3, 1)
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    assert board(plan)["KND@LT/Q1"] == ""
    assert "KND@LT/Q1" not in {**rows(plan, OLD), **rows(plan, NEW)}
    late = figures(plan.session, plan.programme, Quarter(2022, 1), TODAY, None).overdue
    assert {one.ref: one.lead for one in late}["KND@LT/Q1"] == ""


def test_the_committee_counts_for_each_what_is_theirs(plan: Plan):
    committee = Committee(programme_id=plan.programme.key, unit_id=plan.units["LT"].key)
    plan.session.add(committee)
    plan.session.flush()
    lead = plan.positions["LT"].key
    plan.session.add(CommitteeSeat(committee_id=committee.key, position_id=lead, seat=Seat.HEAD))
    plan.silent("KND@LT/Q1", date(2022, 4, 20))
    found = unit_board(plan.session, plan.programme, viewer(plan, OTHER), plan.units["LT"].key)
    assert found is not None
    said = [
        (member.name, member.former, member.counts, member.inherited) for member in found.members
    ]
    assert said == [
        (NEW, False, Counts(open_in_time=1), 1),
        (OLD, True, Counts(overdue=1, missing=1), 0),
    ]


def test_a_report_that_came_late_and_was_sent_back_stays_late_with_its_author(plan: Plan):
    """The successor who mends it in time makes the lateness neither good nor theirs."""
    for label, due_on in (("LATE", date(2022, 4, 1)), ("GOOD", date(2022, 4, 2))):
        ref = f"KND@LT/{label}"  # 2 April is a Saturday: in time until Monday
        plan.checkpoint(ref, due_on=due_on, expected=50)
        plan.report(ref, date(2022, 4, 4), 40)
        plan.send_back(ref, date(2022, 4, 11), due_on=date(2022, 4, 29))
        plan.done(ref, date(2022, 4, 20), 50)
    whose = {"KND@LT/LATE": OLD, "KND@LT/GOOD": NEW}
    assert {ref: name for ref, name in board(plan).items() if ref in whose} == whose
    assert {ref: name for ref, name in rows(plan).items() if ref in whose} == whose
    assert {ref for ref in rows(plan, OLD) if ref in whose} == {"KND@LT/LATE"}
    assert own_work(plan, OLD) == {"KND@LT/LATE"}
    assert "KND@LT/LATE" not in own_work(plan, NEW)
    assert found_by_search(plan, OLD) == Counts(done_late=1)
    assert found_by_search(plan, NEW).done_late == 0
    assert sorted_by_official(plan)


def test_a_product_said_not_to_be_there_is_of_whoever_let_its_last_day_pass(plan: Plan):
    """Whoever left before it could not deliver any more; their successor could."""
    plan.assign("SP@LT", product="Hồ sơ di sản")
    for label, due_on in (("B1", Q1_END), ("B2", date(2022, 4, 29)), ("B3", date(2022, 6, 30))):
        plan.checkpoint(f"SP@LT/{label}", due_on=due_on)
        plan.done(f"SP@LT/{label}", date(2022, 3, 20), delivered=False)
    whose = {"SP@LT/B1": OLD, "SP@LT/B2": NEW, "SP@LT/B3": NEW}
    assert {ref: name for ref, name in board(plan).items() if ref in whose} == whose
    assert {ref: name for ref, name in rows(plan).items() if ref in whose} == whose
    for name in (OLD, NEW):
        theirs = {ref for ref, each in whose.items() if each == name}
        assert {ref for ref in rows(plan, name) if ref in whose} == theirs
        assert {ref for ref in own_work(plan, name) if ref in whose} == theirs
    worst = overview(plan.session, viewer(plan, OTHER), plan.programme, at(TODAY)).worst
    assert {one.ref: one.lead for one in worst if one.ref in whose} == {
        "SP@LT/B1": OLD,
        "SP@LT/B2": NEW,
    }
    assert sorted_by_official(plan)


@pytest.mark.parametrize("seed", first_quick(range(4)))
def test_every_list_of_a_person_agrees_with_the_board(plan: Plan, engine: Engine, seed: int):
    """Each checkpoint is of one person on all pages, however it stands and whatever waits.

    It is that of whoever the acts say, worked out anew.
    """
    rng = random.Random(seed)
    days = [date(2022, 4, 1) + timedelta(days=n) for n in range(10)]
    plan.assign("SP@LT", product="Hồ sơ di sản")
    for ref in ("KND@LT", "CD@LT", "SP@LT"):
        for n in range(12):
            plan.checkpoint(f"{ref}/M{n:02d}", due_on=rng.choice(days), expected=10)
    for ref in [checkpoint for checkpoint in plan.checkpoints if "@LT" in checkpoint]:
        if ref.startswith("SP"):
            play_product(plan, ref, rng, days)
        else:
            play(plan, ref, rng, days)
    plan.session.flush()
    whose = board(plan)
    assert set(whose.values()) == {OLD, NEW}
    assert {ref: name for ref, name in rows(plan).items() if "@LT" in ref} == whose
    for name in (OLD, NEW):
        lists_agree(plan, name, {ref for ref, each in whose.items() if each == name})
    plan.session.commit()
    assert worked_out(engine) == whose


def worked_out(engine: Engine) -> dict[str, str]:
    """Whose each checkpoint of LT is by the rows of what people did."""
    calendar, posts, people = calendar_of(engine, 2022), posts_of(engine), people_of(engine)
    return {
        work.ref: people[answer(work, posts, TODAY, calendar)[0]][1]
        for work in work_on(engine, 2022, TODAY)
        if "@LT" in work.ref
    }
