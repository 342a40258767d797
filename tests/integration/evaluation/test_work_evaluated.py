"""Grades that are published evaluate the work behind them: not before, and through the flow."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import context_of, dossier_in
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding, refusals
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.errors import Refused
from dondoc.services.audit.verify import verify
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.decisions.session_page import session_page
from dondoc.store.database import reading, writing
from models.person import Position, ProgrammeMandate
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierState, DossierStepKind
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.roles import Mandate
from models.rules.stages import Stage
from models.verdict import Evaluation

AN = {"of": "an", "grade": Grade.EXCELLENT}
BINH = {"of": "binh", "grade": None, "reason": "Không có việc đến hạn"}
LATER = date(2022, 5, 13)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def stage(world: DecidingWorld, day: date) -> Stage:
    """The one that all work has, once what was recorded by a day is drained."""
    world.advance(day)
    (found,) = set(world.stages().values())
    return found


def test_a_decision_moves_nothing_before_its_grade_is_published_and_names_its_step_then(
    world: DecidingWorld,
):
    world.decided()
    assert stage(world, HELD) is Stage.VERIFIED
    world.steps_round(RoundAct.PUBLISH)
    assert set(world.stages().values()) == {Stage.VERIFIED}  # people record, the flow moves
    assert stage(world, PUBLISHED) is Stage.EVALUATED
    decided = next(step for step in world.steps() if step.kind is DossierStepKind.DECIDED)
    with reading(world.engine) as session:
        kept = session.scalars(select(Evaluation)).one()
        assert (kept.dossier_step_id, kept.grade) == (decided.key, None)
        assert not verify(session).findings


def test_whoever_publishes_evaluates_what_was_decided_about_their_own_work(world: DecidingWorld):
    world.decided()
    with writing(world.engine) as session:
        an = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
        row = ProgrammeMandate(
            position_id=an.key, programme_id=world.programme_id, mandate=Mandate.SECRETARIAT
        )
        session.add(row)
    taken = world.steps_round(RoundAct.PUBLISH, by="an")
    assert not taken.left_over.refused
    assert stage(world, PUBLISHED) is Stage.EVALUATED


def test_a_result_that_is_verified_anew_outdates_the_decision_before_publication(
    world: DecidingWorld,
):
    world.calls()
    assert refusals(world.decides(AN, BINH)) == []
    world.act(Act.CORRECT, "dung", LATER, value=Decimal(10), reason="Ghi chú nhầm")
    assert states(world, LATER) == {
        "an": DossierState.OUTDATED,  # it says the same, and was verified anew
        "binh": DossierState.DECIDED,
    }
    world.advance(LATER)
    assert states(world, LATER)["an"] is DossierState.OUTDATED
    assert refusals(world.decides(AN, day=LATER)) == []
    assert states(world, LATER)["an"] is DossierState.DECIDED
    world.closes(LATER)
    world.steps_round(RoundAct.PUBLISH)
    assert stage(world, PUBLISHED) is Stage.EVALUATED
    assert states(world, PUBLISHED)["an"] is DossierState.DECIDED


def test_a_day_is_read_with_the_verdict_that_stood_when_it_was_over(world: DecidingWorld):
    first = verdict(world, HELD)
    world.act(Act.CORRECT, "dung", LATER, value=Decimal(8), reason="Đếm lại")
    recorded = verdict(world, LATER)
    world.advance(LATER)
    assert verdict(world, HELD) == first
    assert recorded == verdict(world, LATER) != first


def verdict(world: DecidingWorld, day: date) -> int | None:
    """Of An's one piece of work, as it is read on a day."""
    with reading(world.engine) as session:
        context = context_of(session, day)
        dossier = dossier_in(session, context, "an")
        (work,) = works_of(session, context, [dossier], day)[dossier.row.key].works
        return work.verdict_waiting


def test_after_publication_another_decision_evaluates_at_once(world: DecidingWorld):
    world.published()
    world.advance(PUBLISHED)
    later = date(2022, 5, 17)
    world.act(Act.CORRECT, "dung", later, value=Decimal(10), reason="Ghi chú nhầm")
    assert stage(world, later) is Stage.VERIFIED
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.LOCK, date(2022, 5, 26))
    world.calls(later)
    assert refusals(world.decides(AN, day=later)) == []
    assert stage(world, later) is Stage.EVALUATED


def test_a_reopened_round_evaluates_with_its_next_publication(world: DecidingWorld):
    world.published()
    later = date(2022, 5, 17)
    world.steps_round(RoundAct.REOPEN, later, reason="Nhầm số")
    world.act(Act.CORRECT, "dung", later, value=Decimal(10), reason="Ghi chú nhầm")
    world.calls(later)
    assert refusals(world.decides(AN, day=later)) == []
    assert stage(world, later) is Stage.VERIFIED
    world.closes(later)
    world.steps_round(RoundAct.PUBLISH, date(2022, 5, 18))
    assert stage(world, date(2022, 5, 18)) is Stage.EVALUATED


def test_who_handed_over_since_keeps_the_result_that_was_theirs_on_the_day_that_counts(
    world: DecidingWorld,
):
    world.hands_over("an", "ha", date(2022, 4, 20))
    world.published()
    assert stage(world, PUBLISHED) is Stage.EVALUATED


def states(world: DecidingWorld, day: date) -> dict[str, DossierState]:
    with reading(world.engine) as session:
        programme = context_of(session, day).row.programme_id
        page = session_page(session, programme, world.session_id, 0, day)
        assert page is not None
        return {row.dossier.code: row.state for row in page.rows}
