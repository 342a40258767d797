"""What can be done next with an evaluation, by whom, and until when it is expected."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    facts_of,
    last_day_of,
)
from dondoc.services.evaluation.course.entered_parts import LEADER_PARTS
from dondoc.services.evaluation.course.outdated_proposals import is_proposed_before
from models.evaluation_round import EvaluationDossierStep
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.assessors import Assessor, why_not_assessor
from models.rules.evaluation_course.dossiers import (
    DossierAct,
    DossierStepKind,
    is_decided,
    is_moved_since_decision,
    why_not_dossier,
)
from models.rules.evaluation_course.rounds import RoundState

EXPECTED = (DossierAct.ASSESS_SELF, DossierAct.COMMENT, DossierAct.PROPOSE, DossierAct.DECIDE)
"""The steps that every evaluation goes through, in order."""

STEPS = {
    DossierAct.ASSESS_SELF: (DossierStepKind.SELF_ASSESSED,),
    DossierAct.COMMENT: (DossierStepKind.COMMENTED,),
    DossierAct.PROPOSE: (DossierStepKind.PROPOSED,),
    DossierAct.DECIDE: (DossierStepKind.DECIDED,),  # an answer comes by a clock of its own
}


class StepProgress(StrEnum):
    """Where a step of the track stands: done, expected next, or ahead."""

    PAST = "past"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True)
class TrackStep:
    """A step of an evaluation as the track shows it. `late`: it came, or is, past its last day."""

    act: DossierAct
    until: date
    done_on: date | None
    progress: StepProgress
    late: bool


def track_of(context: RoundContext, dossier: DossierRead) -> tuple[TrackStep, ...]:
    """The steps in order: what was done and when, what is expected next, and what is ahead."""
    taken = {act: dossier.latest(*kinds) for act, kinds in STEPS.items()}
    furthest = max((place for place, act in enumerate(EXPECTED) if taken[act]), default=-1)
    return tuple(
        _track_step(context, dossier, act, taken[act], place - furthest)
        for place, act in enumerate(EXPECTED)
    )


def _track_step(
    context: RoundContext,
    dossier: DossierRead,
    act: DossierAct,
    step: EvaluationDossierStep | None,
    ahead: int,
) -> TrackStep:
    until = last_day_of(context, dossier, act)
    done_on = None if step is None else local_date(step.at)
    progress = StepProgress.HERE if ahead == 1 else StepProgress.AHEAD
    if step is not None or ahead <= 0:
        progress = StepProgress.PAST
    return TrackStep(act, until, done_on, progress, (done_on or context.today) > until)


def may_take(
    context: RoundContext,
    dossier: DossierRead,
    assessors: Set[Assessor],
    act: DossierAct,
    basis_changed: bool = False,
) -> bool:
    """Whether somebody who is this to an evaluation can take a step now."""
    if why_not_assessor(act, assessors, assessed_before=False):
        return False
    return not why_not_dossier(act, facts_of(context, dossier, basis_changed))


def is_expected(
    context: RoundContext, dossier: DossierRead, assessors: Set[Assessor], act: DossierAct
) -> bool:
    """Whether a step that somebody can take has not been taken yet, or is outdated: a proposal,
    and the comment on whoever was moved to head a unit.

    Nothing is asked of whoever knows that it is decided; from others the decision is withheld.
    """
    taken = dossier.latest(*STEPS[act]) is not None
    if taken and act is DossierAct.PROPOSE:
        taken = not is_proposed_before(dossier)
    if taken and act is DossierAct.COMMENT:
        taken = not _lacks_leader_parts(context, dossier)
    settled = is_decided(dossier.kinds) and not is_moved_since_decision(dossier.kinds)
    if context.state is not RoundState.UNDER_WAY or taken or settled:
        return False
    return may_take(context, dossier, assessors, act)


def _lacks_leader_parts(context: RoundContext, dossier: DossierRead) -> bool:
    """Whether the comment is of when they led nobody, so that d, đ and e were not said."""
    comment = dossier.comment
    if comment is None or context.is_year or not dossier.row.leads:
        return False
    asks = context.rules[True].asks_leader_parts
    return asks and any(comment.leader_parts.get(name) is None for name in LEADER_PARTS)
