"""A proposal of the unit rests on what stood then: the comment above, the results, the place."""

from dondoc.services.evaluation.course.basis import basis_of
from dondoc.services.evaluation.course.dossiers import DossierRead, entered_of
from dondoc.services.evaluation.course.score import DossierWork
from models.evaluation_round import EvaluationDossierStep
from models.rules.evaluation_course.dossiers import DossierStepKind


def proposal_is_outdated(work: DossierWork) -> bool:
    """Whether what the unit proposed rests on something else than what is there now."""
    dossier = work.dossier
    proposal = dossier.proposal
    if proposal is None:
        return False
    if is_proposed_before(dossier):
        return True
    entered = entered_of(dossier.comment or dossier.self_assessment)
    return proposal.basis_sha256 not in ("", basis_of(work.work_sha256, entered))


def is_proposed_before(dossier: DossierRead) -> bool:
    """Whether the proposal is older than a move in the round, or than a comment that says else.

    A comment taken again that says the same outdates nothing.
    """
    proposal, comment = dossier.proposal, dossier.comment
    if proposal is None:
        return False
    moved = dossier.latest(DossierStepKind.MOVED)
    if moved is not None and moved.key > proposal.key:
        return True
    return _points_and_grade(comment) != _points_and_grade(dossier.before(proposal).comment)


def current_proposal(work: DossierWork) -> EvaluationDossierStep | None:
    """What the unit proposes of what is there now; None where it did not, or of something else."""
    return None if proposal_is_outdated(work) else work.dossier.proposal


def _points_and_grade(comment: EvaluationDossierStep | None) -> object:
    return comment and (comment.grade, comment.general, comment.leader_parts)
