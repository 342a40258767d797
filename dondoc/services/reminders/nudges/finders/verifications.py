"""Finds reports that have waited too long for the secretariat to verify them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import literal, text
from sqlmodel import col

from dondoc.clock import at
from dondoc.services.reminders.nudges.finders.context import (
    NudgePortion,
    ScanContext,
    more,
    portion,
)
from dondoc.services.reminders.nudges.reasons import report_cause
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import (
    CheckpointState,
    as_states,
    of_programme,
    select_states,
    with_pending,
)
from models.assignment import Checkpoint
from models.columns import Instant
from models.nudge import NudgeKind
from models.rules.checkpoints import local_date
from models.rules.roles import Audience
from models.rules.stages import Stage, Standing

# Written out, not parameters: SQLite uses a partial index only for its own condition.
REPORTED = text("checkpoint.standing = 'live' AND checkpoint.stage = 'reported'")

_ORDER = (col(Checkpoint.reported_at), col(Checkpoint.id))


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """To the secretariat; again each time the term has passed."""
    term = max(context.frame.rules.verification_days, 1)
    before = at(context.frame.calendar.add(context.today, -term) + timedelta(days=1), 0)
    if context.then is not None:
        return NudgePortion(_waiting(context, context.then, term))
    query = select_states().where(
        REPORTED, of_programme(context.programme.key), col(Checkpoint.reported_at) < before
    )
    place = None if after is None else (literal(after[0], Instant()), literal(after[1]))
    rows = context.session.execute(portion(query, _ORDER, place)).all()
    states = with_pending(context.session, context.frame, as_states(context.session, rows))
    place_of = lambda row: (row.reported_at, row[0])  # noqa: E731
    return NudgePortion(_waiting(context, states, term), len(rows), more(rows, place_of))


def _waiting(
    context: ScanContext, states: Mapping[int, CheckpointState], term: int
) -> list[dict[str, Any]]:
    nudges = []
    for key, state in states.items():
        live = state.standing is Standing.LIVE
        if not live or state.stage is not Stage.REPORTED or state.reported_at is None:
            continue
        waited = context.frame.calendar.between(local_date(state.reported_at), context.today)
        if waited >= term:
            nudges.append(
                nudge_row(key, NudgeKind.VERIFICATION_WAITING, Audience.SECRETARIAT, context.now,
                          step=str(waited // term * term), cause=report_cause(state))
            )  # fmt: skip
    return nudges
