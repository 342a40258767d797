"""One's own published grades of a year, and whether a re-assessment can be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import (
    DossierRead,
    dossier_of,
    facts_of,
    requests_until,
)
from dondoc.services.evaluation.course.grounds import dossier_grounds
from dondoc.services.evaluation.course.rounds import is_of_year
from dondoc.services.evaluation.course.score import is_changed, works_of
from dondoc.services.evaluation.decisions.own_requests import RequestMade, requests_made
from dondoc.services.evaluation.decisions.requests import RequestWaiting, request_of
from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.programme.programmes import working_calendar
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.rules.evaluation_course.dossiers import (
    DossierAct,
    request_waits,
    why_not_dossier,
)
from models.rules.evaluation_course.rounds import RoundState
from models.rules.grounds import as_text


@dataclass(frozen=True)
class OwnGrade:
    """One's own evaluation in a round whose grades are published. `request`: one that waits.

    `changed`: what the decision rested on has changed: it is to be decided again. `why_not`: why
    no re-assessment can be asked for now, a word, or ''. `grounds_shown`: what the form shows.
    """

    context: RoundContext
    dossier: DossierRead
    request: RequestWaiting | None
    changed: bool
    why_not: str
    grounds_shown: str

    @property
    def may_ask(self) -> bool:
        """Whether a re-assessment can be asked for now."""
        return self.request is None and not self.why_not

    @property
    def requests_until(self) -> date | None:
        """The last day of asking for a re-assessment."""
        return requests_until(self.context, self.dossier)

    @property
    def ended(self) -> tuple[RequestMade, ...]:
        """What was asked for and answered or withdrawn, also where it was decided anew since."""
        return tuple(each for each in requests_made(self.dossier.steps) if each.ended)

    @property
    def is_last_chance(self) -> bool:
        """Whether the days of asking are over, so that whoever withdraws cannot ask again."""
        until = self.requests_until
        return until is not None and self.context.today > until

    @property
    def may_withdraw(self) -> bool:
        """Whether what was asked for can be taken back."""
        return self.request is not None and self.context.state is RoundState.PUBLISHED


def own_grades(
    session: Session, programme_id: int, person_id: int, today: date
) -> tuple[OwnGrade, ...]:
    """The year, then the latest period first; what is not published is nobody's yet."""
    return tuple(_own(session, programme_id, person_id, today))


def _own(session: Session, programme_id: int, person_id: int, today: date) -> Iterator[OwnGrade]:
    query = (
        select(EvaluationRound)
        .join(EvaluationDossier, col(EvaluationDossier.round_id) == col(EvaluationRound.id))
        .where(
            col(EvaluationRound.programme_id) == programme_id,
            col(EvaluationDossier.person_id) == person_id,
            in_round(),
        )
        .order_by(col(EvaluationRound.period).desc())
    )
    for held in sorted(session.scalars(query), key=lambda each: not is_of_year(each)):
        context = round_context(session, held, today)
        dossier = dossier_of(session, context, person_id)
        if context.state is not RoundState.UNDER_WAY and dossier is not None:
            yield _of(session, context, dossier)


def _of(session: Session, context: RoundContext, dossier: DossierRead) -> OwnGrade:
    work = works_of(session, context, [dossier], context.today)[dossier.row.key]
    changed = is_changed(work, dossier.decision)
    request = None
    if request_waits(dossier.kinds):
        request = request_of(context, work, working_calendar(session, context.programme))
    why_not = why_not_dossier(DossierAct.REQUEST, facts_of(context, dossier, changed))
    return OwnGrade(context, dossier, request, changed, why_not, as_text(dossier_grounds(work)))
