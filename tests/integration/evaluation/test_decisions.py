"""A session decides, row by row; the decision evaluates the work, and the flow moves it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from counting import statements
from course_world import context_of, dossier_in, seen_of
from deciding_world import HELD, DecidingWorld, deciding, refusals
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.i18n import translator
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.opened import open_dossiers
from dondoc.services.evaluation.decisions.decide import DecisionsTaken
from dondoc.services.evaluation.decisions.session_page import session_page
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading, writing
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.scoring.caps import SeatState

VI = translator("vi")
BOTH = (
    {"of": "an", "grade": Grade.EXCELLENT},
    {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"},
)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def kinds(world: DecidingWorld) -> list[DossierStepKind]:
    return [step.kind for step in world.steps()][-2:]


def test_a_row_whose_facts_changed_meanwhile_is_refused_alone_with_both_values(
    world: DecidingWorld,
):
    world.calls()
    seen = {"an": world.seen(HELD, "an"), "binh": world.seen(HELD, "binh")}
    world.act(Act.CORRECT, "dung", HELD, value=Decimal(8), reason="Đếm lại")
    outcome = world.decides(*BOTH, seen=seen)
    assert len(outcome.done) == 1
    ((_, error),) = outcome.refused
    assert isinstance(error, OutdatedError)
    assert "70" in error.text(VI) and "56" in error.text(VI)
    assert kinds(world)[-1] is DossierStepKind.DECIDED


def test_two_who_decide_at_once_decide_once(world: DecidingWorld):
    world.calls()
    seen, barrier = {"an": world.seen(HELD, "an")}, Barrier(2)

    def decide(by: str) -> DecisionsTaken:
        barrier.wait(5)
        return world.decides(BOTH[0], by=by, seen=seen)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, ("em", "giang")))
    assert sorted(len(each.done) for each in outcomes) == [0, 1]
    (refused,) = [error for each in outcomes for _, error in each.refused]
    assert isinstance(refused, (OutdatedError, Refused))
    assert [s.kind for s in world.steps()].count(DossierStepKind.DECIDED) == 1


def test_nobody_decides_about_themself_nor_what_they_may_not(world: DecidingWorld):
    world.calls()
    assert refusals(world.decides(BOTH[0], by="an")) == ["refusal.not_your_role"]
    assert refusals(world.decides(BOTH[1], by="binh")) == ["evaluation.course.error.no_right"]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"of": "an", "grade": Grade.GOOD}, "grade_differs"),
        ({"of": "an", "grade": None}, "not_graded_why"),
        ({"of": "binh", "grade": Grade.GOOD}, "not_computed"),
    ],
)
def test_what_differs_from_what_was_computed_needs_a_reason(
    world: DecidingWorld, row: dict[str, object], key: str
):
    world.calls()
    outcome = world.decides(row)
    assert refusals(outcome) == [f"evaluation.course.error.{key}"]
    assert isinstance(outcome.refused[0][1], FieldError)
    assert refusals(world.decides(row | {"reason": "Hội nghị thống nhất"})) == []


@pytest.mark.parametrize(
    ("votes", "key"),
    [
        ({Grade.EXCELLENT: 3, Grade.GOOD: 4}, "votes_differ"),
        ({Grade.EXCELLENT: 4, Grade.GOOD: 4}, "votes_differ_tied"),
        ({Grade.EXCELLENT: 4, None: 4}, "votes_for_none_tied"),
        ({Grade.EXCELLENT: 4, Grade.GOOD: 3}, ""),
        ({Grade.EXCELLENT: 4}, ""),
        ({}, ""),
    ],
)
def test_a_grade_that_is_not_ahead_of_all_others_by_votes_needs_a_reason(
    world: DecidingWorld, votes: dict[Grade | None, int], key: str
):
    world.calls()
    row = {"of": "an", "grade": Grade.EXCELLENT, "votes": votes}
    assert refusals(world.decides(row)) == ([f"evaluation.session.error.{key}"] if key else [])
    assert refusals(world.decides(row | {"reason": "Hội nghị thống nhất"})) == []


def test_nothing_is_decided_before_the_day_of_a_session_or_after_it_was_closed(
    world: DecidingWorld,
):
    world.calls()
    with pytest.raises(Refused, match="not_yet"):
        world.decides(BOTH[0], day=date(2022, 5, 11))
    world.closes()
    with pytest.raises(Refused, match="closed"):
        world.decides(BOTH[0])


def test_the_page_presets_what_the_rules_give_and_nothing_beyond(world: DecidingWorld):
    world.calls()
    with reading(world.engine) as session:
        giang = session.scalars(select(Person).where(col(Person.code) == "giang")).one()
        context = context_of(session, HELD)
        page = session_page(session, context.row.programme_id, world.session_id, giang.key, HELD)
        assert page is not None
        rows = {row.dossier.code: row for row in page.rows}
        assert session_page(session, 99, world.session_id, giang.key, HELD) is None
        assert rows["an"].grounds_shown == seen_of(
            session, context, dossier_in(session, context, "an")
        )
    # Nobody is "good", so 20% of them is no seat: "excellent" is the body's to choose, not preset.
    assert (rows["an"].total, rows["an"].computed) == (100, Grade.EXCELLENT)
    assert (rows["an"].beside.seat, rows["an"].preset) == (SeatState.WITHOUT, None)
    assert rows["binh"].total is None and rows["binh"].preset is None
    assert [row.dossier.code for row in page.undecided] == ["an", "binh"]
    an, binh = rows["an"].beside, rows["binh"].beside
    assert (an.rank, an.tied, binh.rank) == (1, False, None)


def test_many_are_opened_in_as_many_statements_as_one(world: DecidingWorld):
    def asked(*codes: str) -> int:
        with writing(world.engine) as session:
            change = acting_for_office(session, "giang", at(HELD), at(HELD))
            context = context_of(session, HELD)
            ids = [dossier_in(session, context, code).row.key for code in codes]
            with statements(world.engine) as told:
                assert len(open_dossiers(change, context.row, ids)) == len(codes)
            return len(told)

    # One person's work is looked up by the positions that they held: that takes one more.
    assert asked("an", "binh") <= asked("an")
