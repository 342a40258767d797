"""Letters about requests on personal data: that some wait, and that one's own was answered.

They say how many and until when, never what was asked: such words travel in no letter.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.organisation.administrators import able
from dondoc.services.organisation.mandates import people_with
from dondoc.services.personal_data.terms import remind_working_days
from dondoc.services.programme.programmes import calendar_of_year
from dondoc.services.reach.notices import queue_notice
from dondoc.services.reach.reachability import open_routes
from models.file_request import FileRequest, FileRequestStep
from models.message import Notice
from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.file_requests import OPEN, RequestStepKind, due_on, is_overdue, state_of
from models.rules.roles import Mandate


@dataclass(frozen=True)
class RequestsWaiting:
    """How many requests wait that are due soon or overdue, and the nearest day."""

    number: int = 0
    overdue: int = 0
    first_due: date | None = None


def office_calendar(session: Session, day: date) -> WorkingCalendar:
    """The working days around a day, whichever programme there is."""
    return calendar_of_year(session, day.year, {})


def handlers(session: Session, day: date) -> list[int]:
    """The people who answer requests: the secretariat, and administrators."""
    return sorted({*people_with(session, Mandate.SECRETARIAT, day), *able(session, day)})


def waiting_for(session: Session, person_id: int, day: date) -> RequestsWaiting:
    """What waits for one of them: everybody's but their own, due within the days of reminding."""
    horizon = office_calendar(session, day).add(day, remind_working_days())
    query = select(FileRequest).where(col(FileRequest.person_id) != person_id)
    steps: dict[int, list[RequestStepKind]] = {}
    pairs = select(col(FileRequestStep.request_id), col(FileRequestStep.kind))
    for key, kind in session.connection().execute(pairs.order_by(col(FileRequestStep.id))):
        steps.setdefault(key, []).append(kind)
    days, late = [], 0
    for request in session.scalars(query):
        state = state_of(steps.get(request.key, ()))
        due = due_on(state, request.clock)
        if state in OPEN and due is not None and due <= horizon:
            days.append(due)
            late += is_overdue(state, request.clock, day)
    return RequestsWaiting(len(days), late, min(days, default=None))


def gather_notices(session: Session, now: datetime) -> int:
    """Queues a letter for everybody who answers, where a day is near; one a working day.

    How many letters it made. Whoever is away has a deputy who answers as well, or nobody has.
    """
    day = local_date(now)
    if not office_calendar(session, day).is_working(day):
        return 0
    routes, made = open_routes(session, day), 0
    for person_id in handlers(session, day):
        if waiting_for(session, person_id, day).number:
            made += queue_notice(session, routes, person_id, Notice.REQUESTS_DUE, now)
    return made


def tell_state(session: Session, request: FileRequest, now: datetime) -> None:
    """Queues a letter to the person: their request was answered, or carried out.

    To themselves alone, also while somebody stands in for them, and after they have left.
    """
    routes = open_routes(session, local_date(now))
    queue_notice(session, routes, request.person_id, Notice.REQUEST_ANSWERED, now)
