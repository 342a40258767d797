"""Finds the steps of the ladder that are reached today; only due dates near enough are read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import literal, select, text
from sqlmodel import col

from dondoc.services.reminders.nudges.finders.context import (
    NudgePortion,
    ScanContext,
    more,
    portion,
)
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import CheckpointState, load_states, of_programme
from dondoc.services.work.pending import pending_ids
from dondoc.store.bulk import among
from models.assignment import Assignment, AssignmentUnit, Checkpoint
from models.indicator import Indicator
from models.joins import ASSIGNMENT_OF_CHECKPOINT, INDICATOR_OF_ASSIGNMENT
from models.nudge import NudgeKind
from models.rules.roles import Audience, Involvement

# Written out, not parameters: SQLite uses a partial index only for its own condition.
DUE_NEXT = text("checkpoint.standing = 'live' AND checkpoint.stage IN ('assigned', 'in_progress')")

_ORDER = (col(Checkpoint.due_on), col(Checkpoint.id))
_COLUMNS = (
    col(Checkpoint.id), col(Checkpoint.due_on), col(Checkpoint.due_revision),
    col(Assignment.unit_id), col(Indicator.category), col(Checkpoint.assignment_id),
)  # fmt: skip


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """One nudge for each audience whose rung is reached."""
    if not context.ladders.steps:
        return NudgePortion([])
    if context.then is not None:
        return _of_past_day(context)
    query = (
        select(*_COLUMNS)
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            DUE_NEXT,
            col(Checkpoint.due_on) <= context.ladders.horizon,
            col(Checkpoint.opens_on) <= context.today,
            of_programme(context.programme.key),
        )
    )
    place = None if after is None else (literal(after[0]), literal(after[1]))
    rows = context.session.connection().execute(portion(query, _ORDER, place)).all()
    read = {row[0]: tuple(row) for row in rows} | _recorded(context, rows)
    nudges = [nudge for row in read.values() for nudge in _rungs(context, *row)]
    nudges = _meant(context, nudges, {row[0]: row[5] for row in read.values() if row})
    return NudgePortion(nudges, len(rows), more(rows, lambda row: (row[1], row[0])))


def _of_past_day(context: ScanContext) -> NudgePortion:
    near = [
        state
        for state in context.open_then()
        if state.due_on <= context.ladders.horizon and state.opens_on <= context.today
    ]
    nudges = [nudge for state in near for nudge in _rungs(context, *_read_of(state))]
    assignments = {state.checkpoint_id: state.assignment_id for state in near}
    return NudgePortion(_meant(context, nudges, assignments), len(near))


def _read_of(state: CheckpointState) -> tuple[Any, ...]:
    """The columns of `_COLUMNS`."""
    return (
        state.checkpoint_id, state.due_on, state.due_revision, state.unit_id, state.category,
        state.assignment_id,
    )  # fmt: skip


def _meant(
    context: ScanContext, nudges: list[dict[str, Any]], assignments: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Without those to coordinating units where an assignment has none."""
    ids = {
        assignments[nudge["checkpoint_id"]]
        for nudge in nudges
        if nudge["audience"] is Audience.COORDINATING
    }
    if not ids:
        return nudges
    query = select(col(AssignmentUnit.assignment_id)).where(
        among(context.session, col(AssignmentUnit.assignment_id), ids),
        col(AssignmentUnit.involvement) == Involvement.COORDINATING,
    )
    there = set(context.session.scalars(query))
    return [
        fields
        for fields in nudges
        if fields["audience"] is not Audience.COORDINATING
        or assignments[fields["checkpoint_id"]] in there
    ]


def _recorded(context: ScanContext, rows: Any) -> dict[int, tuple[Any, ...]]:
    """The same columns of those that somebody acted upon; () where nothing is due any more."""
    touched = pending_ids(context.session) & {row[0] for row in rows}
    if not touched:
        return {}
    states = load_states(context.session, context.frame, touched)
    return {key: _read_of(state) if state.unreported else () for key, state in states.items()}


def _rungs(context: ScanContext, *read: Any) -> list[dict[str, Any]]:
    if not read:
        return []
    return [{**pattern, "checkpoint_id": read[0]} for pattern in _patterns(context, *read[1:5])]


def _patterns(
    context: ScanContext, due_on: date, revision: int, unit_id: int, category: str
) -> tuple[dict[str, Any], ...]:
    """The nudges of one due date: thousands of checkpoints share them."""
    known = context.memory.setdefault("deadlines", {})
    key = (due_on, revision, unit_id, category)
    if key not in known:
        known[key] = tuple(
            nudge_row(
                0,
                NudgeKind.DEADLINE,
                rung.audience,
                context.now,
                step=str(rung.day),
                cause=f"due:{revision}",
                firmness=rung.firmness,
                channel=rung.channel,
            )
            for rung in context.ladders.reached(category, unit_id, due_on)
        )
    return known[key]  # type: ignore[no-any-return]
