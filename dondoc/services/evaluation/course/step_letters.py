"""Letters that ask for a step of an evaluation: what is wanted, until when, and where.

No points, no grades and no names of those who are evaluated: the content of an evaluation does not
travel in letters (evaluation content stays on the pages, whose looks are kept).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.course.context import RoundContext, round_context
from dondoc.services.evaluation.course.wanted_steps import WantedStep, wanted_steps
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.reach.reachability import open_routes
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationRound
from models.message import Message
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.dossiers import DossierAct
from models.rules.evaluation_course.reminders import StepRung, rung_reached


def queue_step_letters(session: Session, now: datetime, programme_ids: Iterable[int]) -> int:
    """Queues what is wanted today and was not asked for yet; how many letters.

    Each rung of a step is said to each person once. Nothing on a day off: the next working day
    finds it. Whoever cannot be reached gets none; the office's page of shortcomings names them.
    """
    query = select(EvaluationRound)
    query = query.where(col(EvaluationRound.programme_id).in_(sorted(set(programme_ids))))
    letters = [
        letter
        for held in session.scalars(query.order_by(col(EvaluationRound.id)))
        for letter in _letters(session, round_context(session, held, local_date(now)), now)
    ]
    session.add_all(letters)
    session.flush()
    return len(letters)


def _letters(session: Session, context: RoundContext, now: datetime) -> Iterator[Message]:
    calendar = working_calendar(session, context.programme)
    if not calendar.is_working(context.today):
        return
    wanted = wanted_steps(session, context)
    if not wanted:
        return
    routes, there = open_routes(session, context.today), _there(session, context)
    languages = _languages(session, {each.person_id for each in wanted})
    for each in sorted(wanted):
        rung = rung_reached(wanted[each].until, context.today, calendar)
        step, route = f"{each.act}:{rung}", routes.best(each.person_id)
        if route is None or (each.person_id, step) in there:
            continue
        yield Message(
            person_id=each.person_id, run_on=context.today, created_at=now,
            round_id=context.row.key, news=step, language=languages[each.person_id],
            channel=route.channel, contact_id=route.contact_id,
        )  # fmt: skip


def _there(session: Session, context: RoundContext) -> set[tuple[int, str]]:
    query = select(col(Message.person_id), col(Message.news))
    rows = session.execute(query.where(col(Message.round_id) == context.row.key))
    return {(person_id, step) for person_id, step in rows}


def _languages(session: Session, ids: Iterable[int]) -> dict[int, str]:
    query = select(col(Person.id), col(Person.language))
    rows = session.connection().execute(query.where(among(session, col(Person.id), set(ids))))
    return {key or 0: language for key, language in rows.tuples()}


def asks_for_step(news: str) -> bool:
    """Whether a letter asks for a step; else it tells that there is something to read."""
    return ":" in news


def step_of_letter(person_id: int, step: str) -> tuple[WantedStep, StepRung]:
    """The step that a letter asks for, and at which rung; `step`: such as `comment:over`."""
    act, _, rung = step.partition(":")
    return WantedStep(person_id, DossierAct(act)), StepRung(rung)
