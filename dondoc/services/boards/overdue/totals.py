"""The figures above the board, which add up, and how many rows each list has."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlmodel import col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.question import BoardQuestion, unit_names
from dondoc.services.work.due_in_sql import due_columns, due_facts_of, readable_groups
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, Checkpoint
from models.rules.due import DueFacts, DueState, due_facts, due_state, is_due_soon
from models.rules.due_parts import LATE, PARTS, STATES, URGED, DuePart, part_of

BARS = 12
"""So many units are shown as bars; the others are one bar together."""


@dataclass(frozen=True)
class Figures:
    """How many checkpoints are in each part. `late`: of the done those that are done late, of
    what else is reported those that are overdue.

    `asked`: of those not verified yet, for how many an extension is asked. `states`: the same
    whole by due state.
    """

    parts: dict[DuePart, int]
    late: dict[DuePart, int]
    asked: int
    states: dict[DueState, int]

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(self.parts.values())

    def of(self, shown: DuePart) -> int:
        """How many rows the list of a part has."""
        if shown is DuePart.ALL:
            return self.total
        if shown is DuePart.TO_URGE:
            return sum(self.parts[part] for part in URGED)
        if shown in STATES:
            return self.states.get(STATES[shown], 0)
        return self.asked if shown is DuePart.EXTENSION else self.parts[shown]


@dataclass(frozen=True)
class UnitBar:
    """How many of the rows are a unit's; `unit_id` None: all units without a bar of their own."""

    unit_id: int | None
    unit: str
    size: int


def figures(scope: BoardQuestion, filters: BoardFilters) -> Figures:
    """The figures of everything that the filters let through, whatever the part and lateness."""
    plain = replace(filters, shown=DuePart.ALL, late=0, order=SortOrder.LATE, down=True)
    key = ("figures", plain, *scope.whose)
    return keep(key, scope.state, lambda: _count(scope, plain))


def count(scope: BoardQuestion, filters: BoardFilters) -> int:
    """How many rows the list has."""
    if filters.late <= 0:
        return figures(scope, filters).of(filters.shown)
    return sum(size for _, size in sizes(scope, filters))


def by_unit(scope: BoardQuestion, filters: BoardFilters) -> tuple[UnitBar, ...]:
    """The rows by unit, the most first."""
    counts, names = sizes(scope, filters), unit_names(scope)
    bars = [UnitBar(unit, names[unit], size) for unit, size in counts[:BARS]]
    rest = sum(size for _, size in counts[BARS:])
    return (*bars, UnitBar(None, "", rest)) if rest else tuple(bars)


def sizes(scope: BoardQuestion, filters: BoardFilters) -> list[tuple[int, int]]:
    """How many of the rows each unit has, the most first."""
    plain = replace(filters, order=SortOrder.LATE, down=True)
    key = ("units", plain, *scope.whose)
    return keep(key, scope.state, lambda: _by_unit(scope, plain))


def _by_unit(scope: BoardQuestion, filters: BoardFilters) -> list[tuple[int, int]]:
    unit, size = col(Assignment.unit_id), func.count()
    query = matching(scope, filters).with_only_columns(unit, size).group_by(unit)
    query = query.order_by(size.desc(), unit)
    return [(key, number) for key, number in scope.session.connection().execute(query)]


def _count(scope: BoardQuestion, filters: BoardFilters) -> Figures:
    """Stored rows are counted in heaps that the rules see alike; the others one by one."""
    parts: Counter[DuePart] = Counter(dict.fromkeys(PARTS, 0))
    late: Counter[DuePart] = Counter()
    states: Counter[DueState] = Counter()
    asking, today, calendar = 0, scope.today, scope.frame.calendar
    for facts, waits, size in [*_group_sizes(scope, filters), *_since(scope, filters)]:
        state = due_state(facts, today, calendar)
        soon = is_due_soon(facts, today, calendar, scope.frame.rules.due_soon_days)
        part = part_of(facts, state, due_soon=soon)
        parts[part] += size
        states[state] += size
        if part in _SOME_LATE and state in LATE:
            late[part] += size
        asking += size if waits else 0
    return Figures(dict(parts), dict(late), asking, dict(states))


_SOME_LATE = (DuePart.WAITING, DuePart.DONE, DuePart.UNDELIVERED)
"""Parts whose name does not say whether they are late."""


def _group_sizes(scope: BoardQuestion, filters: BoardFilters) -> list[tuple[DueFacts, bool, int]]:
    session = scope.session
    keys = (*due_columns(session), col(Checkpoint.extension_asked).is_not(None))
    query = matching(scope, filters).with_only_columns(*keys, func.count()).group_by(*keys)
    if scope.since:
        query = query.where(~among(scope.session, col(Checkpoint.id), scope.since))
    return readable_groups(session, session.connection().execute(query), _group)


def _group(row: Sequence[Any]) -> tuple[DueFacts, bool, int]:
    *values, asked, size = row
    return due_facts_of(values), bool(asked), size


def _since(scope: BoardQuestion, filters: BoardFilters) -> list[tuple[DueFacts, bool, int]]:
    if not scope.since:
        return []
    query = matching(scope, filters)
    query = query.where(among(scope.session, col(Checkpoint.id), scope.since))
    ids = scope.session.connection().scalars(query)
    pending_checkpoints = [scope.since[key] for key in ids]
    return [
        (due_facts(checkpoint.checkpoint.facts), checkpoint.asked is not None, 1)
        for checkpoint in pending_checkpoints
    ]
