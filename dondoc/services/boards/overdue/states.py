"""Which checkpoints are in a due state: by the rule itself, so that a list is what was counted."""

from collections import defaultdict
from functools import cache

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_queries import RETURNED
from dondoc.services.work.due_in_sql import due_columns, due_facts_of
from dondoc.services.work.unreadable import readable
from dondoc.store.cache import keep
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE
from models.rules.due import DueFacts, DueState, due_facts, due_state, time_left
from models.rules.due_parts import STATES, DuePart
from models.rules.stages import UNREPORTED


def ids_in_state(scope: BoardQuestion, shown: DuePart) -> list[int]:
    """The live checkpoints of the programme in a due state, whoever may see them."""
    return [checkpoint for checkpoint, _ in _cached_states(scope).get(STATES[shown], [])]


def ids_late(scope: BoardQuestion, least: int) -> list[int]:
    """The overdue ones that are late by so many working days, as their rows say it."""
    overdue = _cached_states(scope).get(DueState.OVERDUE, [])
    return [checkpoint for checkpoint, left in overdue if -left >= least]


def ids_late_before(scope: BoardQuestion, least: int) -> list[int]:
    """The open ones that are so late with the days before their report was sent back."""
    key = ("sent back", scope.whose[0], scope.programme.id)
    sent_back = keep(key, scope.state, lambda: _stored(scope, *_SENT_BACK))
    return [checkpoint for checkpoint, facts in sent_back if is_late_by(scope, facts, least)]


_SENT_BACK = (RETURNED[1].is_not(None), col(Checkpoint.stage).in_(sorted(UNREPORTED)))


def is_late_by(scope: BoardQuestion, facts: DueFacts, least: int) -> bool:
    """Whether it is late by so many working days, as its row says it."""
    return -time_left(facts, scope.today, scope.frame.calendar) >= least


def _cached_states(scope: BoardQuestion) -> dict[DueState, list[tuple[int, int]]]:
    key = ("states", scope.whose[0], scope.programme.id, scope.today, scope.limits)
    return keep(key, scope.state, lambda: _judged(scope))


def _judged(scope: BoardQuestion) -> dict[DueState, list[tuple[int, int]]]:
    """With the days left, by what the last drain left, and since by what will be."""
    groups: dict[DueState, list[tuple[int, int]]] = defaultdict(list)

    @cache  # thousands of checkpoints are alike
    def judge(facts: DueFacts) -> tuple[DueState, int]:
        today, calendar = scope.today, scope.frame.calendar
        return due_state(facts, today, calendar), time_left(facts, today, calendar)

    for key, facts in _stored(scope):
        if key not in scope.since:
            state, left = judge(facts)
            groups[state].append((key, left))
    for key, checkpoint in scope.since.items():
        if checkpoint.place is not None:
            state, left = judge(due_facts(checkpoint.checkpoint.facts))
            groups[state].append((key, left))
    return dict(groups)


def _stored(scope: BoardQuestion, *where: ColumnElement[bool]) -> list[tuple[int, DueFacts]]:
    query = (
        select(col(Checkpoint.id), *due_columns(scope.session))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == scope.programme.id,
            *LIVE,
            *where,
        )
        .order_by(col(Checkpoint.id))
    )
    rows = scope.session.connection().execute(query)
    return readable(
        scope.session,
        rows,
        lambda row: (row[0] or 0, due_facts_of(row[1:])),
        lambda row: row[0],
    )
