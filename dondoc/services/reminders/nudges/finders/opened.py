"""Finds checkpoints that can be reported on from today."""

from typing import Any

from sqlalchemy import literal, select, text, union
from sqlmodel import col

from dondoc.services.reminders.nudges.finders.assigned import greeted
from dondoc.services.reminders.nudges.finders.context import BATCH, NudgePortion, ScanContext
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import CheckpointState, load_states
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_EVENT
from models.nudge import Nudge, NudgeKind
from models.rules.roles import Audience
from models.rules.stages import Stage

# Written out, not parameters: SQLite uses a partial index only for its own condition.
OPENS_NEXT = text("checkpoint.standing = 'live' AND checkpoint.stage = 'assigned'")


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """To the official, where nothing else speaks of the item that day."""
    if context.then is not None:
        states = _opened_then(context)
    else:
        opened = context.session.scalars(_opened(context, after[0] if after else 0)).all()
        states = load_states(context.session, context.frame, opened)
    if not states:
        return NudgePortion([])
    ids = sorted(states)
    spoken = _spoken_of(context, ids)
    rows = [
        nudge_row(key, NudgeKind.OPENED, Audience.LEAD, context.now,
                  cause=f"opens:{state.opens_on.isoformat()}")
        for key, state in states.items()
        if state.unreported and key not in spoken and not _is_due(context, state)
    ]  # fmt: skip
    return NudgePortion(
        rows, len(ids), (ids[-1],) if context.then is None and len(ids) == BATCH else None
    )


def _opened_then(context: ScanContext) -> dict[int, CheckpointState]:
    before = context.frame.calendar.add(context.today, -1)
    new = (state for state in context.open_then() if before < state.opens_on <= context.today)
    return {state.checkpoint_id: state for state in new}


def _opened(context: ScanContext, after: int) -> Any:
    """Ids of checkpoints that opened since the last working day.

    The advance flow has moved most of them by now, which only history knows by its day;
    an index on the day of opening would cost every stage change of the year.
    """
    before = context.frame.calendar.add(context.today, -1)
    since = (col(Checkpoint.opens_on) > before, col(Checkpoint.opens_on) <= context.today)
    still = select(col(Checkpoint.id)).where(OPENS_NEXT, *since)
    moved = (
        select(col(Checkpoint.id))
        .select_from(Event)
        .join(*CHECKPOINT_OF_EVENT)
        .where(
            col(Event.day) > before,
            col(Event.kind) == EventKind.MOVED,
            col(Event.to_stage) == Stage.IN_PROGRESS,
            *since,
        )
    )
    both = union(still, moved).subquery()
    return (
        select(both.c.id)
        .join(Checkpoint, col(Checkpoint.id) == both.c.id)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(both.c.id > literal(after), col(Assignment.programme_id) == context.programme.id)
        .order_by(both.c.id)
        .limit(BATCH)
    )


def _spoken_of(context: ScanContext, ids: Any) -> set[int]:
    """Those that are greeted today, or would be by this scan."""
    query = select(col(Nudge.checkpoint_id)).where(
        among(context.session, col(Nudge.checkpoint_id), ids),
        col(Nudge.kind).in_((NudgeKind.ASSIGNED, NudgeKind.DEADLINE)),
        col(Nudge.decided_on) == context.today,
    )
    new = select(col(Checkpoint.id)).where(
        among(context.session, col(Checkpoint.id), ids),
        col(Checkpoint.assignment_id) > greeted(context),
    )
    return {*context.session.scalars(query), *context.session.scalars(new)}


def _is_due(context: ScanContext, state: CheckpointState) -> bool:
    """A step of the ladder is reached on the very day."""
    return bool(context.ladders.reached(state.category, state.unit_id, state.due_on))
