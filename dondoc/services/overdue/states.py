"""Which checkpoints are in a due state: by the rule itself, so that a list is what was counted."""

from collections import defaultdict
from functools import cache

from sqlalchemy import select
from sqlmodel import col

from dondoc.services.item_queries import RETURNED, returned_of
from dondoc.services.overdue.kept import keep
from dondoc.services.overdue.scope import Scope
from dondoc.services.overdue.wanted import STATES, Shown
from dondoc.services.status import noon_of, reported_day
from models.assignment import Assignment, Checkpoint
from models.rules.due import DueFacts, DueState, due_facts, due_state
from models.rules.stages import Standing


def ids_in_state(scope: Scope, shown: Shown) -> list[int]:
    """The live checkpoints of the programme in a due state, whoever may see them."""
    key = ("states", scope.whose[0], scope.programme.id, scope.today, scope.limits)
    return keep(key, scope.state, lambda: _judged(scope)).get(STATES[shown], [])


def _judged(scope: Scope) -> dict[DueState, list[int]]:
    """By what the last drain left, and of what was recorded since by what it will be."""
    found: dict[DueState, list[int]] = defaultdict(list)

    @cache  # thousands of checkpoints are alike
    def judge(facts: DueFacts) -> DueState:
        return due_state(facts, scope.today, scope.frame.calendar)

    for key, facts in _stored(scope):
        if key not in scope.since:
            found[judge(facts)].append(key)
    for key, one in scope.since.items():
        if one.place is not None:
            found[judge(due_facts(one.item.facts))].append(key)
    return dict(found)


def _stored(scope: Scope) -> list[tuple[int, DueFacts]]:
    query = (
        select(
            col(Checkpoint.id), col(Checkpoint.stage), col(Checkpoint.due_on),
            reported_day(scope.session), col(Checkpoint.missing), col(Checkpoint.undelivered),
            *RETURNED,
        )
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .where(
            col(Assignment.programme_id) == scope.programme.id,
            col(Assignment.standing) == Standing.LIVE,
            col(Checkpoint.standing) == Standing.LIVE,
        )
        .order_by(col(Checkpoint.id))
    )  # fmt: skip
    rows = scope.session.connection().execute(query)
    return [
        (key or 0, DueFacts(stage, due_on, noon_of(day), missing, returned_of(*back), undelivered))
        for key, stage, due_on, day, missing, undelivered, *back in rows
    ]
