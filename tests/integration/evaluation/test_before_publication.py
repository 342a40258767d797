"""Before publication a decision is seen by whoever evaluates, and by nobody else."""

from pathlib import Path

import pytest
from course_world import context_of
from deciding_world import HELD, PUBLISHED, DecidingWorld, deciding
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.round_board import round_board
from dondoc.services.evaluation.course.sheet import find_sheet
from dondoc.services.evaluation.course.side_by_side import scores_side_by_side, shown_steps
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.papers.of_evaluation.make import dossiers_for
from dondoc.services.papers.of_evaluation.request import EvaluationPaperRequest
from dondoc.store.database import reading
from models.person import Person
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.papers import EvaluationPaperKind
from models.rules.evaluation_course.rounds import RoundAct

Seen = dict[str, Grade | None]


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> DecidingWorld:
    return deciding(engine, tmp_path)


def test_a_decision_that_is_not_published_is_shown_to_whoever_evaluates_alone(
    world: DecidingWorld,
) -> None:
    world.decided()
    known = {"page": Grade.EXCELLENT, "steps": Grade.EXCELLENT, "paper": Grade.EXCELLENT}
    assert seen_of_an(world, "an") == seen_of_an(world, "binh") == dict.fromkeys(known)
    assert seen_of_an(world, "giang") == seen_of_an(world, "dung") == known
    assert on_board(world, "binh") is None and on_board(world, "dung") is Grade.EXCELLENT
    world.steps_round(RoundAct.PUBLISH)
    assert seen_of_an(world, "an") == seen_of_an(world, "binh") == known
    assert on_board(world, "binh") is Grade.EXCELLENT
    world.steps_round(RoundAct.REOPEN, reason="Nhầm người")
    assert seen_of_an(world, "an") == dict.fromkeys(known)


def seen_of_an(world: DecidingWorld, by: str) -> Seen:
    """The decided grade as the page, its steps and the papers of An's evaluation have it."""
    with reading(world.engine) as session:
        an, viewer = _person(session, "an"), _viewer(session, by)
        sheet = find_sheet(session, world.programme_id, "2022-Q1", an, viewer.person_id, PUBLISHED)
        assert sheet is not None
        decided = [step.grade for step in shown_steps(sheet) if step.is_decision]
        request = EvaluationPaperRequest(EvaluationPaperKind.FORM_335, "an")
        (dossier,) = dossiers_for(session, context_of(session, PUBLISHED), viewer, request)
        return {
            "page": scores_side_by_side(sheet)[-1].grade,
            "steps": decided[-1] if decided else None,
            "paper": dossier.decision.grade if dossier.decision else None,
        }


def on_board(world: DecidingWorld, by: str) -> Grade | None:
    """The decided grade of An on the page of the round."""
    with reading(world.engine) as session:
        board = round_board(session, context_of(session, HELD), _viewer(session, by))
        (row,) = (each for each in board.rows if each.dossier.code == "an")
        return row.dossier.decision.grade if row.dossier.decision else None


def _person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(col(Person.code) == code)).one()


def _viewer(session: Session, code: str) -> Viewer:
    programme = session.scalars(select(Programme)).one()
    return open_viewer(session, _person(session, code), programme, PUBLISHED)
