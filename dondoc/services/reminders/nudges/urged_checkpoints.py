"""Which checkpoints somebody means who urges: those that are named, or what presses at a unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.services.acts.overtaken import moved_on, since
from dondoc.services.grounds.compare import OutdatedError, check_grounds
from dondoc.services.organisation.units import UnitOnDay, find_unit
from dondoc.services.programme.at_work import programmes_of_run
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoint_queries import checkpoint_ids, hold_checkpoints
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.grounds import grounds_of
from dondoc.services.work.references import CandidateCheckpoint, find_for_act
from models.assignment import Assignment, Checkpoint
from models.programme import Programme
from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.due import DueFacts, DueState, due_state, is_due_soon
from models.rules.roles import Audience
from models.rules.stages import UNREPORTED, Standing

OpenWork = tuple[Programme, list[int]]
"""A programme, and the keys of what is open in it."""
_URGED_ON = ("due", "asked")
"""What urging rests on: who was just given more time, or waits for an answer, is not pressed."""


@dataclass(frozen=True)
class UrgingRequest:
    """What a person asks for: these checkpoints, or whatever is due at a unit.

    `by`: the person's code; `unit`: the unit's code; `year`: None leaves it to what is at work.
    `grounds_shown`: what a form showed of the one checkpoint that it names (see `ActInput`).
    """

    by: str
    refs: tuple[str, ...] = ()
    unit: str | None = None
    to: Audience = Audience.LEAD
    words: str = ""
    year: int | None = None
    grounds_shown: str | None = None


def meant_checkpoints(
    session: Session, request: UrgingRequest, now: datetime
) -> Iterable[LoadedCheckpoint]:
    """The items that are meant, each once."""
    if not request.refs and request.unit is None:
        raise BadInput("by_hand.names_nothing")
    today = local_date(now)
    named = [find_for_act(session, ref, today, request.year) for ref in request.refs]
    unit = None if request.unit is None else find_unit(session, request.unit, today)
    open_in = [] if unit is None else _open_in(session, unit, request.year, today)
    ids = [candidate.checkpoint.key for candidate in named]
    ids += [key for _, keys in open_in for key in keys]
    hold_checkpoints(session, ids)  # all of them at once: in one order with whoever acts on many
    checkpoints = _by_ref(session, named, request.grounds_shown, now)
    if unit is not None:
        checkpoints += _by_unit(session, unit, open_in, today)
    return {checkpoint.checkpoint.key: checkpoint for checkpoint in checkpoints}.values()


def _by_ref(
    session: Session,
    named: Sequence[CandidateCheckpoint],
    grounds_shown: str | None,
    now: datetime,
) -> list[LoadedCheckpoint]:
    by_programme: dict[int, tuple[Programme, list[int]]] = {}
    for candidate_checkpoint in named:
        place = by_programme.setdefault(
            candidate_checkpoint.programme.key, (candidate_checkpoint.programme, [])
        )
        place[1].append(candidate_checkpoint.checkpoint.key)
    meant: list[LoadedCheckpoint] = []
    for programme, ids in by_programme.values():
        frame = frame_of(session, programme)
        checkpoints = load_checkpoints(session, frame, ids).values()
        for checkpoint in checkpoints:
            _check_as_shown(session, frame, checkpoint, grounds_shown, now)
        meant += checkpoints
    return meant


def _check_as_shown(
    session: Session,
    frame: ProgrammeRules,
    checkpoint: LoadedCheckpoint,
    grounds_shown: str | None,
    now: datetime,
) -> None:
    """Raises Refused where nothing is open any more, or its date is not the one that was shown."""
    key, stands = checkpoint.checkpoint.key, grounds_of(checkpoint, frame)
    if not checkpoint.facts.may_be_reported(local_date(now)):
        told = moved_on(session, key, checkpoint.facts.standing, grounds_shown, stands)
        raise told or Refused("by_hand.nothing_open", ref=checkpoint.ref)
    if grounds_shown is not None:
        try:
            check_grounds(grounds_shown, stands, _URGED_ON)
        except OutdatedError as error:
            error.since = since(session, key)
            raise


def _open_in(session: Session, unit: UnitOnDay, year: int | None, today: date) -> list[OpenWork]:
    """What is open at a unit, in each programme that is meant."""
    return [
        (programme, list(session.scalars(_open_at(programme, unit.unit_id, today))))
        for programme in programmes_of_run(session, today, year)
    ]


def _by_unit(
    session: Session, unit: UnitOnDay, open_in: Iterable[OpenWork], today: date
) -> list[LoadedCheckpoint]:
    """What is overdue or due soon at a unit: what lies far ahead needs no call."""
    meant: list[LoadedCheckpoint] = []
    for programme, ids in open_in:
        frame = frame_of(session, programme)
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


def _presses(facts: CheckpointFacts, frame: ProgrammeRules, today: date) -> bool:
    due = DueFacts(facts.stage, facts.due_on, None)
    late = due_state(due, today, frame.calendar) is DueState.OVERDUE
    soon = is_due_soon(due, today, frame.calendar, frame.rules.due_soon_days)
    return facts.may_be_reported(today) and (late or soon)
