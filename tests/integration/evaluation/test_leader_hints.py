"""What is known of d before somebody says what it is: no more than whoever looks may know."""

from pathlib import Path

from course_world import OPENED, begin, context_of, dossier_in
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.evaluation.course.leader_hints import leader_hints
from dondoc.store.database import reading, writing
from models.evaluation_round import EvaluationDossierStep, EvaluationSession
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind


def test_d_rests_on_no_decision_that_is_not_published(engine: Engine, tmp_path: Path) -> None:
    world = begin(engine, tmp_path)
    world.opened()
    with writing(engine) as session:
        an = dossier_in(session, context_of(session, OPENED), "an").row
        met = EvaluationSession(
            round_id=an.round_id, held_on=OPENED, body="Ban Thường vụ", members=3, present=3,
            called_at=at(OPENED), called_by_id=an.person_id,
        )  # fmt: skip
        session.add(met)
        session.flush()
        session.add(
            EvaluationDossierStep(
                dossier_id=an.key, kind=DossierStepKind.DECIDED, person_id=an.person_id,
                at=at(OPENED), computed={"exact": "40"}, grade=Grade.NOT_COMPLETED,
                session_id=met.key, criteria=[], leader_parts={}, basis_sha256="",
            )
        )  # fmt: skip
    with reading(engine) as session:
        context = context_of(session, OPENED)
        binh = dossier_in(session, context, "binh")
        outside = leader_hints(session, context, binh, evaluates=False)
        office = leader_hints(session, context, binh, evaluates=True)
    assert (outside.known, outside.subordinates_full) == (0, None)
    assert (office.known, office.subordinates_full) == (1, False)
