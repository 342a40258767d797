"""What is decided and not published is the body's alone: evaluations as others know them."""

from dataclasses import replace

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import DECISIONS, DossierRead, DossierSteps
from models.rules.evaluation_course.rounds import RoundState


def shown_to(context: RoundContext, dossier: DossierRead, *, evaluates: bool) -> DossierRead:
    """An evaluation as it is shown: what is decided and not published is the body's alone."""
    if evaluates or context.state is not RoundState.UNDER_WAY:
        return dossier
    open_to_all = steps_open_to_all(context.state, dossier.steps)
    return replace(dossier, steps=open_to_all, withheld=True)


def steps_open_to_all(state: RoundState, steps: DossierSteps) -> DossierSteps:
    """The steps that may be known outside the body: before publication no decision."""
    if state is not RoundState.UNDER_WAY:
        return steps
    return tuple(step for step in steps if step.kind not in DECISIONS)
