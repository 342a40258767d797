"""Finds assignments that nobody has acknowledged in time."""

from datetime import date
from typing import Any

from sqlalchemy import Select, text
from sqlmodel import col

from dondoc.services.reminders.nudges.finders.context import (
    NudgePortion,
    ScanContext,
    more,
    portion,
)
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import (
    as_states,
    of_programme,
    select_states,
    with_acknowledged,
)
from models.joins import NUDGES_OF_CHECKPOINT
from models.nudge import Nudge, NudgeKind
from models.rules.ladder import Firmness
from models.rules.roles import Audience

_STEPS = ((1, Audience.LEAD), (2, Audience.UNIT_HEAD))
_TERMS_BACK = 6
"""How many terms after the greeting the scan still looks, if it did not run in time."""


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """To the official once the term has passed, to the head of the unit after another one.

    One step an item: what a scan that did not run has missed falls together into the latest.
    """
    term = max(context.frame.rules.acknowledge_days, 1)
    calendar, today = context.frame.calendar, context.today
    rows = context.session.execute(portion(_query(context, term), (col(Nudge.id),), after)).all()
    days: dict[int, date] = {row[0]: row[-1] for row in rows}
    states = context.brought(as_states(context.session, rows))
    states = with_acknowledged(context.session, states, states, context.acts_until)
    terms = {day: calendar.between(day, today) // term for day in set(days.values())}
    nudges: list[dict[str, Any]] = []
    for key, state in states.items():
        # What is overdue is urged on by the ladder; that nobody took it on says no more.
        if state.unreported and not state.acknowledged and state.due_on >= today:
            number, audience = _STEPS[min(terms[days[key]], len(_STEPS)) - 1]
            nudges.append(
                nudge_row(key, NudgeKind.NOT_ACKNOWLEDGED, audience, context.now,
                          step=str(number * term), cause="assigned", firmness=Firmness.URGE)
            )  # fmt: skip
    return NudgePortion(nudges, len(rows), more(rows, lambda row: (row[-2],)))


def _query(context: ScanContext, term: int) -> Select[Any]:
    calendar, today = context.frame.calendar, context.today
    query = select_states(col(Nudge.id), col(Nudge.decided_on)).where(
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        text("nudge.kind = 'assigned'"),
        col(Nudge.decided_on) > calendar.add(today, -term * _TERMS_BACK),
        col(Nudge.decided_on) <= calendar.add(today, -term),
        of_programme(context.programme.key),
    )
    return query.join(*NUDGES_OF_CHECKPOINT)
