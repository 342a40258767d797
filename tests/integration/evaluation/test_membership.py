"""Somebody is taken out of a round, put back, moved in it, brought in; the round goes on."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from course_world import FULL, OPENED, context_of, dossier_in
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.errors import Refused
from dondoc.services.evaluation.course.dossiers import dossier_of, dossiers_of
from dondoc.services.evaluation.course.errors import FieldError
from dondoc.services.evaluation.course.membership import (
    MembershipInput,
    change_membership,
    places_held,
)
from dondoc.services.evaluation.course.rounds import rounds_of
from dondoc.services.evaluation.course.score import changed_bases
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import take_step
from dondoc.services.evaluation.course.wanted_steps import StepAsked, WantedStep, wanted_steps
from dondoc.services.evaluation.decisions.own_grades import own_grades
from dondoc.store.database import reading, writing
from models.person import Person, Position
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierStepKind
from models.rules.evaluation_course.membership import MembershipAct
from models.rules.evaluation_course.rounds import RoundAct

WHY = "Mới bổ nhiệm dưới một tháng"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def key_of(session: Session, code: str) -> int:
    return session.scalars(select(Person).where(col(Person.code) == code)).one().key


def wanted_in(world: DecidingWorld, code: str) -> tuple[Mapping[WantedStep, StepAsked], int]:
    """What is wanted of everybody, and the key of one person."""
    with reading(world.engine) as session:
        return wanted_steps(session, context_of(session, OPENED)), key_of(session, code)


def does(
    world: DecidingWorld, act: MembershipAct, of: str, reason: str = WHY, *, by: str = "dung",
    position_id: int | None = None, day: date = OPENED,
) -> None:  # fmt: skip
    with world.change(by, day) as (change, session):
        entered = MembershipInput(act, key_of(session, of), reason, position_id)
        change_membership(change, world.round_id, entered)


def codes(world: DecidingWorld) -> list[str]:
    with reading(world.engine) as session:
        return sorted(each.code for each in dossiers_of(session, context_of(session, OPENED)))


def position_of(world: DecidingWorld, code: str) -> int:
    with reading(world.engine) as session:
        query = select(Position).where(col(Position.code) == f"P-{code}")
        return session.scalars(query).one().key


def test_whoever_is_taken_out_holds_nobody_up_and_can_be_put_back(world: DecidingWorld) -> None:
    does(world, MembershipAct.TAKE_OUT, "binh")
    assert codes(world) == ["an"]
    with pytest.raises(Refused, match="taken_out"):
        comment_on_whoever_is_out(world)
    with reading(world.engine) as session:
        (listed,) = rounds_of(session, world.programme_id)
        assert listed.people == 1
        found = dossier_of(session, context_of(session, OPENED), key_of(session, "binh"))
        assert found and found.is_taken_out and found.steps[-1].reason == WHY
        assert DossierStepKind.COMMENTED in found.kinds  # what was said stays
    world.calls()
    assert not world.decides({"of": "an", "grade": Grade.EXCELLENT}, by="em").refused
    world.closes()
    world.steps_round(RoundAct.PUBLISH)
    grades = world.grades()
    assert grades and [row.name for row in grades.rows] == [name_of(world, "an")]
    assert [code for code, news in world.letters() if news == "published"] == ["an"]
    with reading(world.engine) as session:
        assert own_grades(session, world.programme_id, key_of(session, "binh"), PUBLISHED) == ()
    with pytest.raises(Refused, match="published"):
        does(world, MembershipAct.PUT_BACK, "binh", day=PUBLISHED)
    world.steps_round(RoundAct.REOPEN, reason="Thiếu một người")
    does(world, MembershipAct.PUT_BACK, "binh", "Đã đủ thời gian", day=PUBLISHED)
    assert codes(world) == ["an", "binh"]
    with pytest.raises(Refused, match="undecided"):
        world.steps_round(RoundAct.PUBLISH)


def comment_on_whoever_is_out(world: DecidingWorld) -> None:
    with world.change("giang", OPENED) as (change, session):
        key = key_of(session, "binh")
        dossier = dossier_of(session, context_of(session, OPENED), key)
        assert dossier
        take_step(change, dossier.row.key, StepInput(DossierAct.COMMENT, ""))


def name_of(world: DecidingWorld, code: str) -> str:
    with reading(world.engine) as session:
        return session.get_one(Person, key_of(session, code)).full_name


def test_the_secretariat_alone_with_a_reason_and_never_about_oneself(world: DecidingWorld) -> None:
    with pytest.raises(Refused, match="not_your_role"):
        does(world, MembershipAct.TAKE_OUT, "an", by="giang")
    with pytest.raises(Refused, match=r"membership\.error\.own"):
        does(world, MembershipAct.TAKE_OUT, "dung")
    for reason in (" ", "x" * 2001):
        with pytest.raises(FieldError, match="reason"):
            does(world, MembershipAct.TAKE_OUT, "an", reason)
    assert codes(world) == ["an", "binh"]


def test_somebody_missing_is_brought_in_singly_where_they_held_a_position(
    world: DecidingWorld,
) -> None:
    chi = position_of(world, "chi")
    with pytest.raises(FieldError, match="position"):
        does(world, MembershipAct.BRING_IN, "chi", position_id=position_of(world, "an"))
    does(world, MembershipAct.BRING_IN, "chi", "Bỏ sót khi mở đợt", position_id=chi)
    assert codes(world) == ["an", "binh", "chi"]
    with reading(world.engine) as session:
        dossier = dossier_in(session, context_of(session, OPENED), "chi")
        assert not dossier.row.leads and dossier.steps[-1].reason == "Bỏ sót khi mở đợt"
    with pytest.raises(Refused, match=r"error\.there"):
        does(world, MembershipAct.BRING_IN, "chi", position_id=chi)
    world.takes("binh", DossierAct.COMMENT, date(2022, 4, 20), of="chi", criteria=FULL,
                grade=Grade.GOOD, reason="Không có việc đến hạn")  # fmt: skip


def test_whoever_is_moved_is_decided_again_though_all_else_is_as_it_was(
    world: DecidingWorld,
) -> None:
    world.decided()
    with writing(world.engine) as session:
        query = select(Position).where(col(Position.code) == "P-an")
        session.scalars(query).one().title = "Phó trưởng phòng"
    place = position_of(world, "an")
    does(world, MembershipAct.MOVE, "an", "Bàn giao ghi lùi ngày", position_id=place, day=HELD)
    with reading(world.engine) as session:
        context = context_of(session, HELD)
        moved = dossier_in(session, context, "an")
        assert moved.row.position == "Phó trưởng phòng" and not moved.row.leads
        step = moved.steps[-1]
        assert step.kind is DossierStepKind.MOVED and "→" in step.words
        assert changed_bases(session, context, [moved]) == {moved.row.key}
        assert len(places_held(session, context, moved.row.person_id)) == 1
    with pytest.raises(FieldError, match="same_place"):
        does(world, MembershipAct.MOVE, "an", position_id=place, day=HELD)
    with pytest.raises(Refused, match="outdated"):
        world.steps_round(RoundAct.PUBLISH)
