"""Publication, re-assessment, lock: grades alone for everybody, and a clock for the answer."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.errors import BadInput, Refused
from dondoc.services.audit.verify import verify
from dondoc.services.evaluation.course.open_round import bring_up_to_date
from dondoc.services.evaluation.people.decided_grades import decided_grades
from dondoc.services.evaluation.people.distribution import Distribution, list_with_distribution
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.figures.quarter import Quarter
from dondoc.store.database import reading, writing
from models.person import Position
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.rounds import RoundAct
from models.rules.stages import Stage
from models.verdict import Evaluation

NEXT_YEAR = date(2023, 1, 9)
Q1 = Quarter(2022, 1)
ASKED = date(2022, 5, 18)


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def test_nothing_is_published_before_everybody_is_decided_and_the_session_closed(
    world: DecidingWorld,
):
    with pytest.raises(Refused, match="undecided"):
        world.steps_round(RoundAct.PUBLISH)
    assert world.grades() is None
    world.calls()
    world.decides({"of": "an", "grade": Grade.EXCELLENT}, by="em")
    world.decides({"of": "binh", "grade": None, "reason": "Không có việc"}, by="em")
    with pytest.raises(Refused, match="session_open"):
        world.steps_round(RoundAct.PUBLISH)
    world.closes()
    with pytest.raises(Refused, match="not_your_role"):
        world.steps_round(RoundAct.PUBLISH, by="giang")
    world.steps_round(RoundAct.PUBLISH)
    with pytest.raises(Refused, match="published_before"):
        world.steps_round(RoundAct.PUBLISH)


def test_figures_count_points_until_grades_are_published_and_then_the_grades(
    world: DecidingWorld,
):
    world.decided()
    before = spread(world, HELD)
    assert not before.decided(Q1) and before.everybody.now.graded == 1
    world.steps_round(RoundAct.PUBLISH)
    after = spread(world, PUBLISHED)
    assert after.decided(Q1)
    now = after.everybody.now
    assert (now.of(Grade.EXCELLENT), now.graded, now.without) == (1, 1, 0)
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        assert decided_grades(session, programme) == {Q1: {"an": Grade.EXCELLENT, "binh": None}}
        by_hand = shipped_rules("ND-335-2025")
        _, otherwise = list_with_distribution(session, programme, PUBLISHED, by_hand, Q1)
    assert not otherwise.decided(Q1)  # nobody decided anything by the rule set that is asked for


def spread(world: DecidingWorld, day: date) -> Distribution:
    with reading(world.engine) as session:
        programme = session.scalars(select(Programme)).one()
        return list_with_distribution(session, programme, day, None, Q1)[1]


def test_everybody_reads_grades_alone_and_each_is_told_once_that_they_are_there(
    world: DecidingWorld,
):
    world.published()
    shown = world.grades()
    assert shown is not None
    assert [(row.name, row.grade) for row in shown.rows] == [
        ("Nguyễn Văn Binh", None), ("Nguyễn Văn An", Grade.EXCELLENT),
    ]  # fmt: skip
    assert world.letters() == [("an", "published"), ("binh", "published")]


def test_a_decision_that_is_outdated_is_not_published(world: DecidingWorld):
    world.decided()
    world.act(Act.CORRECT, "dung", date(2022, 5, 13), value=Decimal(8), reason="Đếm lại")
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH)


def test_a_request_that_waits_does_not_hide_that_a_decision_is_outdated(world: DecidingWorld):
    world.published()
    world.asks()
    world.act(Act.CORRECT, "dung", date(2022, 5, 18), value=Decimal(8), reason="Đếm lại")
    world.steps_round(RoundAct.REOPEN, date(2022, 5, 18), reason="Nhầm người")
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH, date(2022, 5, 18))


def test_what_nobody_with_an_evaluation_leads_is_evaluated_by_the_publication(
    world: DecidingWorld,
):
    ref = world.unled(vacant(world))
    world.decided()
    taken = world.steps_round(RoundAct.PUBLISH)
    assert (taken.left_over.done, taken.left_over.refused) == ((ref,), ())
    world.advance(PUBLISHED)
    assert set(world.stages().values()) == {Stage.EVALUATED}
    with reading(world.engine) as session:
        kept = session.scalars(
            select(Evaluation).where(col(Evaluation.round_step_id).is_not(None))
        ).all()
        assert [each.dossier_step_id for each in kept] == [None]
        assert not verify(session).findings


def vacant(world: DecidingWorld) -> int:
    """The key of a position without a holder."""
    with writing(world.engine) as session:
        post = session.scalars(select(Position).where(col(Position.code) == "P-ha")).one()
        made = Position(unit_id=post.unit_id, code="P-vacant", title="Khuyết")
        session.add(made)
        session.flush()
        return made.key


def test_what_was_verified_after_publication_and_nobody_leads_is_evaluated_by_the_lock(
    world: DecidingWorld,
):
    world.published()
    ref = world.unled(vacant(world), date(2022, 5, 17))
    taken = world.steps_round(RoundAct.LOCK, date(2022, 5, 26))
    assert (taken.left_over.done, taken.left_over.refused) == ((ref,), ())
    world.advance(date(2022, 5, 26))
    assert set(world.stages().values()) == {Stage.EVALUATED}


def test_a_locked_round_refuses_everything_and_is_reopened_for_a_reason(world: DecidingWorld):
    world.published()
    with pytest.raises(Refused, match="requests_open"):
        world.steps_round(RoundAct.LOCK, date(2022, 5, 25))
    world.steps_round(RoundAct.LOCK, date(2022, 5, 26))
    with pytest.raises(Refused, match="locked"):
        world.asks(date(2022, 5, 26))
    with pytest.raises(Refused, match="locked"):
        world.calls(date(2022, 5, 27))
    for reason, key in (("\u200b\u2060", "reason"), ("x" * 5001, "too_long")):
        with pytest.raises(BadInput, match=key):
            world.steps_round(RoundAct.REOPEN, date(2022, 5, 27), reason=reason)
    world.steps_round(RoundAct.REOPEN, date(2022, 5, 27), reason="Nhầm người")
    assert world.grades() is None  # they are published anew
    world.steps_round(RoundAct.PUBLISH, date(2022, 5, 30))
    assert world.letters().count(("an", "published")) == 2


def test_work_of_somebody_without_a_dossier_is_not_evaluated_behind_their_back(
    world: DecidingWorld,
):
    with writing(world.engine) as session:
        made = world.place(session)
        made.person("hue")
        made.positions["an"] = made.positions["hue"]
        ref = made.checkpoint(date(2022, 3, 31))
    world.verified(ref, "hue")
    world.decided()
    with pytest.raises(Refused, match="missing"):
        world.steps_round(RoundAct.PUBLISH)
    assert world.stages()[ref.partition("/")[0]] is Stage.VERIFIED
    with world.change("dung", PUBLISHED) as (change, _):
        assert bring_up_to_date(change, world.round_id) == 1
    with pytest.raises(Refused, match="undecided"):
        world.steps_round(RoundAct.PUBLISH)


def test_a_round_is_not_locked_over_an_open_session(world: DecidingWorld):
    world.published()
    world.calls(PUBLISHED)
    with pytest.raises(Refused, match="session_open"):
        world.steps_round(RoundAct.LOCK, date(2022, 5, 26))
    world.closes(PUBLISHED)
    world.steps_round(RoundAct.LOCK, date(2022, 5, 26))


def test_last_years_round_goes_on_in_january(world: DecidingWorld):
    world.second_year(date(2023, 3, 31))
    world.decided()
    world.steps_round(RoundAct.PUBLISH, NEXT_YEAR)
    world.asks(NEXT_YEAR)
    (request,) = world.waiting(NEXT_YEAR)
    assert request.due_on == date(2023, 1, 30)  # over Tết of 2023
    world.answers("dung", Grade.EXCELLENT, NEXT_YEAR, words="Giữ nguyên")
    world.steps_round(RoundAct.LOCK, date(2023, 1, 19))


def test_where_each_is_evaluated_by_itself_a_decision_leaves_checkpoints_alone(
    engine: Engine, tmp_path: Path
):
    from course_world import begin

    made = begin(engine, tmp_path)
    world = DecidingWorld(engine, tmp_path, made.refs).open_and_assess().decided()
    world.advance(HELD)
    assert set(world.stages().values()) == {Stage.VERIFIED}
    world.act(Act.EVALUATE, "giang", HELD)
    world.advance(HELD)
    assert set(world.stages().values()) == {Stage.EVALUATED}
