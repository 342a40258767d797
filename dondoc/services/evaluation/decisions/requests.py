"""Re-assessments: asked for in writing, withdrawn, and answered by another assessor in time.

The decision before stays with the evaluation: an answer is one more step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.dossiers import DossierRead, dossiers_of
from dondoc.services.evaluation.course.grounds import dossier_grounds
from dondoc.services.evaluation.course.score import DossierWork, works_of
from dondoc.services.evaluation.course.step_input import StepInput
from dondoc.services.evaluation.course.take_step import ASSESSING, StepTaken, take_step
from dondoc.services.evaluation.decisions.decide import answer_request
from dondoc.services.evaluation.decisions.round_letters import tell
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.mandates import people_with
from dondoc.services.programme.programmes import working_calendar
from models.evaluation_round import EvaluationDossier, EvaluationDossierStep, EvaluationRound
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import DossierAct, DossierStepKind, request_waits
from models.rules.evaluation_course.news import RoundNews
from models.rules.grounds import as_text
from models.rules.roles import Mandate


@dataclass(frozen=True)
class RequestWaiting:
    """A re-assessment that waits. `due_on`: the last day of the answer; `days_left`: working days,
    below 0 where it is late. `is_working_day`: today is one. `grounds_shown`: to whoever answers.
    """

    work: DossierWork
    context: RoundContext
    asked_at: datetime
    words: str
    due_on: date
    days_left: int
    grounds_shown: str
    is_working_day: bool

    @property
    def dossier(self) -> DossierRead:
        """The evaluation that is contested."""
        return self.work.dossier

    def was_assessed_by(self, person_id: int) -> bool:
        """Whether somebody judged it before, so that another answers."""
        steps = self.dossier.steps
        return any(step.person_id == person_id and step.kind in ASSESSING for step in steps)

    @property
    def is_late(self) -> bool:
        """Whether the clock of the answer has run out."""
        return self.days_left < 0


def ask_again(change: SettingsChange, dossier_id: int, grounds_shown: str, words: str) -> StepTaken:
    """The person asks for a re-assessment in writing; the office is told that somebody did.

    Raises as `take_step` does: Refused before publication, and once the days are over.
    """
    taken = take_step(change, dossier_id, StepInput(DossierAct.REQUEST, grounds_shown, words=words))
    office = people_with(change.session, Mandate.SECRETARIAT, change.today)
    others = (key for key in office if key != change.actor.key)
    news = RoundNews.ASKED, taken.step.key
    tell(change.session, taken.context.row, news, others, change.now)
    return taken


def withdraw_request(change: SettingsChange, dossier_id: int, grounds_shown: str) -> StepTaken:
    """The person takes it back. Raises Refused where none waits."""
    return take_step(change, dossier_id, StepInput(DossierAct.WITHDRAW_REQUEST, grounds_shown))


def answer(
    change: SettingsChange, evidence: Path, dossier_id: int, entered: StepInput
) -> StepTaken:
    """Another assessor upholds the decision or takes another one; whoever asked is told of it."""
    taken = answer_request(change, evidence, dossier_id, entered)
    news = RoundNews.ANSWERED, taken.step.key
    whom = [taken.dossier.row.person_id]
    tell(change.session, taken.context.row, news, whom, change.now)
    return taken


def requests_waiting(session: Session, programme_id: int, today: date) -> list[RequestWaiting]:
    """The re-assessments of a programme that wait: the one that is due first comes first."""
    return sorted(_waiting(session, programme_id, today), key=lambda each: each.due_on)


def _waiting(session: Session, programme_id: int, today: date) -> Iterable[RequestWaiting]:
    for held, ids in _asked(session, programme_id).items():
        row = session.get_one(EvaluationRound, held)
        context = round_context(session, row, today)
        calendar = working_calendar(session, context.programme)
        asked = dossiers_of(session, context, ids)
        waiting = [each for each in asked if request_waits(each.kinds) and not each.is_taken_out]
        works = works_of(session, context, waiting, today)
        for dossier in waiting:
            yield request_of(context, works[dossier.row.key], calendar)


def request_of(
    context: RoundContext, work: DossierWork, calendar: WorkingCalendar
) -> RequestWaiting:
    """What was asked for last, and until when it is answered."""
    step = work.dossier.latest(DossierStepKind.REQUESTED)
    assert step is not None
    due_on = calendar.add(local_date(step.at), context.row.answer_days)
    return RequestWaiting(
        work=work,
        context=context,
        asked_at=step.at,
        words=step.words,
        due_on=due_on,
        days_left=_days_left(context.today, due_on, calendar),
        grounds_shown=as_text(dossier_grounds(work)),
        is_working_day=calendar.is_working(context.today),
    )


def _days_left(today: date, due_on: date, calendar: WorkingCalendar) -> int:
    if today <= due_on:
        return calendar.between(today, due_on)
    return -calendar.between(due_on, today)


def _asked(session: Session, programme_id: int) -> dict[int, list[int]]:
    """Evaluations of which a re-assessment was ever asked for, by round."""
    query = (
        select(col(EvaluationDossier.round_id), col(EvaluationDossier.id))
        .join(EvaluationRound, col(EvaluationRound.id) == col(EvaluationDossier.round_id))
        .join(
            EvaluationDossierStep,
            col(EvaluationDossierStep.dossier_id) == col(EvaluationDossier.id),
        )
        .where(
            col(EvaluationRound.programme_id) == programme_id,
            col(EvaluationDossierStep.kind) == DossierStepKind.REQUESTED,
        )
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for held, key in session.connection().execute(query):
        found.setdefault(held, []).append(key)
    return found
