"""A checkpoint whose programme evaluates people: only a step of a round evaluates it."""

from decimal import Decimal
from pathlib import Path

import pytest
from cause_office import Office
from sqlalchemy import Engine

from dondoc.errors import Refused
from dondoc.services.work.checkpoint_view import view
from dondoc.services.work.checkpoints import load_checkpoint
from dondoc.store.database import reading
from models.rules.checkpoints import Act
from models.rules.evaluated_by import StepBehind
from models.rules.stages import Stage
from models.verdict import Evaluation

BEHIND = StepBehind(dossier_step_id=7)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    made = Office(engine, tmp_path, "ND-335-2025-KY").reported()
    made.does(Act.VERIFY, "dung")
    return made


def stage(office: Office) -> tuple[Stage, object, object]:
    with office.looked_at() as (session, row, frame):
        seen = view(load_checkpoint(session, frame, row.key), frame, office.clock.today())
        return seen.stage, seen.grade, row.evaluation_id


def test_the_button_of_a_checkpoint_is_refused(office: Office):
    with pytest.raises(Refused) as refusal:
        office.does(Act.EVALUATE, "giang")
    assert refusal.value.key == "refusal.by_decision"


def test_a_decision_is_a_submission_that_the_flow_moves(office: Office):
    office.drains()
    office.does(Act.EVALUATE, "giang", step_behind=BEHIND)
    assert stage(office) == (Stage.EVALUATED, None, None)  # as it will be
    assert office.drains().applied == 1
    at, grade, evaluation = stage(office)
    assert (at, grade) == (Stage.EVALUATED, None)
    with reading(office.engine) as session:
        kept = session.get_one(Evaluation, evaluation)
        assert (kept.dossier_step_id, kept.round_step_id, kept.total) == (7, None, None)
    assert office.said(Act.EVALUATE)[0]["dossier_step"] == 7
    assert office.sound()


def test_the_audit_finds_a_decision_that_was_put_behind_another(office: Office):
    office.does(Act.EVALUATE, "giang", step_behind=BEHIND)
    office.drains()
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE evaluation SET dossier_step_id = 8")
    assert not office.sound()


def test_a_correction_waits_for_another_decision(office: Office):
    office.does(Act.EVALUATE, "giang", step_behind=BEHIND)
    office.does(Act.CORRECT, "dung", value=Decimal(9), reason="Nhầm")
    office.drains()
    assert stage(office) == (Stage.VERIFIED, None, None)
    office.does(Act.EVALUATE, "giang", step_behind=StepBehind(dossier_step_id=9))
    office.drains()
    assert stage(office)[0] is Stage.EVALUATED
    assert office.sound()
