"""Three scores apart: self, level above, decision; each with its points, grade and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dondoc.services.evaluation.course.dossiers import DECISIONS, last_day_of
from dondoc.services.evaluation.course.kept_scores import KeptScore, kept_score
from dondoc.services.evaluation.course.sheet import DossierSheet
from dondoc.services.evaluation.course.step_input import kept_points
from models.evaluation_round import EvaluationDossierStep
from models.rules.checkpoints import local_date
from models.rules.evaluation import Grade
from models.rules.evaluation_course.dossiers import DossierAct, DossierStepKind
from models.rules.evaluation_course.stand_ins import StandIn

_ACT_OF = {
    DossierStepKind.SELF_ASSESSED: DossierAct.ASSESS_SELF,
    DossierStepKind.COMMENTED: DossierAct.COMMENT,
    DossierStepKind.PROPOSED: DossierAct.PROPOSE,
    DossierStepKind.DECIDED: DossierAct.DECIDE,
}


@dataclass(frozen=True)
class ScoreColumn:
    """One of the three. `criteria`: points by the criterion's number; `parts`: d, đ, e.

    All are empty before the step is taken; `grade`: what the person proposed or decided.
    """

    act: DossierAct
    score: KeptScore | None
    criteria: Mapping[int, Decimal]
    parts: Mapping[str, bool]
    grade: Grade | None


@dataclass(frozen=True)
class DossierStepShown:
    """A step as the page tells it. `late`: it came after the last day on which it was expected.

    `computed`: the grade that the rule set came to then, None where it came to none.
    `stands_in`: in what quality it was taken in another's place, `in_place_of` whose; '': the seat
    was vacant. `body`: who decided, where `by` entered a body's decision.
    """

    kind: DossierStepKind
    by: str
    body: str
    at: datetime
    late: bool
    grade: Grade | None
    words: str
    strengths: str
    limits: str
    reason: str
    is_decision: bool
    computed: Grade | None
    stands_in: StandIn | None
    in_place_of: str


def scores_side_by_side(sheet: DossierSheet) -> tuple[ScoreColumn, ...]:
    """Self, level above, decision."""
    dossier = sheet.shown
    taken = (
        (DossierAct.ASSESS_SELF, dossier.self_assessment),
        (DossierAct.COMMENT, dossier.comment),
        (DossierAct.DECIDE, dossier.decision),
    )
    return tuple(_column(act, step) for act, step in taken)


def _column(act: DossierAct, step: EvaluationDossierStep | None) -> ScoreColumn:
    parts = {} if step is None else step.leader_parts
    grade = None if step is None else step.grade
    return ScoreColumn(act, kept_score(step), kept_points(step), parts, grade)


def shown_steps(sheet: DossierSheet) -> tuple[DossierStepShown, ...]:
    """All steps in order, with who took them, when, and what they said."""
    return tuple(_shown(sheet))


def _shown(sheet: DossierSheet) -> Iterator[DossierStepShown]:
    for step in sheet.shown.steps:
        act = _ACT_OF.get(step.kind)
        late = act is not None and local_date(step.at) > last_day_of(
            sheet.context, sheet.dossier, act
        )
        body = sheet.bodies.get(step.session_id or 0, "")
        yield DossierStepShown(
            step.kind, sheet.dossier.names[step.person_id], body, step.at, late, step.grade,
            step.words, step.strengths, step.limits, step.reason, step.kind in DECISIONS,
            kept.grade if (kept := kept_score(step)) else None,
            step.stands_in, sheet.dossier.names.get(step.in_place_of_id or 0, ""),
        )  # fmt: skip
