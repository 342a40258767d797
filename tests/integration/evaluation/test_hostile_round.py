"""What nobody expects in the middle of a round: causes, coefficients, rule sets, nobody graded."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import OPENED, context_of, dossier_in
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding, refusals
from own_rule_files import CODE, decision, own
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.errors import Refused
from dondoc.services.evaluation.catalogue.keep import approve_catalogue, keep_catalogue
from dondoc.services.evaluation.catalogue.line import CatalogueLine
from dondoc.services.evaluation.catalogue.ties import keep_ties
from dondoc.services.evaluation.course.open_round import bring_up_to_date
from dondoc.services.evaluation.course.score import changed_bases, score_of
from dondoc.services.evaluation.decisions.session_page import session_page
from dondoc.services.evaluation.own.decide import note_trial, put_in_force
from dondoc.services.evaluation.own.keep import keep_own_rules
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.make import evaluation_paper
from dondoc.services.papers.of_evaluation.request import EvaluationPaperRequest
from dondoc.services.papers.paper import IssuingBody
from dondoc.store.database import reading, writing
from models.assignment import Assignment, AssignmentOfficial
from models.person import Person, Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.papers import EvaluationPaperKind
from models.rules.evaluation_course.rounds import RoundAct

MAY = date(2022, 5, 10)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def stands(world: DecidingWorld, day: date, of: str = "an") -> tuple[bool, object]:
    """Whether the decision is outdated, and the exact total as it is now."""
    with reading(world.engine) as session:
        context = context_of(session, day)
        dossier = dossier_in(session, context, of)
        total = score_of(session, context, [dossier], day)[dossier.row.key].period.total
        return bool(changed_bases(session, context, [dossier])), total and total.exact


def test_a_cause_confirmed_or_taken_back_in_mid_round_shows_and_is_decided_again(
    world: DecidingWorld,
) -> None:
    with writing(world.engine) as session:
        made = world.place(session)
        post = select(Position).where(col(Position.code) == "P-an")
        made.positions["an"] = session.scalars(post).one()
        ref = made.checkpoint(date(2022, 3, 31))
    world.act(Act.REPORT, "an", date(2022, 3, 1), ref, value=Decimal(9))
    world.act(Act.RETURN, "em", date(2022, 3, 3), ref, reason="Sai số liệu",
              new_due_on=date(2022, 3, 31))  # fmt: skip
    world.act(Act.REPORT, "an", date(2022, 3, 31), ref, value=Decimal(10))
    world.act(Act.VERIFY, "em", OPENED, ref)
    world.advance(OPENED)
    world.commented(reason="Có thêm một việc", grade=Grade.GOOD)
    world.calls()
    row = {"of": "an", "grade": Grade.GOOD, "reason": "Thống nhất"}
    assert refusals(world.decides(row, by="em")) == []
    world.advance(HELD)
    outdated, before = stands(world, HELD)
    assert not outdated
    world.act(Act.CONFIRM_CAUSE, "em", HELD, ref, about="review:1", reason="Mưa lũ",
              since=date(2022, 3, 1))  # fmt: skip
    outdated, excused = stands(world, HELD)
    assert outdated and excused > before
    world.advance(HELD)
    assert refusals(world.decides(row | {"grade": Grade.EXCELLENT}, by="em")) == []
    world.advance(HELD)
    assert stands(world, HELD) == (False, excused)
    world.act(Act.TAKE_BACK_CAUSE, "em", HELD, ref, about="review:1", reason="Nhầm việc")
    assert stands(world, HELD) == (True, before)
    world.closes()
    with pytest.raises(Refused):
        world.steps_round(RoundAct.PUBLISH)


def test_a_catalogue_and_a_rule_set_of_ones_own_in_mid_round_change_nothing_in_it(
    world: DecidingWorld,
) -> None:
    world.decided()
    before = stands(world, PUBLISHED)
    assert before[0] is False
    with world.change("dung", PUBLISHED) as (change, session):
        line = CatalogueLine("SP-01", "Quyết định", "", Decimal("2.5"), "", None, None, "")
        version, _ = keep_catalogue(change, (line,), "danh-muc.xlsx")
        approve_catalogue(change, version, decision(date(2022, 7, 1), PUBLISHED))
        keys = session.scalars(select(Assignment.id)).all()
        keep_ties(change, world.programme_id, dict.fromkeys(keys, "SP-01"))
        keep_own_rules(change, own(), "bo-rieng.toml")
        note_trial(change, world.programme_id, CODE, 1, "2022-Q1")
        put_in_force(change, CODE, 1, decision(date(2022, 7, 1), PUBLISHED))
    assert stands(world, PUBLISHED) == before
    assert stands(world, date(2022, 7, 5)) == before
    world.steps_round(RoundAct.PUBLISH, date(2022, 7, 5))


def test_nobody_graded_at_all_is_published_and_put_on_paper(world: DecidingWorld) -> None:
    world.calls()
    none = {"grade": None, "reason": "Không đủ dữ liệu"}
    assert refusals(world.decides({"of": "an"} | none, {"of": "binh"} | none, by="em")) == []
    with reading(world.engine) as session:
        page = session_page(session, world.programme_id, world.session_id, 0, HELD)
        assert page and dict(page.seats.counts) == {None: 2}
    world.closes()
    world.steps_round(RoundAct.PUBLISH)
    grades = world.grades()
    assert grades and dict(grades.counts) == {None: 2}
    with reading(world.engine) as session:
        person = session.scalars(select(Person).where(col(Person.code) == "dung")).one()
        programme = session.scalars(select(Programme)).one()
        viewer = open_viewer(session, person, programme, PUBLISHED)
        order = PaperOrder(PaperForm.STATE, PUBLISHED, IssuingBody("Văn phòng", place="VP"))
        for kind in (
            EvaluationPaperKind.SUMMARY, EvaluationPaperKind.APPROVAL, EvaluationPaperKind.MINUTES,
            EvaluationPaperKind.SUBMISSION, EvaluationPaperKind.DECISION,
            EvaluationPaperKind.DECISION_LIST,
        ):  # fmt: skip
            request = EvaluationPaperRequest(kind)
            context = context_of(session, PUBLISHED)
            assert evaluation_paper(session, context, viewer, request, order)


def test_of_two_leads_one_is_scored_and_a_decision_about_them_evaluates_once(
    world: DecidingWorld,
) -> None:
    """Chi answers for An's work, too, with the same rank: the first of both is the lead."""
    with writing(world.engine) as session:
        work = session.scalars(select(Assignment)).one()
        post = session.scalars(select(Position).where(col(Position.code) == "P-chi")).one()
        session.add(AssignmentOfficial(assignment_id=work.key, position_id=post.key, rank=0))
    with world.change("dung", OPENED) as (change, session):
        assert bring_up_to_date(change, world.round_id) == 0
    assert stands(world, OPENED)[0] is False
    world.published()
    assert set(world.stages().values()) == {"verified"}
    world.advance(MAY)
    assert set(world.stages().values()) == {"evaluated"}
