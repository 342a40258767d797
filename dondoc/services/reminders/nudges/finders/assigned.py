"""Finds new assignments, whose officials are asked to acknowledge them."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from dondoc.services.reminders.nudges.finders.context import BATCH, NudgePortion, ScanContext
from dondoc.services.reminders.nudges.finders.deadlines import DUE_NEXT
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import (
    CheckpointState,
    as_states,
    of_programme,
    select_states,
    with_acknowledged,
)
from models.assignment import Assignment, Checkpoint
from models.installation import Setting
from models.nudge import NudgeKind
from models.rules.roles import Audience


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """One greeting per assignment, on the first working day after it is loaded.

    At once and not when its window opens: whoever is given a task wants to know it then.
    """
    known = after[0] if after is not None else greeted(context)
    ids = (
        select(col(Assignment.id))
        .where(
            col(Assignment.id) > known,
            col(Assignment.id) <= newest(context),
            of_programme(context.programme.key),
        )
        .order_by(col(Assignment.id))
        .limit(BATCH)
    )
    new: list[Any] = list(context.session.scalars(ids))
    if not new:
        return NudgePortion([])
    states = _earliest(context, new[0], new[-1])
    rows = [
        nudge_row(key, NudgeKind.ASSIGNED, Audience.LEAD, context.now, cause="assigned")
        for key, state in states.items()
        if state.unreported and not state.acknowledged
    ]
    return NudgePortion(rows, len(states), (new[-1],) if len(new) == BATCH else None)


def _earliest(context: ScanContext, first: int, last: int) -> dict[int, CheckpointState]:
    query = select_states().where(
        DUE_NEXT, col(Assignment.id).between(first, last), of_programme(context.programme.key)
    )
    query = query.order_by(col(Assignment.id), col(Checkpoint.due_on), col(Checkpoint.id))
    earliest: dict[int, Any] = {}
    for row in context.session.execute(query):
        earliest.setdefault(row.assignment_id, row)
    states = as_states(context.session, earliest.values())
    states = context.brought(states)
    return with_acknowledged(context.session, states, states, context.acts_until)


def newest(context: ScanContext) -> int:
    """The last assignment at the beginning of the scan: later ones are greeted by the next.

    Of whatever programme: the newest of one would have to be searched for.
    """
    if "newest" not in context.memory:
        context.memory["newest"] = context.session.scalar(select(func.max(col(Assignment.id)))) or 0
    return int(context.memory["newest"])


def greeted(context: ScanContext) -> int:
    """The last assignment that was greeted; it keeps the daily cost to what is new."""
    mark = context.session.get(Setting, _name(context))
    return int(mark.value) if mark else 0


def keep_greeted(context: ScanContext) -> None:
    """Says that everything up to the newest one was greeted, once it was.

    The caller holds off other scans: of two that end at once, the later to write knows more.
    """
    known = max(newest(context), greeted(context))
    context.session.merge(Setting(name=_name(context), value=str(known)))


def _name(context: ScanContext) -> str:
    return f"remind.assigned_through.{context.programme.key}"
