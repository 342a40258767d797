"""Whoever is moved in a round once they were decided is assessed by their new place, on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from course_world import ALL_LEADER_PARTS, FULL, OPENED, context_of, dossier_in
from deciding_world import HELD, DecidingWorld, deciding, refusals
from sqlalchemy import select
from sqlmodel import col

from dondoc.services.evaluation.course.wanted_steps import WantedStep
from dondoc.store.database import open_engine, reading, writing
from models.person import Position
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.membership import MembershipAct
from tests.integration.evaluation.test_membership import does, position_of, wanted_in


@pytest.fixture
def world(sqlite_url: str, tmp_path: Path) -> Iterator[DecidingWorld]:
    engine = open_engine(sqlite_url)
    yield deciding(engine, tmp_path)
    engine.dispose()


def moves(world: DecidingWorld, **columns: object) -> None:
    """An's position is changed, and An moved to it in the round."""
    with writing(world.engine) as session:
        post = session.scalars(select(Position).where(col(Position.code) == "P-an")).one()
        for name, value in columns.items():
            setattr(post, name, value)
    does(world, MembershipAct.MOVE, "an", position_id=position_of(world, "an"), day=HELD)


def test_the_unit_proposes_again_until_it_is_decided_anew(world: DecidingWorld) -> None:
    for of in ("an", "binh"):
        world.takes("chi", DossierAct.PROPOSE, OPENED, of=of, grade=Grade.EXCELLENT)
    world.decided()
    moves(world, title="Chuyên viên")
    wanted, chi = wanted_in(world, "chi")
    assert wanted[WantedStep(chi, DossierAct.PROPOSE)].number == 1
    world.takes("chi", DossierAct.PROPOSE, HELD, grade=Grade.EXCELLENT)
    world.calls()
    assert refusals(world.decides({"of": "an", "grade": Grade.EXCELLENT}, by="em")) == []
    wanted, chi = wanted_in(world, "chi")
    assert WantedStep(chi, DossierAct.PROPOSE) not in wanted


def test_of_a_new_head_the_level_above_is_asked_again_and_what_it_says_counts(
    world: DecidingWorld,
) -> None:
    world.decided()
    moves(world, heads_unit=True)
    wanted, giang = wanted_in(world, "giang")
    assert wanted[WantedStep(giang, DossierAct.COMMENT)].number == 1
    parts = ALL_LEADER_PARTS | {"uniting": False}
    said = {"criteria": FULL, "leader": parts, "reason": "Theo vị trí mới"}
    world.takes("giang", DossierAct.COMMENT, HELD, grade=Grade.EXCELLENT, **said)
    wanted, giang = wanted_in(world, "giang")
    assert WantedStep(giang, DossierAct.COMMENT) not in wanted
    with reading(world.engine) as session:
        dossier = dossier_in(session, context_of(session, HELD), "an")
        assert dossier.scored_last is dossier.comment
    world.calls()
    again = {"of": "an", "grade": Grade.EXCELLENT, "reason": "Theo vị trí mới"}
    assert refusals(world.decides(again, by="em")) == []
    with reading(world.engine) as session:
        dossier = dossier_in(session, context_of(session, HELD), "an")
        decision = dossier.decision
        assert decision is not None and decision.leader_parts == parts
        assert dossier.scored_last is decision
        assert decision.computed["exact"] is not None
