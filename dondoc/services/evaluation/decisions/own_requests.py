"""What somebody asked to be assessed again, and what became of it, as they may know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, DossierSteps, dossier_of
from dondoc.services.evaluation.course.open_round import find_round
from dondoc.services.evaluation.decisions.published import ReopenedRound
from models.evaluation_round import EvaluationDossierStep
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import DossierStepKind

_ENDS = (DossierStepKind.ANSWERED, DossierStepKind.REQUEST_WITHDRAWN)


@dataclass(frozen=True)
class RequestMade:
    """A request, and the step that ended it; None: it waits, or its answer is not published.

    `decided`: a decision that was taken anew after the answer, on other facts.
    """

    asked: EvaluationDossierStep
    ended: EvaluationDossierStep | None
    decided: EvaluationDossierStep | None = None

    @property
    def is_answered(self) -> bool:
        """Whether it was answered, not withdrawn."""
        return self.ended is not None and self.ended.kind is DossierStepKind.ANSWERED


def requests_made(steps: DossierSteps) -> tuple[RequestMade, ...]:
    """All of an evaluation in order: an answer is read also where it was decided anew since."""
    return tuple(_made(steps))


def _made(steps: DossierSteps) -> Iterator[RequestMade]:
    for place, asked in enumerate(steps):
        if asked.kind is not DossierStepKind.REQUESTED:
            continue
        after = steps[place + 1 :]
        ended = next((step for step in after if step.kind in _ENDS), None)
        anew = [step for step in after if ended and step.key > ended.key]
        decided = [step for step in anew if step.kind is DossierStepKind.DECIDED]
        yield RequestMade(asked, ended, decided[-1] if decided else None)


def requests_before_reopening(
    session: Session, programme_id: int, person_id: int, reopened: ReopenedRound
) -> tuple[RequestMade, ...]:
    """Those of a round that was reopened, as they stood then: what was known is not lost, and what
    is answered since is published with the grades.
    """
    held = find_round(session, programme_id, reopened.period)
    assert held is not None
    context = round_context(session, held, local_date(reopened.at))
    dossier = dossier_of(session, context, person_id)
    return requests_made(_until(dossier, reopened.at)) if dossier else ()


def _until(dossier: DossierRead, moment: datetime) -> DossierSteps:
    return tuple(step for step in dossier.steps if step.at < moment)
