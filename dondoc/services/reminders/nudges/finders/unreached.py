"""Finds people whom no message can reach, before a first reminder to them fails."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from dondoc.services.organisation.directory import open_directory
from dondoc.services.reach.reachability import open_routes
from dondoc.services.reminders.nudges.finders.context import NudgePortion, ScanContext
from dondoc.services.reminders.nudges.finders.deadlines import DUE_NEXT
from dondoc.services.reminders.nudges.write import (
    unreachable_cause,
    unreachable_row,
    unreachable_written,
)
from dondoc.services.work.checkpoint_states import of_programme
from dondoc.store.bulk import among
from models.assignment import AssignmentOfficial, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT


def find(context: ScanContext, after: tuple[Any, ...] | None) -> NudgePortion:
    """To the secretariat, once a month for each official with something due before long."""
    routes = open_routes(context.session, context.today)
    lost = {
        position_id: people
        for position_id, holders in open_directory(
            context.session, context.programme, context.today
        ).holders.items()
        if (
            people := [
                holder.person_id
                for holder in holders
                if not routes.reaches(routes.reader(holder.person_id))
            ]
        )
    }
    if not lost:
        return NudgePortion([])
    known_causes = unreachable_written(context.session, context.today)
    rows = {}
    for position_id, checkpoint_id in _due_before_long(context, lost):
        for person_id in lost[position_id]:
            if unreachable_cause(person_id) not in known_causes and person_id not in rows:
                rows[person_id] = unreachable_row(person_id, checkpoint_id, context.now)
    return NudgePortion(list(rows.values()))


def _near(context: ScanContext) -> tuple[Any, ...]:
    """The conditions that a checkpoint is open and due before long."""
    if context.then is None:
        return DUE_NEXT, col(Checkpoint.due_on) <= context.ladders.horizon
    states = (state for state in context.open_then() if state.due_on <= context.ladders.horizon)
    ids = {state.checkpoint_id for state in states}
    return (among(context.session, col(Checkpoint.id), ids),)


def _due_before_long(context: ScanContext, positions: Any) -> Any:
    """The positions among these that answer for something, with the first such checkpoint."""
    query = (
        select(col(AssignmentOfficial.position_id), func.min(col(Checkpoint.id)))
        .join(Checkpoint, col(Checkpoint.assignment_id) == col(AssignmentOfficial.assignment_id))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            *_near(context),
            among(context.session, col(AssignmentOfficial.position_id), positions),
            of_programme(context.programme.key),
        )
        .group_by(col(AssignmentOfficial.position_id))
        .order_by(col(AssignmentOfficial.position_id))
    )
    return context.session.execute(query)
