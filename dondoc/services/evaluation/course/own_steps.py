"""What of evaluations somebody should know on the page on which their day begins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import round_context
from dondoc.services.evaluation.course.dossiers import dossier_of, requests_until
from dondoc.services.evaluation.course.wanted_steps import wanted_steps
from dondoc.services.figures.periods import DigestPeriod
from dondoc.store.cache import database_of, keep, version
from models.evaluation_round import EvaluationRound, EvaluationRoundStep
from models.rules.evaluation_course.dossiers import DossierAct, request_waits
from models.rules.evaluation_course.rounds import RoundStepKind


@dataclass(frozen=True)
class OwnStepWanted:
    """A step that is wanted of somebody: of so many evaluations, until a day; `late`: after it."""

    year: int
    period: DigestPeriod
    act: DossierAct
    number: int
    until: date
    late: bool


def own_steps(session: Session, person_id: int, today: date) -> Sequence[OwnStepWanted]:
    """What is wanted of one person in all rounds under way; read once, until something happens."""
    key = ("wanted steps of evaluations", database_of(session), today)
    return keep(key, version(session), lambda: _by_person(session, today)).get(person_id, ())


def _by_person(session: Session, today: date) -> Mapping[int, Sequence[OwnStepWanted]]:
    found: dict[int, list[OwnStepWanted]] = defaultdict(list)
    for held in session.scalars(select(EvaluationRound).order_by(col(EvaluationRound.id))):
        context = round_context(session, held, today)
        for step, asked in sorted(wanted_steps(session, context).items()):
            until, year = asked.until, context.programme.year
            late = today > until
            found[step.person_id].append(
                OwnStepWanted(year, context.period, step.act, asked.number, until, late)
            )
    return found


@dataclass(frozen=True)
class OwnGradeOut:
    """One's grade of a period is published; a re-assessment can be asked for until a day."""

    year: int
    period: DigestPeriod
    until: date


def own_grades_out(session: Session, person_id: int, today: date) -> tuple[OwnGradeOut, ...]:
    """Those that can still be contested today; nothing is asked where no round is published."""
    found = (
        _grade_out(session, round_id, person_id, today) for round_id in _published_rounds(session)
    )
    return tuple(each for each in found if each is not None)


def _published_rounds(session: Session) -> Sequence[int]:
    """The rounds that are published and not locked yet, for all who look."""

    def read() -> Sequence[int]:
        step = EvaluationRoundStep
        rows = session.execute(
            select(col(step.round_id), col(step.kind)).order_by(col(step.id))
        ).tuples()
        last = dict(rows.all())
        return sorted(key for key, kind in last.items() if kind is RoundStepKind.PUBLISHED)

    return keep(("published rounds", database_of(session)), version(session), read)


def _grade_out(session: Session, round_id: int, person_id: int, today: date) -> OwnGradeOut | None:
    context = round_context(session, session.get_one(EvaluationRound, round_id), today)
    dossier = dossier_of(session, context, person_id)
    if dossier is None or dossier.is_taken_out or request_waits(dossier.kinds):
        return None
    until = requests_until(context, dossier)
    if until is None or until < today:
        return None
    return OwnGradeOut(context.programme.year, context.period, until)
