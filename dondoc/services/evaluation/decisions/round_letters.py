"""Whom news of a round is told by letter; once to each, through the outbox as all letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.evaluation.people.locked_rounds import in_round
from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.mandates import people_with
from dondoc.services.reach.reachability import open_routes
from dondoc.store.bulk import among
from models.evaluation_round import EvaluationDossier, EvaluationRound
from models.message import Message
from models.person import Person
from models.rules.checkpoints import local_date
from models.rules.evaluation_course.news import RoundNews
from models.rules.evaluation_course.rounds import RoundState, RoundStepKind, round_state
from models.rules.roles import Mandate
from models.rules.vietnamese_order import by_given_name

REOPENED = "moot.round_reopened"
NOT_IN_ROLE = "moot.not_in_role"


@dataclass(frozen=True)
class LettersQueued:
    """How many letters were queued, and who cannot be reached."""

    queued: int = 0
    unreached: tuple[str, ...] = ()


def queue_letters(
    session: Session, held: EvaluationRound, step_id: int, now: datetime
) -> LettersQueued:
    """To everybody whom the round evaluates: their grade is published. `step_id`: that did it."""
    query = select(col(EvaluationDossier.person_id))
    theirs = query.where(col(EvaluationDossier.round_id) == held.key, in_round())
    people = session.scalars(theirs)
    return tell(session, held, (RoundNews.PUBLISHED, step_id), people, now)


def tell(
    session: Session,
    held: EvaluationRound,
    news: tuple[RoundNews, int],
    people: Iterable[int],
    now: datetime,
) -> LettersQueued:
    """Queues a letter to each of these people. `news`: what, and the step that made it news."""
    kind, key = news
    whom = sorted(set(people))
    routes = open_routes(session, local_date(now))
    languages = _languages(session, whom)
    unreached, queued = [], 0
    for person_id in whom:
        route = routes.best(person_id)
        if route is None:
            unreached.append(person_id)
            continue
        queued += 1
        session.add(
            Message(
                person_id=person_id, run_on=local_date(now), created_at=now, round_id=held.key,
                news=kind.value, news_key=key, language=languages.get(person_id, "vi"),
                channel=route.channel, contact_id=route.contact_id,
            )
        )  # fmt: skip
    session.flush()
    names = names_of_people(session, unreached)
    return LettersQueued(queued, tuple(sorted(names.values(), key=by_given_name)))


def _languages(session: Session, people: Sequence[int]) -> dict[int, str]:
    query = select(col(Person.id), col(Person.language))
    rows = session.execute(query.where(among(session, col(Person.id), set(people))))
    return dict(rows.tuples().all())


def still_news(
    session: Session,
    held: EvaluationRound,
    news: RoundNews,
    person_id: int,
    steps: Sequence[RoundStepKind],
    day: date,
) -> str:
    """Why it is not told any more, or ''."""
    if news is RoundNews.ASKED:
        office = people_with(session, Mandate.SECRETARIAT, day)
        return "" if person_id in office else NOT_IN_ROLE
    return REOPENED if round_state(steps) is RoundState.UNDER_WAY else ""


def address_of(news: RoundNews, period: str, year: int) -> str:
    """Where it is read. `period`: as addresses name it."""
    if news is RoundNews.PUBLISHED:
        return f"/evaluation/{year}/{period}/grades"
    return f"/evaluation/requests?year={year}"
