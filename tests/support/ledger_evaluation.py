"""A row of the tables of evaluation, and of requests about personal data."""

from decimal import Decimal

import own_rule_files
from factory import START, District
from sqlmodel import Session, select

from dondoc.clock import at
from dondoc.services.evaluation.rule_sets.toml_text import toml_text
from models.assignment import Assignment
from models.discipline import DisciplineRecord
from models.evaluation_absence import EvaluationAbsence
from models.evaluation_round import (
    EvaluationDossier,
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationRoundStep,
    EvaluationSession,
    EvaluationVote,
)
from models.file_request import FileRequest, FileRequestStep
from models.led_field import LedField
from models.own_rules import OwnRuleSet, OwnRuleSetStep
from models.person import Person
from models.product_catalogue import (
    CatalogueApproval,
    CatalogueProduct,
    ProductCatalogue,
    ProductTie,
)
from models.recheck import Recheck, RecheckSample
from models.rules.absences import AbsenceReason
from models.rules.discipline import DisciplineKind
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.rounds import RoundStepKind
from models.rules.evaluation_course.stand_ins import StandIn
from models.rules.file_requests import FileRequestKind, RequestStepKind
from models.rules.own_rules import OwnRulesStep
from models.verdict import Verification


def add_evaluation(session: Session, made: District) -> None:
    """A round with one dossier, a step of both, a session and its vote."""
    by = made.people["an"].key
    held = EvaluationRound(
        programme_id=made.programme.key, period="2022-Q1", rule_sets={"official": {"code": "A"}},
        criteria=[{"number": 1, "title": "Tiêu chí chung", "most": "30"}], self_due_on=START,
        comment_due_on=START, proposal_due_on=START, decision_due_on=START, request_days=7,
        answer_days=10,
    )  # fmt: skip
    session.add(held)
    session.flush()
    dossier = EvaluationDossier(
        round_id=held.key, person_id=by, unit_id=made.unit.key, position="Bí thư", leads=True
    )
    sitting = EvaluationSession(
        round_id=held.key, held_on=START, body="Ban Thường vụ", members=9, present=8,
        called_at=at(START), called_by_id=by, closed_at=at(START), closed_by_id=by,
    )  # fmt: skip
    session.add_all([dossier, sitting])
    session.flush()
    session.add_all([
        EvaluationRoundStep(
            round_id=held.key, kind=RoundStepKind.OPENED, person_id=by, at=at(START)
        ),
        EvaluationDossierStep(
            dossier_id=dossier.key, kind=DossierStepKind.DECIDED, person_id=by, at=at(START),
            session_id=sitting.key, general=Decimal("28.5"), criteria=[{"number": 1}],
            leader_parts={"uniting": True}, computed={"total": "90"}, basis_sha256="a" * 64,
            grade=Grade.GOOD, stands_in=StandIn.DEPUTY, in_place_of_id=by,
        ),
        EvaluationVote(
            session_id=sitting.key, dossier_id=dossier.key, grade=Grade.GOOD, in_favour=8
        ),
    ])  # fmt: skip


def add_file_request(session: Session, made: District) -> None:
    """A request about personal data, and its answer."""
    request = FileRequest(
        person_id=made.people["an"].key, kind=FileRequestKind.CORRECT, about="person",
        wrong="Họ tên",
        why="Sai dấu", words_mark="a" * 64, terms="Luật", asked_at=at(START), answer_by=START,
        carry_out_by=START,
    )  # fmt: skip
    session.add(request)
    session.flush()
    session.add(FileRequestStep(
        request_id=request.key, kind=RequestStepKind.ACCEPTED, person_id=made.people["dung"].key,
        at=at(START), words="Đã xem", words_mark="b" * 64,
    ))  # fmt: skip
    session.flush()


def add_absence(session: Session, made: District) -> None:
    """An absence, and who recorded it."""
    session.add(EvaluationAbsence(
        person_id=made.people["an"].key, first_on=START, last_on=START, reason=AbsenceReason.SICK,
        paper="Giấy nghỉ ốm", recorded_at=at(START), recorded_by_id=made.people["dung"].key,
        taken_back_at=at(START), taken_back_by_id=made.people["dung"].key,
    ))  # fmt: skip
    session.flush()


def add_own_rules(session: Session, person_id: int) -> None:
    """A rule set of one's own, put in force."""
    rules = own_rule_files.own()
    row = OwnRuleSet(
        code=rules.code, version=1, filename="bo.toml", content=toml_text(rules),
        sha256="0" * 64, loaded_at=at(START), loaded_by_id=person_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        OwnRuleSetStep(
            rule_set_id=row.key, kind=OwnRulesStep.PUT_IN_FORCE, at=at(START), by_id=person_id,
            day=START, paper="12-QĐ/TU", paper_date=START, reason="Quy chế",
        )
    )  # fmt: skip


def add_catalogue(session: Session, person_id: int, assignment_id: int) -> None:
    """A catalogue of products that was approved, and work that is one of them."""
    made = {"at": at(START), "by_id": person_id}
    row = ProductCatalogue(version=1, filename="danh-muc.xlsx", sha256="0" * 64,
                           loaded_at=at(START), loaded_by_id=person_id)  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all([
        CatalogueProduct(catalogue_id=row.key, code="SP-01", title="Quyết định",
                         coefficient="1.5"),
        CatalogueApproval(catalogue_id=row.key, day=START, paper="15-QĐ/TU", paper_date=START,
                          reason="Lần đầu", **made),
        ProductTie(assignment_id=assignment_id, code="SP-01", day=START, **made),
    ])  # fmt: skip


def add_recheck(session: Session) -> None:
    """A sample of verified results, and one that somebody looked at again."""
    assignment = session.exec(select(Assignment)).one()
    programme_id, unit_id = assignment.programme_id, assignment.unit_id
    person_id = session.exec(select(Person).where(Person.code == "an")).one().key
    sample = RecheckSample(
        programme_id=programme_id, quarter="2022-Q1", share=Decimal(10), seed="a", results=1,
        as_of=START, drawn_at=at(START), drawn_by_id=person_id,
    )  # fmt: skip
    session.add(sample)
    session.flush()
    verified = session.exec(select(Verification)).one()
    session.add(Recheck(
        sample_id=sample.key, checkpoint_id=verified.checkpoint_id,
        verification_id=verified.key, unit_id=unit_id, verifier_id=person_id,
        verifier_unit_id=unit_id, agrees=True, value=Decimal(9), answered_at=at(START),
    ))  # fmt: skip


def add_discipline(session: Session, made: District) -> None:
    """A paper on somebody, and who recorded it."""
    dung = made.people["dung"].key
    session.add(DisciplineRecord(
        person_id=made.people["an"].key, kind=DisciplineKind.DISCIPLINE, paper_number="12-QĐ/UBKT",
        paper_body="Ủy ban kiểm tra", signed_on=START, effective_on=START, recorded_at=at(START),
        recorded_by_id=dung, taken_back_at=at(START), taken_back_by_id=dung,
    ))  # fmt: skip
    session.flush()


def add_led_field(session: Session, made: District) -> None:
    """A field that somebody leads, and who recorded it."""
    dung = made.people["dung"].key
    session.add(LedField(
        person_id=made.people["binh"].key, unit_id=made.unit.key, first_on=START, paper="TB 15",
        recorded_at=at(START), recorded_by_id=dung, taken_back_at=at(START), taken_back_by_id=dung,
    ))  # fmt: skip
    session.flush()
