"""The requests about personal data: those that wait for the office, and a person's own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from dondoc.services.organisation.directory import names_of_people
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.personal_data.requests import ANSWERS, states_of
from models.file_request import FileRequest, FileRequestStep
from models.rules.file_requests import (
    OPEN,
    FileRequestKind,
    RequestState,
    RequestStepKind,
    due_on,
    is_overdue,
    state_of,
)


@dataclass(frozen=True)
class RequestStepShown:
    """What became of a request. `by`: who did it."""

    kind: RequestStepKind
    at: datetime
    by: str
    words: str


@dataclass(frozen=True)
class RequestShown:
    """A request as the person and whoever answers see it. `due_on`: None once nothing is left."""

    key: int
    person_id: int
    person: str
    kind: FileRequestKind
    about: str
    wrong: str
    why: str
    evidence_id: int | None
    evidence_name: str
    terms: str
    asked_at: datetime
    answer_by: date
    carry_out_by: date
    state: RequestState
    due_on: date | None
    overdue: bool
    steps: tuple[RequestStepShown, ...]


@dataclass(frozen=True)
class RequestQueue:
    """What is open, overdue ones first, and what is not any more, the latest first."""

    open: tuple[RequestShown, ...]
    closed: tuple[RequestShown, ...]


def answers(viewer: Viewer) -> bool:
    """Whether somebody answers requests about personal data."""
    return viewer.has(*ANSWERS)


def queue_of(session: Session, viewer: Viewer) -> RequestQueue:
    """Everybody's requests, for whoever answers them; nothing for anybody else."""
    if not answers(viewer):
        return RequestQueue((), ())
    shown = _shown(session, viewer.day)
    waiting = [each for each in shown if each.state in OPEN]
    waiting.sort(key=lambda each: (each.due_on or date.max, each.key))
    closed = [each for each in reversed(shown) if each.state not in OPEN]
    return RequestQueue(tuple(waiting), tuple(closed))


def open_requests(session: Session) -> int:
    """How many wait for the office, whoever may read them."""
    run = session.connection()
    query = select(col(FileRequest.id)).order_by(col(FileRequest.id))
    ids = [key or 0 for key in run.scalars(query)]
    return sum(state in OPEN for state in states_of(session, ids).values())


def own_requests(session: Session, person_id: int, day: date) -> tuple[RequestShown, ...]:
    """A person's own, the latest first."""
    return tuple(reversed(_shown(session, day, col(FileRequest.person_id) == person_id)))


def readable_request(session: Session, viewer: Viewer, request_id: int) -> FileRequest | None:
    """A request that somebody may read: their own, or any for whoever answers; else None."""
    request = session.get(FileRequest, request_id)
    if request is None or not (request.person_id == viewer.person_id or answers(viewer)):
        return None
    return request


def _shown(session: Session, day: date, *where: ColumnElement[bool]) -> list[RequestShown]:
    requests = session.scalars(select(FileRequest).where(*where).order_by(col(FileRequest.id)))
    known = list(requests)
    steps: dict[int, list[FileRequestStep]] = defaultdict(list)
    query = select(FileRequestStep).join(
        FileRequest, col(FileRequest.id) == col(FileRequestStep.request_id)
    )
    for step in session.scalars(query.where(*where).order_by(col(FileRequestStep.id))):
        steps[step.request_id].append(step)
    people = {each.person_id for each in known}
    people |= {step.person_id for each in steps.values() for step in each}
    names = names_of_people(session, sorted(people))
    return [_one(each, steps[each.key], names, day) for each in known]


def _one(
    request: FileRequest, steps: Sequence[FileRequestStep], names: dict[int, str], day: date
) -> RequestShown:
    state = state_of(step.kind for step in steps)
    return RequestShown(
        key=request.key,
        person_id=request.person_id,
        person=names.get(request.person_id, ""),
        kind=request.kind,
        about=request.about,
        wrong=request.wrong,
        why=request.why,
        evidence_id=request.evidence_id,
        evidence_name=request.evidence_name,
        terms=request.terms,
        asked_at=request.asked_at,
        answer_by=request.answer_by,
        carry_out_by=request.carry_out_by,
        state=state,
        due_on=due_on(state, request.clock),
        overdue=is_overdue(state, request.clock, day),
        steps=tuple(
            RequestStepShown(step.kind, step.at, names.get(step.person_id, ""), step.words)
            for step in steps
        ),
    )
