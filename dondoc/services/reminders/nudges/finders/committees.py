"""Finds units without a steering committee, where nobody answers for urging the work on."""

from typing import Any

from sqlalchemy import select, text
from sqlmodel import Session, col

from dondoc.services.organisation.in_force import not_over
from dondoc.services.organisation.unit_tree import parents_on
from dondoc.services.reminders.nudges.finders.context import NudgePortion, ScanContext
from dondoc.services.reminders.nudges.finders.deadlines import DUE_NEXT
from dondoc.services.reminders.nudges.write import nudge_row
from dondoc.services.work.checkpoint_states import of_programme
from models.assignment import Assignment, Checkpoint
from models.committee import Committee
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.nudge import Nudge, NudgeKind
from models.rules.roles import Audience
from models.rules.unit_tree import nearest
from models.unit import Unit, UnitGroup

SHOULD_HAVE_ONE = "localities"
"""The group of units that set up committees: the districts and cities, later the communes."""


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """To the secretariat, once a month for each unit with work to do."""
    units_written = _units_written(context)
    rows = []
    for unit_id in _without(context):
        if (cause := f"unit:{unit_id}") in units_written:
            continue
        if (checkpoint_id := _open_work(context, unit_id)) is not None:
            rows.append(
                nudge_row(checkpoint_id, NudgeKind.NO_COMMITTEE, Audience.SECRETARIAT, context.now,
                          step=_month(context), cause=cause)
            )  # fmt: skip
    return NudgePortion(rows)


def _without(context: ScanContext) -> list[int]:
    query = (
        select(col(Unit.id))
        .join(UnitGroup, col(UnitGroup.id) == col(Unit.group_id))
        .where(
            col(UnitGroup.code) == SHOULD_HAVE_ONE,
            not_over(Unit.ended_on, context.today),
        )
    )
    founded = with_committee(context.session, context.programme.key, context.today)
    parents = parents_on(context.session, context.today)
    units = {key for key in context.session.scalars(query) if key is not None}
    return sorted(unit for unit in units if nearest(unit, parents, founded.__contains__) is None)


def _open_work(context: ScanContext, unit_id: int) -> int | None:
    """The first open checkpoint of a unit that the database comes upon."""
    if context.then is not None:
        open_then = (state for state in context.open_then() if state.unit_id == unit_id)
        return next((state.checkpoint_id for state in open_then), None)
    query = (
        select(col(Checkpoint.id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            DUE_NEXT,
            col(Assignment.unit_id) == unit_id,
            of_programme(context.programme.key),
        )
        .order_by(col(Assignment.id))
        .limit(1)
    )
    return context.session.scalar(query)


def with_committee(session: Session, programme_id: int, day: Any) -> set[int]:
    """Units that have a committee on a day, or whose decision to found one is dated already."""
    query = select(col(Committee.unit_id)).where(
        col(Committee.programme_id) == programme_id,
        not_over(Committee.dissolved_on, day),
    )
    return set(session.scalars(query))


def _units_written(context: ScanContext) -> set[str]:
    # Written out, not a parameter: SQLite uses a partial index only for its own condition.
    units = select(col(Nudge.cause)).where(text("nudge.kind = 'no_committee'"))
    return set(context.session.scalars(units.where(col(Nudge.step) == _month(context))))


def _month(context: ScanContext) -> str:
    return f"{context.today:%Y-%m}"
