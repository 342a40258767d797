"""A round of the sample's first quarter, with every step there is, for the papers made of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sites import Site
from sqlmodel import Session, select

from dondoc.clock import at
from dondoc.services.evaluation.course.computed import computed_of
from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of, entered_of
from dondoc.services.evaluation.course.open_round import open_round, proposed_round
from dondoc.services.evaluation.course.score import works_of
from dondoc.services.evaluation.rule_sets.shipped import shipped_rules
from dondoc.services.organisation.changes import acting_for_office
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.make import EvaluationPaper, evaluation_paper
from dondoc.services.papers.of_evaluation.request import OF_PERSON, ONLY, EvaluationPaperRequest
from dondoc.services.papers.paper import IssuingBody, Paper
from dondoc.services.sample.fill import SAMPLE_DAY
from dondoc.store.database import reading, writing
from dondoc.workplace import Workplace
from models.evaluation_round import (
    EvaluationDossierStep,
    EvaluationRound,
    EvaluationSession,
    EvaluationVote,
)
from models.person import Person
from models.programme import Programme
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierStepKind
from models.rules.evaluation_course.papers import EvaluationPaperKind
from models.rules.scoring.gates import WhoIsGraded

DECREE = "ND-335-2025"
OFFICE = "CB-VPTU3"
BODY = "Ban Thường vụ Tỉnh ủy"
PARTS = {"subordinates": True, "organising": True, "uniting": True}
POINTS = (Decimal("7.5"), Decimal(7), Decimal("7.25"), Decimal("6.5"))
PRESENT = 15
DECIDED = 4
"""How many of all are decided on; what is of the others stays open."""


def round_of_sample(workplace: Workplace, rules: str = DECREE, *, bare: bool = False) -> int:
    """Opens the round, takes steps on the first people of it, and holds a session; its key.

    `bare`: only opens it.
    """
    with writing(workplace.engine) as session:
        programme = session.exec(select(Programme)).one()
        change = acting_for_office(session, OFFICE, at(SAMPLE_DAY), at(SAMPLE_DAY))
        chosen = shipped_rules(rules)
        assert chosen is not None
        by = dict.fromkeys((WhoIsGraded.OFFICIAL, WhoIsGraded.LEADER), chosen)
        held = open_round(
            change, programme, proposed_round(session, programme, "Q1", SAMPLE_DAY, by)
        )
        if bare:
            return held.key
        context = round_context(session, held, SAMPLE_DAY)
        met = _session(session, held, change.actor.key)
        for number, each in enumerate(_scored_first(session, context)):
            _steps(session, context, each, met, number, change.actor.key)
        return held.key


def _scored_first(session: Session, context: RoundContext) -> Sequence[DossierRead]:
    """Whoever has most work of the quarter comes first."""
    dossiers = dossiers_of(session, context)
    works = works_of(session, context, dossiers, SAMPLE_DAY)
    counted = {key: sum(w.reason is None for w in work.works) for key, work in works.items()}
    return sorted(dossiers, key=lambda each: (-counted[each.row.key], each.code))


def _session(session: Session, held: EvaluationRound, by: int) -> EvaluationSession:
    met = EvaluationSession(
        round_id=held.key, held_on=date(2022, 5, 18), body=BODY, place="Phòng họp số 1",
        chair="Nguyễn Văn Chủ", clerk="Trần Thị Thư", members=17, present=PRESENT,
        called_at=at(SAMPLE_DAY), called_by_id=by, minutes="Các thành viên nhất trí.",
    )  # fmt: skip
    session.add(met)
    session.flush()
    return met


def _steps(
    session: Session,
    context: RoundContext,
    dossier: DossierRead,
    met: EvaluationSession,
    number: int,
    by: int,
) -> None:
    if number >= 2 * DECIDED:
        return
    kinds = [DossierStepKind.SELF_ASSESSED, DossierStepKind.COMMENTED, DossierStepKind.PROPOSED]
    if number < DECIDED:
        kinds.append(DossierStepKind.DECIDED)
        session.add_all(
            EvaluationVote(
                session_id=met.key, dossier_id=dossier.row.key, grade=grade, in_favour=votes
            )
            for grade, votes in ((Grade.EXCELLENT, 3), (Grade.GOOD, PRESENT - 4))
        )
    for kind in kinds:
        said: dict[str, Any] = {"grade": Grade.GOOD if number else Grade.EXCELLENT}
        if kind is DossierStepKind.DECIDED:
            said |= {"session_id": met.key, "reason": "" if number else "Kết quả vượt trội"}
        session.add(_step(session, context, dossier, kind, by, said))
    session.flush()


def _step(
    session: Session,
    context: RoundContext,
    dossier: DossierRead,
    kind: DossierStepKind,
    by: int,
    said: dict[str, Any],
) -> EvaluationDossierStep:
    scored = kind is not DossierStepKind.PROPOSED
    criteria = [
        {"number": number, "points": f"{points:f}"} for number, points in enumerate(POINTS, 1)
    ]
    own = kind is DossierStepKind.SELF_ASSESSED
    step = EvaluationDossierStep(
        dossier_id=dossier.row.key, kind=kind, person_id=dossier.row.person_id if own else by,
        at=at(SAMPLE_DAY), general=sum(POINTS, Decimal(0)) if scored else None,
        criteria=criteria if scored else [],
        leader_parts=PARTS if dossier.row.leads and not own else {}, computed={},
        strengths="Chủ động, sát cơ sở; hoàn thành sớm các việc khó." if own else "",
        limits="Báo cáo quý còn chậm." if own else "",
        words="" if own else "Đồng ý với kết quả tự đánh giá.",
        **said,
    )  # fmt: skip
    work = works_of(session, context, [dossier], SAMPLE_DAY)[dossier.row.key]
    score = work.scored_with(entered_of(step))
    step.computed, step.basis_sha256 = computed_of(score, SAMPLE_DAY), score.basis_sha256
    return step


def context_in(session: Session, round_id: int) -> RoundContext:
    """The round on the sample's day."""
    return round_context(session, session.get_one(EvaluationRound, round_id), SAMPLE_DAY)


def viewer_of(session: Session, code: str) -> Viewer:
    """Somebody of the sample on its day."""
    programme = session.exec(select(Programme)).one()
    person = session.exec(select(Person).where(Person.code == code)).one()
    return open_viewer(session, person, programme, SAMPLE_DAY)


def order_in(form: PaperForm = PaperForm.STATE) -> PaperOrder:
    """A paper of the sample's day, by its office."""
    office = IssuingBody("Văn phòng", "Tỉnh ủy Vĩnh Phúc", "VPTU", "Vĩnh Phúc")
    return PaperOrder(form, SAMPLE_DAY, office)


def evaluation_paper_as(
    workplace: Workplace,
    round_id: int,
    kind: EvaluationPaperKind,
    form: PaperForm = PaperForm.STATE,
    by: str = OFFICE,
    **which: Any,
) -> EvaluationPaper | None:
    """The paper that somebody makes."""
    with reading(workplace.engine) as session:
        context = context_in(session, round_id)
        request = EvaluationPaperRequest(kind, **which)
        return evaluation_paper(session, context, viewer_of(session, by), request, order_in(form))


def first_people(workplace: Workplace, round_id: int) -> list[str]:
    """The codes of whoever was decided on, and then of those who wait for it."""
    with reading(workplace.engine) as session:
        context = context_in(session, round_id)
        return [each.code for each in _scored_first(session, context)][: 2 * DECIDED]


Held = tuple[Site, int, list[str]]


@pytest.fixture(scope="module")
def held(shown: Site) -> Held:
    """The sample with its round: the site, the round's key, the people of whom there is most."""
    round_id = round_of_sample(shown.workplace)
    return shown, round_id, first_people(shown.workplace, round_id)


def made(
    held: Held, kind: EvaluationPaperKind, form: PaperForm | None = None, **which: object
) -> Paper:
    """A paper by the secretariat; of one person, of the first."""
    site, round_id, codes = held
    whose = {"code": codes[0]} if kind in OF_PERSON else {}
    chosen = form or ONLY.get(kind, PaperForm.STATE)
    found = evaluation_paper_as(site.workplace, round_id, kind, chosen, **{**whose, **which})
    assert found is not None
    return found.paper
