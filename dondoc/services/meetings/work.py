"""How conclusions stand that became work of the plan: as their checkpoints do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col

from dondoc.services.programme.frames import cached_frame_of
from dondoc.services.work.checkpoint_states import CheckpointState, stored_states, with_pending
from models.assignment import Checkpoint
from models.meeting import Conclusion
from models.programme import Programme
from models.rules.calendar import WorkingCalendar
from models.rules.conclusions import ConclusionState, state_of_work
from models.rules.due import due_state, last_day, time_left
from models.rules.stages import SETTLED, Stage, Standing

_Judged = tuple[ConclusionState, date | None, int]


@dataclass(frozen=True)
class WorkStands:
    """The work of the plan that a conclusion became. `judged`: how it stands, its last day in
    time, and the working days that it is late.
    """

    year: int
    ref: str
    due_on: date
    judged: _Judged


def works_of(
    session: Session, checkpoint_ids: Iterable[int | None], today: date
) -> dict[int, WorkStands]:
    """The work by checkpoint, with what was recorded and waits applied."""
    wanted = {key for key in checkpoint_ids if key is not None}
    if not wanted:
        return {}
    states = stored_states(session, wanted)
    made: dict[int, WorkStands] = {}
    for programme_id in {state.programme_id for state in states.values()}:
        programme = session.get_one(Programme, programme_id)
        frame = cached_frame_of(session, programme)
        part = {key: each for key, each in states.items() if each.programme_id == programme_id}
        for key, state in with_pending(session, frame, part).items():
            judged = _judged(state, frame.calendar, today)
            made[key] = WorkStands(programme.year, state.ref, state.due_on, judged)
    return made


def _judged(state: CheckpointState, calendar: WorkingCalendar, today: date) -> _Judged:
    last = last_day(state.due_on, calendar)
    if state.standing is not Standing.LIVE:
        return ConclusionState.RECORDED, last, 0
    due = due_state(state.due_facts, today, calendar)
    stands = state_of_work(due, reported=state.stage is Stage.REPORTED)
    late = stands is ConclusionState.LATE
    return stands, last, max(0, -time_left(state.due_facts, today, calendar)) if late else 0


def is_done_work() -> ColumnElement[bool]:
    """The condition that a conclusion became work that was found done, or was withdrawn."""
    done = (
        col(Checkpoint.stage).in_(SETTLED)
        & col(Checkpoint.missing).is_(False)
        & col(Checkpoint.undelivered).is_(False)
    )
    return exists().where(
        col(Checkpoint.id) == col(Conclusion.checkpoint_id),
        done | (col(Checkpoint.standing) != Standing.LIVE),
    )
