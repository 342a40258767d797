"""The scan: which steps of the ladder are reached, and what else there is to remind of."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import literal, select, text, tuple_
from sqlmodel import Session, col

from dondoc.services.items import Frame
from dondoc.services.programmes import ladder_of
from dondoc.services.remind.nudging import hold, insert_nudges, nudge_row, owners_of
from dondoc.services.remind.reasons import due_cause, report_cause
from dondoc.services.remind.states import (
    State,
    as_state,
    frame_of,
    of_programme,
    select_states,
    with_acknowledged,
    with_pending,
)
from dondoc.services.remind.steps import Ladders
from models.assignment import Assignment, Checkpoint
from models.household import Setting
from models.nudge import NudgeKind
from models.programme import Programme
from models.rules.checkpoints import local_date
from models.rules.roles import Audience
from models.rules.stages import Stage

PORTION = 2000

# Written out, not parameters: SQLite uses a partial index only for its own condition.
DUE_NEXT = text("checkpoint.standing = 'live' AND checkpoint.stage IN ('assigned', 'in_progress')")
REPORTED = text("checkpoint.standing = 'live' AND checkpoint.stage = 'reported'")

Found = tuple[dict[int, State], list[dict[str, Any]]]


@dataclass
class ScanResult:
    """`looked_at`: checkpoints near their due date or past it; `made`: new nudges by kind."""

    day: date
    day_off: bool = False
    looked_at: int = 0
    made: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All new nudges."""
        return self.made.total()


def scan(session: Session, programme: Programme, now: datetime) -> ScanResult:
    """Writes the nudges whose time has come, in the caller's transaction; again makes none.

    On a day off nothing is decided: the working days are what the ladder counts, so the next
    working day's scan finds everything that fell between.
    """
    frame = frame_of(session, programme)
    result = ScanResult(local_date(now))
    if not frame.calendar.is_working(result.day):
        result.day_off = True
        return result
    hold(session, programme)
    # Asked before looking: a plan committed meanwhile is greeted by the next scan.
    newest = _newest_assignment(session, programme)
    for states, rows in found(session, programme, frame, now):
        result.looked_at += len(states)
        made = insert_nudges(session, owners_of(programme, states), rows, now)
        if rows:
            result.made[rows[0]["kind"].value] += len(made)
    session.merge(Setting(name=_mark(programme), value=str(newest)))
    session.flush()
    return result


def found(session: Session, programme: Programme, frame: Frame, now: datetime) -> Iterator[Found]:
    """Everything that the scan of a working day would write, in portions of one kind each."""
    yield _assigned(session, programme, frame, now)
    yield from _deadlines(session, programme, frame, now)
    yield _verifications(session, programme, frame, now)


def _deadlines(
    session: Session, programme: Programme, frame: Frame, now: datetime
) -> Iterator[Found]:
    """The rungs reached, read by due date: what is far away or done costs nothing."""
    today = local_date(now)
    ladders = Ladders(ladder_of(session, programme), today, frame.calendar)
    if not ladders.steps:
        return
    query = (
        select_states()
        .where(
            DUE_NEXT,
            col(Checkpoint.due_on) <= ladders.horizon,
            col(Checkpoint.opens_on) <= today,
            of_programme(programme),
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
        .limit(PORTION)
    )
    after: tuple[date, int] | None = None
    while True:
        rows = session.execute(query if after is None else query.where(_beyond(*after))).all()
        if not rows:
            return
        last = as_state(rows[-1])
        after = (last.due_on, last.checkpoint_id)
        read = {row[0]: as_state(row) for row in rows}
        states = with_pending(session, frame, read)
        yield states, [row for one in states.values() for row in _rungs(one, ladders, now)]


def _beyond(day: date, checkpoint_id: int) -> Any:
    here = tuple_(col(Checkpoint.due_on), col(Checkpoint.id))
    return here > tuple_(literal(day), literal(checkpoint_id))


def _rungs(state: State, ladders: Ladders, now: datetime) -> Iterator[dict[str, Any]]:
    if not state.unreported:
        return
    for rung in ladders.reached(state.category, state.unit_id, state.due_on):
        yield nudge_row(
            state.checkpoint_id,
            NudgeKind.DEADLINE,
            rung.audience,
            now,
            step=str(rung.day),
            cause=due_cause(state),
            firmness=rung.firmness,
        )


def _mark(programme: Programme) -> str:
    return f"remind.assigned_through.{programme.key}"


def _assigned(session: Session, programme: Programme, frame: Frame, now: datetime) -> Found:
    """One greeting per assignment, on the first working day after it is loaded.

    At once and not when its window opens: whoever is given a task wants to know it then. A
    mark of the last assignment greeted keeps the daily cost to what is new.
    """
    mark = session.get(Setting, _mark(programme))
    query = select_states().where(
        DUE_NEXT,
        col(Assignment.id) > (int(mark.value) if mark else 0),
        of_programme(programme),
    )
    query = query.order_by(col(Assignment.id), col(Checkpoint.due_on), col(Checkpoint.id))
    earliest: dict[int, State] = {}
    for row in session.execute(query):
        state = as_state(row)
        earliest.setdefault(state.assignment_id, state)
    states = with_pending(session, frame, {one.checkpoint_id: one for one in earliest.values()})
    states = with_acknowledged(session, states, list(states))
    rows = [
        nudge_row(key, NudgeKind.ASSIGNED, Audience.LEAD, now, cause="assigned")
        for key, state in states.items()
        if state.unreported and not state.acknowledged
    ]
    return states, rows


def _newest_assignment(session: Session, programme: Programme) -> int:
    query = select(col(Assignment.id)).where(col(Assignment.programme_id) == programme.id)
    return session.scalars(query.order_by(col(Assignment.id).desc()).limit(1)).first() or 0


def _verifications(session: Session, programme: Programme, frame: Frame, now: datetime) -> Found:
    """Reports that wait too long for the secretariat; again each time the term has passed."""
    today, term = local_date(now), max(frame.rules.verification_days, 1)
    query = select_states().where(
        REPORTED,
        of_programme(programme),
        col(Checkpoint.reported_at).is_not(None),
    )
    read = {row[0]: as_state(row) for row in session.execute(query)}
    states = with_pending(session, frame, read)
    rows = []
    for key, state in states.items():
        if state.stage is not Stage.REPORTED or state.reported_at is None:
            continue
        waited = frame.calendar.between(local_date(state.reported_at), today)
        if waited >= term:
            step, cause = str(waited // term * term), report_cause(state)
            rows.append(
                nudge_row(key, NudgeKind.VERIFICATION_WAITING, Audience.SECRETARIAT, now,
                          step=step, cause=cause)
            )  # fmt: skip
    return states, rows
