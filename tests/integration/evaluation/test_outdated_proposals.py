"""A proposal rests on a comment and results: it presets nothing once these are others."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from course_world import LESS, OPENED, context_of, dossier_in
from deciding_world import DecidingWorld, deciding, refusals
from sqlalchemy import Engine, select
from sqlmodel import col

from dondoc.services.evaluation.course.round_board import round_board
from dondoc.services.evaluation.course.wanted_steps import WantedStep
from dondoc.services.evaluation.decisions.session_page import SessionPage
from dondoc.services.organisation.viewer import open_viewer
from dondoc.services.papers.of_evaluation.figures import figures_of
from dondoc.store.database import reading
from models.person import Person
from models.rules.checkpoints import Act
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from tests.integration.evaluation.test_levels import shown
from tests.integration.evaluation.test_membership import wanted_in

EXCELLENT = {"grade": Grade.EXCELLENT}


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    made = deciding(engine, tmp_path)
    made.takes("chi", DossierAct.PROPOSE, OPENED, **EXCELLENT)
    return made


def presets(page: SessionPage) -> tuple[Grade | None, bool]:
    """As if there were seats enough: of one person in a group there is none of "excellent"."""
    (row,) = (row for row in page.rows if row.dossier.code == "an")
    named = [each.dossier.code for each in page.proposed_before]
    assert named == (["an"] if row.proposal_outdated else [])
    seated = replace(row, beside=replace(row.beside, seat=None))
    return seated.preset, row.proposal_outdated


def proposes(world: DecidingWorld) -> bool:
    """Whether the unit is asked to propose for An, beside Bình."""
    wanted, chi = wanted_in(world, "chi")
    asked = wanted.get(WantedStep(chi, DossierAct.PROPOSE))
    return asked is not None and asked.number > 1


def test_another_comment_outdates_it_and_a_new_proposal_presets_again(world: DecidingWorld):
    world.calls()
    assert presets(shown(world, "em")) == (Grade.EXCELLENT, False)
    world.commented(reason="Như cũ")
    assert presets(shown(world, "em")) == (Grade.EXCELLENT, False)  # it says the same
    world.commented(criteria=LESS, reason="Chậm gửi số liệu")
    assert presets(shown(world, "em")) == (None, True)
    assert refusals(world.decides({"of": "an", "grade": Grade.EXCELLENT}, by="em")) == []


def test_the_unit_is_asked_again_until_it_proposes(world: DecidingWorld):
    assert not proposes(world)
    world.commented(criteria=LESS, reason="Chậm gửi số liệu")
    assert proposes(world)
    world.takes("chi", DossierAct.PROPOSE, OPENED, **EXCELLENT)
    assert not proposes(world)
    world.calls()
    assert presets(shown(world, "em")) == (Grade.EXCELLENT, False)


def test_another_result_and_another_grade_of_the_comment_outdate_it(world: DecidingWorld):
    world.calls()
    world.commented(grade=Grade.GOOD, reason="Xếp tốt")
    assert presets(shown(world, "em")) == (None, True)
    world.takes("chi", DossierAct.PROPOSE, OPENED, **EXCELLENT)
    assert presets(shown(world, "em")) == (Grade.EXCELLENT, False)
    world.act(Act.CORRECT, "dung", date(2022, 5, 10), value=Decimal(8), reason="Đếm lại")
    assert presets(shown(world, "em")) == (None, True)


def printed(world: DecidingWorld) -> tuple[Grade | None, Grade | None, str]:
    """The proposal for An as papers print it, the one before that is outdated, and the list's."""
    with reading(world.engine) as session:
        context = context_of(session, OPENED)
        (figures,) = figures_of(session, context, [dossier_in(session, context, "an")])
        by = session.scalars(select(Person).where(col(Person.code) == "em")).one()
        viewer = open_viewer(session, by, context.programme, OPENED)
        (row,) = (
            row for row in round_board(session, context, viewer).rows if row.dossier.code == "an"
        )
        told = "outdated" if row.proposal_outdated else ""
        return figures.proposed, figures.outdated_proposal, told


def test_papers_and_lists_do_not_present_an_outdated_one_as_standing(world: DecidingWorld):
    assert printed(world) == (Grade.EXCELLENT, None, "")
    world.commented(criteria=LESS, reason="Chậm gửi số liệu")
    assert printed(world) == (None, Grade.EXCELLENT, "outdated")
    world.takes("chi", DossierAct.PROPOSE, OPENED, **EXCELLENT)
    world.act(Act.CORRECT, "dung", date(2022, 4, 1), value=Decimal(8), reason="Đếm lại")
    assert printed(world)[:2] == (None, Grade.EXCELLENT)  # the results it rested on changed
