"""A plan that names other positions passes no result: each stays with who answered for it."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from digest_plan import Plan, two_districts
from digest_plan_work import Q1_END
from either_database import first_quick
from named_by_plan import named
from sqlalchemy import Engine
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
from dondoc.services.boards.overdue.choices import choices
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.question import open_scope
from dondoc.services.boards.overview.page import overview
from dondoc.services.digest.figures import figures
from dondoc.services.figures.quarter import Quarter
from dondoc.services.papers.assigned import assigned_work
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.work.answering.results_passing import results_passed_by
from dondoc.services.work.assignment_view import assignment_view, work_of
from dondoc.store import cache
from dondoc.store.database import writing
from models.person import ProgrammeMandate
from models.rules.due_parts import DuePart
from models.rules.evaluation import Grade
from models.rules.roles import Mandate
from models.rules.totals import Counts

NAMED_ON = date(2022, 4, 11)


@pytest.fixture
def plan(engine: Engine) -> Iterator[Plan]:
    """On 11 April a plan names the head of TD for KND@LT, who answered for KND@TD alone."""
    cache.forget()  # another test's rows have the same keys on PostgreSQL
    with writing(engine) as session:
        made = two_districts(session)
        mandate = Mandate.SECRETARIAT
        desk = made.positions["SVH"].key
        session.add(
            ProgrammeMandate(programme_id=made.programme.key, position_id=desk, mandate=mandate)
        )
        made.holds("SVH", OTHER, date(2020, 1, 1))
        yield made


def whose(plan: Plan, ref: str) -> str:
    """Whose a checkpoint is, as every door says that lists it at all."""
    names = [board(plan)[ref], rows(plan)[ref]]
    late = figures(plan.session, plan.programme, Quarter(2022, 1), TODAY, None).overdue
    names += [row.lead for row in late if row.ref == ref]
    worst = overview(plan.session, viewer(plan, OTHER), plan.programme, at(TODAY)).worst
    names += [row.lead for row in worst if row.ref == ref]
    seen = assignment_view(plan.session, plan.programme, ref, at(TODAY))
    names += [view.answering[0].name for view in seen.checkpoints if view.ref == ref]
    (name,) = set(names)
    return name


def test_silence_before_the_plan_stays_with_who_let_the_day_pass(plan: Plan) -> None:
    plan.silent("KND@LT/Q1", date(2022, 4, 8))
    plan.evaluate("KND@LT/Q1", date(2022, 4, 10), Grade.NOT_COMPLETED)
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    assert whose(plan, "KND@LT/Q1") == OLD
    assert whose(plan, "KND@LT/Q2") == TAM
    assert rows(plan, OLD) == {"KND@LT/Q1": OLD}
    assert own_work(plan, OLD) == {"KND@LT/Q1"}
    assert "KND@LT/Q1" not in {*rows(plan, TAM), *own_work(plan, TAM)}
    assert found_by_search(plan, OLD) == Counts(overdue=1, missing=1)
    assert found_by_search(plan, TAM).missing == 0
    assert sorted_by_official(plan)


def test_what_is_open_is_for_the_new_official_and_says_under_whom_it_was_late(plan: Plan) -> None:
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    assert whose(plan, "KND@LT/Q1") == TAM
    assert {"KND@LT/Q1", "KND@LT/Q2"} <= own_work(plan, TAM)
    assert own_work(plan, NEW) == {"CD@LT/Q1"}
    scope = open_scope(plan.session, plan.programme, viewer(plan, OTHER))
    answering = {row.ref: row.officials[0] for row in all_of(scope, BoardFilters())}
    late = answering["KND@LT/Q1"]
    assert (late.taken_over, late.before) == (NAMED_ON, OLD)
    assert answering["KND@TD/Q1"].taken_over is None
    page = my_work(plan.session, plan.programme, viewer(plan, TAM), at(TODAY))
    inherited = {duty.checkpoint_row.ref: duty.inherited for duty in page.duties}
    assert inherited["KND@LT/Q1"] is not None
    assert inherited["KND@LT/Q2"] is None
    assert inherited["KND@TD/Q1"] is None


def test_a_report_is_of_who_answered_on_the_day_of_the_act(plan: Plan) -> None:
    plan.done("KND@LT/Q2", date(2022, 4, 8), 50)  # early, by the new holder of LT
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    plan.report("KND@LT/Q1", date(2022, 4, 20), 50)  # late since the old holder's time
    assert [whose(plan, ref) for ref in ("KND@LT/Q1", "KND@LT/Q2")] == [OLD, NEW]
    assert set(rows(plan, TAM)) == {"KND@TD/Q1", "KND@TD/Q2", "CD@TD/Q1"}


def test_on_a_day_before_the_plan_it_is_as_it_was_then(plan: Plan) -> None:
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    day = date(2022, 4, 8)
    late = figures(plan.session, plan.programme, Quarter(2022, 1), day, None).overdue
    assert {row.ref: row.lead for row in late}["KND@LT/Q1"] == NEW
    work = work_of(plan.session, plan.programme, person(plan, NEW).key, day)
    assert {view.ref for view in work} == {"KND@LT/Q1", "KND@LT/Q2", "CD@LT/Q1"}


@pytest.mark.parametrize(("day", "name"), [(date(2022, 4, 8), NEW), (NAMED_ON, TAM), (TODAY, TAM)])
def test_papers_name_whoever_led_the_work_on_their_day(plan: Plan, day: date, name: str) -> None:
    """Also where the position that leads now came in later, and where it was another one then."""
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    unit = plan.units["LT"].key
    order = PaperOrder(PaperForm.STATE, day)
    work = assigned_work(plan.session, plan.programme, order, unit)
    (head,) = (each.head for each in work if each.first.assignment_ref == "KND@LT")
    assert head is not None
    assert head.name == name


def test_another_lead_is_the_lead_from_then_on(plan: Plan) -> None:
    named(plan, "KND@LT", ["LT", "TD"], Q1_END - timedelta(days=20))
    plan.silent("KND@LT/Q1", date(2022, 4, 8))
    named(plan, "KND@LT", ["TD", "LT"], NAMED_ON)
    assert whose(plan, "KND@LT/Q1") == OLD
    assert whose(plan, "KND@LT/Q2") == TAM
    assert sorted_by_official(plan)


def test_work_for_which_nobody_was_named_then_is_nobodys(plan: Plan) -> None:
    named(plan, "KND@LT", [], date(2022, 3, 1))
    plan.silent("KND@LT/Q1", date(2022, 4, 8))
    named(plan, "KND@LT", ["TD"], NAMED_ON)
    assert "KND@LT/Q1" not in {*rows(plan, OLD), *rows(plan, NEW), *rows(plan, TAM)}
    late = figures(plan.session, plan.programme, Quarter(2022, 1), TODAY, None).overdue
    assert {row.ref: row.lead for row in late}["KND@LT/Q1"] == ""


def test_the_position_that_is_chosen_has_what_it_answered_for(plan: Plan) -> None:
    plan.silent("KND@LT/Q1", date(2022, 4, 8))
    for ref in ("KND@LT", "CD@LT"):
        named(plan, ref, ["TD"], NAMED_ON)
    scope = open_scope(plan.session, plan.programme, viewer(plan, OTHER))
    chosen = {
        unit: {
            row.ref
            for row in all_of(
                scope,
                BoardFilters(shown=DuePart.ALL, position_id=plan.positions[unit].key),
            )
        }
        for unit in ("LT", "TD")
    }
    assert chosen["LT"] == {"KND@LT/Q1"}
    assert chosen["TD"] == {ref for ref in plan.checkpoints if ref[0] in "KC"} - {"KND@LT/Q1"}
    people = {name for _, name in choices(scope, BoardFilters()).officials}
    assert any(name.startswith(OLD) for name in people)


def test_other_days_of_a_holder_pass_what_the_position_answered_for_then(plan: Plan) -> None:
    """Of LT only what was due before the plan, of TD only what was due from its day on."""
    plan.checkpoint("KND@LT/M4", due_on=date(2022, 4, 29), expected=10)
    for ref in ("KND@LT/Q1", "KND@LT/M4", "CD@LT/Q1"):
        plan.silent(ref, date(2022, 5, 13))
    for ref in ("KND@LT", "CD@LT"):
        named(plan, ref, ["TD"], NAMED_ON)
    passed = {
        unit: {each.ref for each in results_passed_by(plan.session, post.key, (), TODAY)}
        for unit, post in plan.positions.items()
    }
    assert passed["LT"] == {"KND@LT/Q1", "CD@LT/Q1"}
    assert passed["TD"] == {"KND@LT/M4", "KND@TD/Q1", "CD@TD/Q1"}


@pytest.mark.parametrize("seed", first_quick(range(6)))
def test_every_list_of_a_person_agrees_with_the_board(plan: Plan, seed: int) -> None:
    """Each checkpoint is of the same people on all pages, whoever was named since and before."""
    rng = random.Random(seed)
    days = [date(2022, 4, 1) + timedelta(days=n) for n in range(14)]
    plan.assign("SP@LT", product="Hồ sơ di sản")
    for ref in ("KND@LT", "CD@LT", "SP@LT"):
        for n in range(12):
            plan.checkpoint(f"{ref}/M{n:02d}", due_on=rng.choice(days), expected=10)
    for ref in [ref for ref in plan.checkpoints if "@LT" in ref]:
        (play_product if ref.startswith("SP") else play)(plan, ref, rng, days)
    for ref in ("KND@LT", "SP@LT"):
        for day in sorted(rng.sample(days, 3)):
            named(plan, ref, rng.choice((["TD"], ["LT"], ["LT", "TD"], ["TD", "LT"], [])), day)
    everybody = {
        row.ref: {each.name for each in row.officials if each.name}
        for row in all_of(
            open_scope(plan.session, plan.programme, viewer(plan, OTHER)),
            BoardFilters(shown=DuePart.ALL),
        )
    }
    for name in (OLD, NEW, TAM):
        lists_agree(plan, name, {ref for ref, names in everybody.items() if name in names})
