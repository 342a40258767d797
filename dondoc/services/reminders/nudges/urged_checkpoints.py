"""Which checkpoints somebody means who urges: those that are named, or what presses at a unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.organisation.units import find_unit
from dondoc.services.programme.at_work import programmes_of_run
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoint_queries import checkpoint_ids, hold_checkpoints
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.references import CandidateCheckpoint, find_for_act
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.due import DueFacts, DueState, due_state, is_due_soon
from models.rules.roles import Audience
from models.rules.stages import UNREPORTED, Standing


@dataclass(frozen=True)
class UrgingRequest:
    """What a person asks for: these checkpoints, or whatever is due at a unit.

    `by`: the person's code; `unit`: the unit's code; `year`: None leaves it to what is at work.
    """

    by: str
    refs: tuple[str, ...] = ()
    unit: str | None = None
    to: Audience = Audience.LEAD
    words: str = ""
    year: int | None = None


def meant_checkpoints(
    session: Session, request: UrgingRequest, now: datetime
) -> Iterable[LoadedCheckpoint]:
    """The items that are meant, each once."""
    if not request.refs and request.unit is None:
        raise BadInput("by_hand.names_nothing")
    named = [find_for_act(session, ref, local_date(now), request.year) for ref in request.refs]
    checkpoints = _by_ref(session, named, now)
    if request.unit is not None:
        checkpoints += _by_unit(session, request.unit, request.year, now)
    return {checkpoint.checkpoint.key: checkpoint for checkpoint in checkpoints}.values()


def _by_ref(
    session: Session, named: Sequence[CandidateCheckpoint], now: datetime
) -> list[LoadedCheckpoint]:
    by_programme: dict[int, tuple[Programme, list[int]]] = {}
    for candidate_checkpoint in named:
        place = by_programme.setdefault(
            candidate_checkpoint.programme.key, (candidate_checkpoint.programme, [])
        )
        place[1].append(candidate_checkpoint.checkpoint.key)
    meant: list[LoadedCheckpoint] = []
    hold_checkpoints(session, [checkpoint.checkpoint.key for checkpoint in named])
    for programme, ids in by_programme.values():
        meant += load_checkpoints(session, frame_of(session, programme), ids).values()
    for each_checkpoint in meant:
        if not _is_open(each_checkpoint.facts, local_date(now)):
            raise Refused("by_hand.nothing_open", ref=each_checkpoint.ref)
    return meant


def _by_unit(
    session: Session, code: str, year: int | None, now: datetime
) -> list[LoadedCheckpoint]:
    """What is overdue or due soon at a unit: what lies far ahead needs no call."""
    unit, today = find_unit(session, code, local_date(now)), local_date(now)
    years = programmes_of_run(session, today, year)
    open_in = {
        each_programme.key: session.scalars(_open_at(each_programme, unit.unit_id, today)).all()
        for each_programme in years
    }
    hold_checkpoints(session, [key for ids in open_in.values() for key in ids])
    meant: list[LoadedCheckpoint] = []
    for programme in years:
        frame, ids = frame_of(session, programme), open_in[programme.key]
        checkpoints = load_checkpoints(session, frame, ids)
        meant += [checkpoints[key] for key in ids if _presses(checkpoints[key].facts, frame, today)]
    if not meant:
        raise Refused("by_hand.nothing_due", unit=unit.name)
    return meant


def _open_at(programme: Programme, unit_id: int, today: date) -> Select[Any]:
    query = checkpoint_ids(
        programme.key,
        col(Assignment.unit_id) == unit_id,
        col(Checkpoint.standing) == Standing.LIVE,
        col(Checkpoint.stage).in_(sorted(UNREPORTED)),
        col(Checkpoint.opens_on) <= today,
    )
    return query.order_by(col(Checkpoint.due_on), col(Checkpoint.id))


def _is_open(facts: CheckpointFacts, today: date) -> bool:
    """Whether somebody can report on it today and has not."""
    live = facts.standing is Standing.LIVE and facts.stage in UNREPORTED
    return live and facts.opens_on <= today


def _presses(facts: CheckpointFacts, frame: ProgrammeRules, today: date) -> bool:
    due = DueFacts(facts.stage, facts.due_on, None)
    late = due_state(due, today, frame.calendar) is DueState.OVERDUE
    soon = is_due_soon(due, today, frame.calendar, frame.rules.due_soon_days)
    return _is_open(facts, today) and (late or soon)
