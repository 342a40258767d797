"""The course of an evaluation, step by step: who may, in which order, on what, and what stands."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from counting import statements
from course_world import (
    ALL_LEADER_PARTS,
    FULL,
    LESS,
    OPENED,
    SELF_UNTIL,
    CourseWorld,
    begin,
    context_of,
    dossier_in,
    points,
)
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.clock import at
from dondoc.errors import Refused
from dondoc.i18n import translator
from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.dossiers import dossiers_of, state_of_dossier
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.kept_scores import kept_score
from dondoc.services.evaluation.course.score import changed_bases, score_of
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.organisation.changes import acting_for_office
from dondoc.store.database import reading
from models.event import Event, EventKind
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.assessors import Assessor
from models.rules.evaluation_course.dossiers import DossierAct, DossierState

AFTER_SELF = date(2022, 4, 20)
VI = translator("vi")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> CourseWorld:
    return begin(engine, tmp_path)


def state(world: CourseWorld, day: date, of: str = "an") -> DossierState:
    with reading(world.engine) as session:
        context = context_of(session, day)
        dossier = dossier_in(session, context, of)
        changed = changed_bases(session, context, [dossier])
        return state_of_dossier(context, dossier, dossier.row.key in changed)


def test_three_scores_stand_apart_and_a_difference_needs_a_reason(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    with pytest.raises(FieldError, match="points_differ") as caught:
        world.commented(criteria=LESS)
    assert caught.value.name == "reason"
    world.commented(criteria=LESS, reason="Chậm gửi số liệu", strengths="Chủ động")
    with reading(world.engine) as session:
        dossier = dossier_in(session, context_of(session, OPENED), "an")
        mine, above = kept_score(dossier.self_assessment), kept_score(dossier.comment)
    assert mine and above
    assert (mine.general, mine.results, mine.total) == (30, 70, 100)
    assert (above.general, above.total, above.by_points) == (29, 99, Grade.EXCELLENT)
    assert dossier.decision is None
    assert state(world, OPENED) is DossierState.COMMENTED


def test_a_grade_beside_what_was_computed_needs_a_reason(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented()
    with pytest.raises(FieldError, match="grade_differs") as caught:
        world.takes("chi", DossierAct.PROPOSE, OPENED, grade=Grade.GOOD)
    assert "hoàn thành xuất sắc" in caught.value.text(VI).lower()
    world.takes("chi", DossierAct.PROPOSE, OPENED, grade=Grade.GOOD, reason="Theo tỷ lệ")
    assert state(world, OPENED) is DossierState.PROPOSED


def test_nobody_comments_before_the_person_had_their_days(world: CourseWorld) -> None:
    world.opened()
    with pytest.raises(Refused, match="before_self"):
        world.commented(SELF_UNTIL)
    world.commented(AFTER_SELF)
    with pytest.raises(Refused, match="commented"):
        world.assessed(AFTER_SELF)


def test_a_late_self_assessment_is_taken_and_holds_nobody_up(world: CourseWorld) -> None:
    world.opened()
    world.assessed(AFTER_SELF)
    assert world.steps()[0].at.date() > SELF_UNTIL
    assert state(world, AFTER_SELF) is DossierState.SELF_ASSESSED


@pytest.mark.parametrize(
    ("by", "act"),
    [
        ("ha", DossierAct.ASSESS_SELF),
        ("binh", DossierAct.ASSESS_SELF),
        ("chi", DossierAct.COMMENT),
        ("an", DossierAct.COMMENT),
        ("dung", DossierAct.PROPOSE),
        ("an", DossierAct.DECIDE),
        ("binh", DossierAct.DECIDE),
    ],
)
def test_who_has_no_right_is_refused(world: CourseWorld, by: str, act: DossierAct) -> None:
    world.opened()
    with pytest.raises(Refused, match="no_right"):
        world.takes(by, act, AFTER_SELF, criteria=FULL, grade=Grade.GOOD)


def test_the_level_above_of_a_units_head_is_the_standing_committee_where_no_unit_is_above(
    world: CourseWorld,
) -> None:
    world.opened()
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
        lookup = assessor_lookup(session, context)
        an, binh = (dossier_in(session, context, code) for code in ("an", "binh"))
        keys = {key: people(world, code) for key, code in enumerate(("binh", "giang", "chi"))}
        assert lookup.people(an, Assessor.ABOVE) == {keys[0]}
        assert lookup.people(binh, Assessor.ABOVE) == {keys[1]}
        assert lookup.people(binh, Assessor.UNIT) == {keys[2]}
        assert lookup.of(an, keys[0]) == {Assessor.ABOVE, Assessor.UNIT}


def people(world: CourseWorld, code: str) -> int:
    with reading(world.engine) as session:
        return acting_for_office(session, code, at(OPENED), at(OPENED)).actor.key


def test_a_leader_is_scored_only_once_d_dd_and_e_are_said(world: CourseWorld) -> None:
    world.opened()
    said = {"criteria": FULL, "grade": Grade.GOOD}
    world.takes("binh", DossierAct.ASSESS_SELF, OPENED, of="binh", **said)
    assert world.steps()[0].computed["rounded"] is None
    for missing in ALL_LEADER_PARTS:
        parts = ALL_LEADER_PARTS | {missing: None}
        with pytest.raises(FieldError) as caught:
            world.takes("giang", DossierAct.COMMENT, OPENED, of="binh", leader=parts, **said)
        assert caught.value.name == missing
    world.takes("giang", DossierAct.COMMENT, OPENED, of="binh", leader=ALL_LEADER_PARTS, **said)
    kept = world.steps()[-1].leader_parts
    assert kept == ALL_LEADER_PARTS


def test_a_result_that_changed_meanwhile_refuses_the_step_with_both_values(
    world: CourseWorld,
) -> None:
    world.opened()
    seen = world.seen(OPENED)
    world.act(Act.CORRECT, "dung", date(2022, 4, 13), value=Decimal(8), reason="Đếm lại")
    with pytest.raises(OutdatedError) as caught:
        world.assessed(date(2022, 4, 13), seen=seen)
    assert "70" in caught.value.text(VI) and "56" in caught.value.text(VI)
    assert world.steps() == []


def test_a_decision_falls_back_when_what_it_rested_on_changes_and_only_then(
    world: CourseWorld,
) -> None:
    world.opened()
    world.assessed()
    world.commented()
    said = {"grade": Grade.EXCELLENT}
    world.takes("giang", DossierAct.DECIDE, OPENED, **said)
    assert state(world, date(2022, 9, 1)) is DossierState.DECIDED  # time alone changes nothing
    world.act(Act.CORRECT, "dung", date(2022, 9, 2), value=Decimal(8), reason="Đếm lại")
    assert state(world, date(2022, 9, 2)) is DossierState.OUTDATED
    decided = world.steps()[-1]
    assert decided.general == Decimal(30) and len(decided.criteria) == 4


@pytest.mark.parametrize(
    ("entered", "name"),
    [
        ({"criteria": points("7.5", "7.5", "7.5", "8")}, "criterion-4"),
        ({"criteria": points("7.5", "-1", "7.5", "7.5")}, "criterion-2"),
        ({"criteria": points("7.5", "7.5", "7.5")}, "criterion-4"),
        ({"criteria": points("7.5", "7.5", "7.5", "1.00001")}, "criterion-4"),
        ({"grade": None}, "grade"),
        ({"words": "x" * 5001}, "words"),
    ],
)
def test_what_was_typed_wrongly_is_refused_at_its_field(
    world: CourseWorld, entered: dict[str, object], name: str
) -> None:
    world.opened()
    with pytest.raises(FieldError) as caught:
        world.assessed(**entered)
    assert caught.value.name == name
    assert "{" not in caught.value.text(VI)


def test_what_is_below_full_asks_for_an_explanation(engine: Engine, tmp_path: Path) -> None:
    world = begin(engine, tmp_path, value="8")
    world.opened()
    with pytest.raises(FieldError) as caught:
        world.assessed(grade=Grade.GOOD)
    assert caught.value.name == "words"
    world.assessed(grade=Grade.GOOD, words="Thiếu vốn đợt 2")


def test_history_says_who_took_which_step_and_no_points(world: CourseWorld) -> None:
    world.opened()
    world.assessed()
    world.commented(criteria=LESS, reason="Chậm gửi số liệu")
    with reading(world.engine) as session:
        query = select(Event).where(col(Event.kind) == EventKind.SETTINGS_CHANGED)
        events = list(session.scalars(query.order_by(col(Event.id))))
        texts = [str(each.data) + each.reason for each in events]
    assert [each.data["what"] for each in events] == [
        "evaluation_round_opened", "evaluation_self_assessed", "evaluation_commented",
    ]  # fmt: skip
    assert not any("Chậm gửi" in text or ("99" in text.replace("sha", "") and "7.5" in text)
                   for text in texts)  # fmt: skip


def test_many_are_scored_in_as_many_queries_as_one(world: CourseWorld) -> None:
    world.crowd(3)
    world.opened()
    counts = []
    for wanted in (2, 2, 5):  # the first asks for the calendar as well
        with reading(world.engine) as session:
            context = context_of(session, OPENED)
            dossiers = dossiers_of(session, context)[:wanted]
            with statements(world.engine) as sent:
                found = score_of(session, context, dossiers, OPENED)
            assert len(found) == wanted
            counts.append(len(sent))
    assert counts[1] == counts[2]
    assert found[dossiers[0].row.key].period.results == Fraction(70)
