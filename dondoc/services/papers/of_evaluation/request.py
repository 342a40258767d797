"""Which paper of an evaluation is wanted, and who may make it: points go to nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from dondoc.services.evaluation.course.assessors import assessor_lookup
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DossierRead
from dondoc.services.evaluation.course.round_board import ASSESSES
from dondoc.services.evaluation.people.viewings import evaluates
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.papers.layouts import PaperForm
from models.rules.evaluation_course.papers import EvaluationPaperKind

OF_PERSON = frozenset(
    {EvaluationPaperKind.FORM_335, EvaluationPaperKind.FORM_366, EvaluationPaperKind.WORK}
)
"""Papers of one person; all others are of a unit or of the whole round."""
OF_UNIT = frozenset({EvaluationPaperKind.SUMMARY})
"""Papers that there are for one unit as well as for all."""
WITH_TABLES = frozenset(
    {
        EvaluationPaperKind.WORK,
        EvaluationPaperKind.SUMMARY,
        EvaluationPaperKind.APPROVAL,
        EvaluationPaperKind.MINUTES,
        EvaluationPaperKind.DECISION_LIST,
    }
)
"""Papers that are workbooks, too."""
ONLY = {
    EvaluationPaperKind.FORM_335: PaperForm.STATE,
    EvaluationPaperKind.FORM_366: PaperForm.PARTY,
}
"""Forms that one side's rule prescribes: a decree of the State, a regulation of the Party."""


@dataclass(frozen=True)
class EvaluationPaperRequest:
    """`code`: whose, of a person's paper; `unit_id`: None for the whole round; `session_id`: whose
    minutes, None for the last session's.
    """

    kind: EvaluationPaperKind
    code: str = ""
    unit_id: int | None = None
    session_id: int | None = None


def forms_of(kind: EvaluationPaperKind, forms: Iterable[PaperForm]) -> tuple[PaperForm, ...]:
    """By whose rules a paper is laid out, in the order in which the office offers them."""
    only = ONLY.get(kind)
    return tuple(forms) if only is None else (only,)


def may_see_all(
    session: Session, context: RoundContext, viewer: Viewer, dossiers: Iterable[DossierRead]
) -> bool:
    """Whether the points of all of these are the viewer's to see: their own, of whom they assess.

    Whoever evaluates the officials of the programme sees everybody's.
    """
    if evaluates(viewer):
        return True
    others = [each for each in dossiers if each.row.person_id != viewer.person_id]
    if not others:
        return True
    lookup = assessor_lookup(session, context)
    return all(lookup.of(each, viewer.person_id) & ASSESSES for each in others)
