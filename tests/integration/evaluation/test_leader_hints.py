"""What is known of d before somebody says what it is: no more than whoever looks may know."""

from pathlib import Path

from course_world import DUE, OPENED, begin, context_of, dossier_in
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.clock import at
from dondoc.services.evaluation.course.leader_hints import leader_hints
from dondoc.store.database import reading, writing
from models.assignment import Assignment
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep, EvaluationSession
from models.person import Holding, Person, Position
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.unit import Unit, UnitName


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


def heads_another(session: Session, moved: Assignment) -> None:
    """Bình heads another unit as well: An's one piece of work is its, and Hà works there."""
    unit = Unit(group_id=session.get_one(Unit, moved.unit_id).group_id)
    session.add(unit)
    session.flush()
    moved.unit_id = unit.key
    session.add(UnitName(unit_id=unit.key, code="MT", name="Mặt trận", valid_from=OPENED))
    for code, title, heads in (("binh", "Chủ tịch", True), ("ha", "Phó Chủ tịch", False)):
        post = Position(unit_id=unit.key, code=f"P2-{code}", title=title, heads_unit=heads)
        session.add(post)
        session.flush()
        person = session.scalars(select(Person).where(col(Person.code) == code)).one().key
        session.add(Holding(position_id=post.key, person_id=person, held_from=moved.deadline))


def test_d_and_organising_look_at_every_unit_that_they_head(engine: Engine, tmp_path: Path) -> None:
    world = begin(engine, tmp_path)
    world.opened()
    with writing(engine) as session:
        work = session.scalars(select(Assignment)).one()
        work.deadline = DUE
        heads_another(session, work)
        ha = session.scalars(select(Person).where(col(Person.code) == "ha")).one().key
        an = dossier_in(session, context_of(session, OPENED), "an").row
        theirs = EvaluationDossier(
            round_id=an.round_id, person_id=ha, unit_id=work.unit_id, position="Phó", leads=False
        )
        session.add(theirs)
        session.flush()
        session.add(
            EvaluationDossierStep(
                dossier_id=theirs.key, kind=DossierStepKind.COMMENTED, person_id=an.person_id,
                at=at(OPENED), computed={"exact": "40"}, grade=Grade.NOT_COMPLETED,
                criteria=[], leader_parts={}, basis_sha256="",
            )
        )  # fmt: skip
    with reading(engine) as session:
        context = context_of(session, OPENED)
        binh = dossier_in(session, context, "binh")
        hints = leader_hints(session, context, binh, evaluates=False)
    assert (hints.subordinates, hints.known, hints.subordinates_full) == (2, 1, False)
    assert (hints.tasks, hints.units[1]) == (1, "Mặt trận")
