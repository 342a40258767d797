"""Rungs of the ladder that are reached, read by due date: what is far away costs nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import literal, select, text
from sqlmodel import col

from dondoc.services.reminders.nudges.found.context import NudgePortion, ScanContext, more, portion
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import load_states, of_programme
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


def find(look: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """One nudge for each audience whose rung is reached."""
    if not look.ladders.steps:
        return NudgePortion([])
    query = (
        select(*_COLUMNS)
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            DUE_NEXT,
            col(Checkpoint.due_on) <= look.ladders.horizon,
            col(Checkpoint.opens_on) <= look.today,
            of_programme(look.programme),
        )
    )
    place = None if after is None else (literal(after[0]), literal(after[1]))
    rows = look.session.connection().execute(portion(query, _ORDER, place)).all()
    read = {row[0]: tuple(row) for row in rows} | _recorded(look, rows)
    nudges = [nudge for one in read.values() for nudge in _rungs(look, *one)]
    nudges = _meant(look, nudges, {one[0]: one[5] for one in read.values() if one})
    return NudgePortion(nudges, len(rows), more(rows, lambda row: (row[1], row[0])))


def _meant(
    look: ScanContext, nudges: list[dict[str, Any]], assignments: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Without those to coordinating units where an assignment has none."""
    asked = {
        assignments[nudge["checkpoint_id"]]
        for nudge in nudges
        if nudge["audience"] is Audience.COORDINATING
    }
    if not asked:
        return nudges
    query = select(col(AssignmentUnit.assignment_id)).where(
        among(look.session, col(AssignmentUnit.assignment_id), asked),
        col(AssignmentUnit.involvement) == Involvement.COORDINATING,
    )
    there = set(look.session.scalars(query))
    return [
        fields
        for fields in nudges
        if fields["audience"] is not Audience.COORDINATING
        or assignments[fields["checkpoint_id"]] in there
    ]


def _recorded(look: ScanContext, rows: Any) -> dict[int, tuple[Any, ...]]:
    """The same columns of those that somebody acted upon; () where nothing is due any more."""
    touched = pending_ids(look.session) & {row[0] for row in rows}
    if not touched:
        return {}
    states = load_states(look.session, look.frame, touched)
    return {
        key: (
            key,
            state.due_on,
            state.due_revision,
            state.unit_id,
            state.category,
            state.assignment_id,
        )
        if state.unreported
        else ()
        for key, state in states.items()
    }


def _rungs(look: ScanContext, *read: Any) -> list[dict[str, Any]]:
    if not read:
        return []
    return [{**pattern, "checkpoint_id": read[0]} for pattern in _patterns(look, *read[1:5])]


def _patterns(
    look: ScanContext, due_on: date, revision: int, unit_id: int, category: str
) -> tuple[dict[str, Any], ...]:
    """The nudges of one due date: thousands of checkpoints share them."""
    known = look.memory.setdefault("deadlines", {})
    key = (due_on, revision, unit_id, category)
    if key not in known:
        known[key] = tuple(
            nudge_row(
                0,
                NudgeKind.DEADLINE,
                rung.audience,
                look.now,
                step=str(rung.day),
                cause=f"due:{revision}",
                firmness=rung.firmness,
                channel=rung.channel,
            )
            for rung in look.ladders.reached(category, unit_id, due_on)
        )
    return known[key]  # type: ignore[no-any-return]
