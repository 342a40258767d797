"""Asking for a correction of what is kept about oneself; answering it, and carrying it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.evidence.limits import check_evidence
from dondoc.services.evidence.store import Attachment, store
from dondoc.services.grounds.office import hold_office
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.personal_data.notices import tell_state
from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from dondoc.services.personal_data.terms import clock_of, terms_on
from dondoc.vault import vault
from models.file_request import FileRequest, FileRequestStep
from models.rules.file_requests import (
    FileRequestKind,
    RequestState,
    RequestStepKind,
    may_follow,
    state_of,
)
from models.rules.grounds import Grounds
from models.rules.roles import Mandate
from models.rules.texts import bare

MAX_LETTERS = 2000
ANSWERS = (Mandate.SECRETARIAT, Mandate.ADMINISTRATOR)
"""Who answers requests; nobody answers their own."""


@dataclass(frozen=True)
class RequestInput:
    """What a person asks for. `about`: the kind of data; `evidence`: a file that shows it."""

    kind: FileRequestKind
    about: PersonalDataKind
    wrong: str
    why: str
    evidence: Attachment | None = None


def ask(change: SettingsChange, asked: RequestInput, folder: Path) -> FileRequest:
    """The person asks; its clock begins. Raises BadInput for no words or too many, and a bad file.

    Whoever has left the office asks, and is answered, as everybody else.
    """
    change.only_own()
    hold_office(change.session)
    wrong, why = _words("wrong", asked.wrong), _words("why", asked.why)
    clock = clock_of(change.session, asked.kind, change.today)
    request = FileRequest(
        person_id=change.whose.key,
        kind=asked.kind,
        about=asked.about.value,
        wrong=wrong,
        why=why,
        words_mark=_mark(wrong, why, asked.evidence.filename if asked.evidence else ""),
        terms=terms_on(change.today).source,
        asked_at=change.now,
        answer_by=clock.answer_by,
        carry_out_by=clock.carry_out_by,
    )
    if asked.evidence is not None:
        (file,) = check_evidence(change.session, [asked.evidence])
        request.evidence_id = store(change.session, folder, file, change.now)
        request.evidence_name = file.filename
    change.session.add(request)
    change.session.flush()
    change.note("file_request", request=request.key, step="asked")
    return request


def withdraw(change: SettingsChange, request_id: int) -> None:
    """The person takes back what nobody has answered yet. Raises Refused, BadInput."""
    request = _held(change.session, request_id)
    if request.person_id != change.actor.key:
        raise BadInput("file_request.error.unknown")
    _step(change, request, RequestStepKind.WITHDRAWN, "")


def answer(change: SettingsChange, request_id: int, step: RequestStepKind, words: str) -> None:
    """Somebody of the office accepts or refuses a request, or says that it is carried out.

    A refusal says why, and what was carried out says what was done. Raises Refused without the
    right, for one's own request, and where it was answered meanwhile; BadInput without words.
    """
    change.mandated(*ANSWERS)
    request = _held(change.session, request_id)
    if request.person_id == change.actor.key:
        raise Refused("file_request.error.own")
    said = bare(words) if step is RequestStepKind.ACCEPTED else _words(step.value, words)
    if len(said) > MAX_LETTERS:
        raise BadInput("file_request.error.long", found=len(said), most=MAX_LETTERS)
    _step(change, request, step, said)
    tell_state(change.session, request, change.now)


def state_now(session: Session, request_id: int) -> RequestState:
    """Where a request stands."""
    return states_of(session, [request_id])[request_id]


def states_of(session: Session, request_ids: Iterable[int]) -> dict[int, RequestState]:
    """Where requests stand, by their keys."""
    ids = list(request_ids)
    query = select(col(FileRequestStep.request_id), col(FileRequestStep.kind))
    query = query.where(col(FileRequestStep.request_id).in_(ids)).order_by(col(FileRequestStep.id))
    steps: dict[int, list[RequestStepKind]] = {key: [] for key in ids}
    for key, kind in session.connection().execute(query):
        steps[key].append(kind)
    return {key: state_of(kinds) for key, kinds in steps.items()}


def request_grounds(session: Session, request_id: int) -> Grounds:
    """Where a request stands, for whoever decides on it."""
    known = session.get(FileRequest, request_id)
    state = "" if known is None else state_now(session, request_id).value
    return {f"file_request:{request_id}": state}


def asked_grounds(session: Session, person_id: int) -> Grounds:
    """How many requests a person has made: a form that is sent twice asks once."""
    query = select(func.count()).where(col(FileRequest.person_id) == person_id)
    return {"file_requests": str(session.connection().scalar(query) or "")}


def _held(session: Session, request_id: int) -> FileRequest:
    hold_office(session)
    request = session.get(FileRequest, request_id, populate_existing=True)
    if request is None:
        raise BadInput("file_request.error.unknown")
    return request


def _step(change: SettingsChange, request: FileRequest, step: RequestStepKind, words: str) -> None:
    state = state_now(change.session, request.key)
    if not may_follow(state, step):
        raise Refused(f"file_request.error.is.{state.value}")
    change.session.add(
        FileRequestStep(
            request_id=request.key,
            kind=step,
            person_id=change.actor.key,
            at=change.now,
            words=words,
            words_mark=_mark(words),
        )
    )
    change.session.flush()
    change.note("file_request", request=request.key, step=step.value)


def _words(name: str, text: str) -> str:
    plain = bare(text)
    if not plain:
        raise BadInput(f"file_request.error.no.{name}")
    if len(plain) > MAX_LETTERS:
        raise BadInput("file_request.error.long", found=len(plain), most=MAX_LETTERS)
    return plain


def _mark(*words: str) -> str:
    """What the ledger covers in the place of words that only two people read."""
    return vault().fingerprint(*words)
