"""All that is wrong with a step as it is entered, told at once: fields, and reasons that lack.

A difference from the score before needs a reason: see `step_input`.
"""

from collections.abc import Iterator

from dondoc.services.evaluation.course.computed import computed_grade
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.errors import FieldError, one_for_each_field
from dondoc.services.evaluation.course.outdated_proposals import current_proposal
from dondoc.services.evaluation.course.score import DossierScore
from dondoc.services.evaluation.course.step_input import StepInput, differs, input_faults
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.texts import bare


def step_faults(
    context: RoundContext, score: DossierScore, entered: StepInput
) -> tuple[FieldError, ...]:
    """Everything, one fault for each field. `score`: with the points that are entered.

    What only a whole score can tell is not told of a form of which something lacks.
    """
    found = list(input_faults(context, score.work.dossier, entered))
    found += _of_reasons(score, entered, is_whole=not found)
    return one_for_each_field(found)


def below_full(score: DossierScore) -> bool:
    """Whether a product is short, late or was sent back, so that it asks for an explanation."""
    result = score.period.result
    return result is not None and any(part.share < 1 for part in result.parts)


def _of_reasons(score: DossierScore, entered: StepInput, *, is_whole: bool) -> Iterator[FieldError]:
    """Where points or a grade differ from those before, and nothing says why."""
    act, dossier = entered.act, score.work.dossier
    if act is DossierAct.ASSESS_SELF and below_full(score) and not bare(entered.words):
        yield FieldError("words", "evaluation.course.error.no_words.assess_self")
    if bare(entered.reason):
        return
    before = {
        DossierAct.COMMENT: dossier.self_assessment,
        DossierAct.DECIDE: dossier.comment or dossier.self_assessment,
        DossierAct.ANSWER: dossier.decision,
    }.get(act)
    if differs(before, entered):
        yield FieldError("reason", f"evaluation.course.error.points_differ.{act}")
    if is_whole:
        yield from _of_grades(score, entered)


def _of_grades(score: DossierScore, entered: StepInput) -> Iterator[FieldError]:
    """A grade beside what is computed, what is proposed, or the decision before it."""
    judged = (DossierAct.COMMENT, DossierAct.PROPOSE, DossierAct.DECIDE)
    computed: Grade | None = computed_grade(score)
    if entered.act in judged and computed is not None and entered.grade is not computed:
        yield FieldError("reason", "evaluation.course.error.grade_differs", grade=computed)
    proposal, decision = current_proposal(score.work), score.work.dossier.decision
    if entered.act is DossierAct.DECIDE:
        if proposal is not None and proposal.grade is not entered.grade:
            key = "evaluation.course.error.proposal_differs"
            yield FieldError("reason", key, grade=proposal.grade)
        elif computed is None and proposal is None:
            yield FieldError("reason", "evaluation.course.error.not_computed")
    before = decision.grade if decision else None
    if entered.act is DossierAct.ANSWER and entered.grade is not before:
        yield FieldError("reason", "evaluation.course.error.answer_differs")
