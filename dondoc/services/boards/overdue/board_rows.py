"""The rows of the board: which ones in which order, and what each says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Float, Select, case, cast, func, select
from sqlmodel import col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import LATE, BoardFilters, DuePart, SortOrder, place_of
from dondoc.services.boards.overdue.officials import by_leader
from dondoc.services.boards.overdue.question import BoardQuestion, unit_names
from dondoc.services.work.checkpoint_queries import RETURNED, returned_of
from dondoc.services.work.responsible import Answering, Officials, officials_on
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from dondoc.store.chunks import chunks
from models.assignment import Assignment, Checkpoint
from models.columns import Amount
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    INDICATOR_OF_ASSIGNMENT,
    REPORT_IN_FORCE,
    VERIFICATION_IN_FORCE,
)
from models.report import ProgressReport
from models.rules.achievement import Expectation, percent_achieved
from models.rules.checkpoints import CheckpointFacts
from models.rules.due import DueFacts, due_facts, due_state, time_left
from models.rules.indicators import Direction
from models.rules.responsibility import Occasion
from models.rules.stages import UNREPORTED, Stage
from models.unit import Unit
from models.verdict import Verification

PAGE = 50
_AT_ONCE = 2000


@dataclass(frozen=True)
class BoardRow:
    """A checkpoint on the board. `days_left`: working days, negative: late.

    `value`: verified, or else of the report that waits. `percent`: of what is expected. `late`:
    it is overdue, or was done late. `undelivered`: the latest word on a product says no.
    `reported_at`: of the report that stands.
    """

    checkpoint_id: int
    ref: str
    title: str
    label: str
    category: str
    unit_id: int
    unit: str
    officials: tuple[Answering, ...]
    shown: DuePart
    late: bool
    due_on: date
    days_left: int
    value: Decimal | None
    expected: Decimal | None
    unit_of_measure: str
    percent: Decimal | None
    asked: date | None
    undelivered: bool = False
    reported_at: datetime | None = None


def page_of(scope: BoardQuestion, filters: BoardFilters, number: int) -> tuple[BoardRow, ...]:
    """The rows of one page; numbers begin with 1."""

    def read() -> tuple[BoardRow, ...]:
        query = sorted_ids(scope, filters).limit(PAGE).offset(PAGE * (number - 1))
        return rows_of(scope, _ids(scope, query))

    return keep(("page", filters, number, *scope.whose), scope.state, read)


def all_of(scope: BoardQuestion, filters: BoardFilters) -> tuple[BoardRow, ...]:
    """Every row, in the same order as on the pages."""
    ids = _ids(scope, sorted_ids(scope, filters))
    return tuple(row for some in chunks(ids, _AT_ONCE) for row in rows_of(scope, some))


def _ids(scope: BoardQuestion, query: Select[Any]) -> list[int]:
    return list(scope.session.connection().scalars(query))


def sorted_ids(scope: BoardQuestion, filters: BoardFilters) -> Select[Any]:
    """The query for the ids in order; what is equal stands by due date, then as it was made."""
    key: Any
    query, due_on = matching(scope, filters), col(Checkpoint.due_on)
    match filters.order:
        case SortOrder.LATE:  # the later it is, the earlier it was due
            key = due_on if filters.down else due_on.desc()
            return query.order_by(key, col(Checkpoint.id))
        case SortOrder.UNIT:
            keys: list[Any] = [col(Unit.rank), col(Unit.id)]
        case SortOrder.INDICATOR:
            keys = [col(Assignment.ref)]
        case SortOrder.OFFICIAL:
            query, name = by_leader(scope, query, filters.shown)
            keys = [name]
        case SortOrder.PERCENT:
            keys = [_ratio()]
    ordered = [key.desc() if filters.down else key for key in keys]
    unknown = (
        [keys[0].is_(None)] if filters.order in (SortOrder.OFFICIAL, SortOrder.PERCENT) else []
    )
    return query.order_by(*unknown, *ordered, due_on, col(Checkpoint.id))


def _value() -> Any:
    """The verified value, or what waits to be verified: what was sent back is no result."""
    verified = (
        select(col(Verification.value))
        .where(VERIFICATION_IN_FORCE.on)
        .correlate(Checkpoint)
        .scalar_subquery()
    )
    value = (
        select(col(ProgressReport.value))
        .where(REPORT_IN_FORCE.on)
        .correlate(Checkpoint)
        .scalar_subquery()
    )
    waits = case((col(Checkpoint.stage) == Stage.REPORTED, value))
    return func.coalesce(verified, waits, type_=Amount)


def _ratio() -> Any:
    value, expected = cast(_value(), Float), cast(col(Checkpoint.expected), Float)
    lower = expected / func.nullif(value, 0)
    return case(
        (col(Indicator.direction) == Direction.LOWER, lower),
        else_=value / func.nullif(expected, 0),
    )


def rows_of(scope: BoardQuestion, ids: Sequence[int]) -> tuple[BoardRow, ...]:
    """What the rows of these checkpoints say, in the order of the ids."""
    query = (
        select(
            col(Checkpoint.id), col(Assignment.id), col(Assignment.ref), col(Checkpoint.label),
            col(Checkpoint.title), col(Indicator.title), col(Indicator.category),
            col(Indicator.unit_of_measure), col(Indicator.direction), col(Assignment.unit_id),
            col(Checkpoint.stage), col(Checkpoint.missing), col(Checkpoint.undelivered),
            col(Checkpoint.due_on),
            col(Checkpoint.extension_asked), col(Checkpoint.expected), col(Checkpoint.reported_at),
            *RETURNED, _value(),
        )
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(among(scope.session, col(Checkpoint.id), ids), scope.viewer.visible())
    )  # fmt: skip
    each_row = {row[0]: row for row in scope.session.connection().execute(query)}
    ours = among(scope.session, col(Assignment.id), {row[1] for row in each_row.values()})
    officials = officials_on(scope.session, ours, scope.today, scope.frame.calendar)
    units = unit_names(scope)
    return tuple(
        _row(scope, each_row[key], officials, units[each_row[key][9]])
        for key in ids
        if key in each_row
    )


def _row(scope: BoardQuestion, columns: Any, officials: Officials, unit: str) -> BoardRow:
    (key, assignment_id, ref, label, title, indicator, category, measure, direction, unit_id,
     stage, missing, undelivered, due_on, asked, expected, reported_at, *returned,
     value) = columns  # fmt: skip
    due = DueFacts(stage, due_on, reported_at, missing, returned_of(*returned), undelivered)
    if (since := scope.since.get(key)) is not None:
        facts = since.item.facts
        due, asked, value = due_facts(facts), since.asked, _value_so_far(facts, value)
    shown = place_of(due, scope.limits)
    return BoardRow(
        checkpoint_id=key,
        ref=f"{ref}/{label}",
        title=indicator,
        label=title,
        category=category,
        unit_id=unit_id,
        unit=unit,
        officials=officials.of(assignment_id, Occasion.of(due)),
        shown=shown,
        late=due_state(due, scope.today, scope.frame.calendar) in LATE,
        due_on=due.due_on,
        days_left=time_left(due, scope.today, scope.frame.calendar),
        value=value,
        expected=expected,
        unit_of_measure=measure,
        percent=percent_achieved(Expectation(expected, direction), value),
        asked=asked,
        undelivered=due.undelivered,
        reported_at=due.reported_at,
    )


def _value_so_far(facts: CheckpointFacts, before: Decimal | None) -> Decimal | None:
    if facts.stage in UNREPORTED:
        return None
    return facts.statement.value if facts.statement is not None else before
