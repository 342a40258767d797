"""The rows of the board: which ones in which order, and what each says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Float, Select, case, cast, func, select
from sqlmodel import col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import BoardFilters, SortOrder
from dondoc.services.boards.overdue.officials import by_leader
from dondoc.services.boards.overdue.question import BoardQuestion, unit_names
from dondoc.services.boards.overdue.telephones import with_telephones
from dondoc.services.work.answering.responsible import officials_on
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoint_rows import rows_of as rows_where
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from dondoc.store.chunks import chunks
from models.assignment import Assignment, Checkpoint
from models.columns import Amount
from models.joins import REPORT_IN_FORCE, VERIFICATION_IN_FORCE
from models.report import ProgressReport
from models.rules.achievement import HUNDRED
from models.rules.stages import Stage
from models.unit import Unit
from models.verdict import Verification

PAGE_SIZE = 50
_BATCH = 2000
MAX_SORTED_ANEW = 5_000
"""So many rows that wait for the drain are put where they belong; usually there is none."""


def page_of(scope: BoardQuestion, filters: BoardFilters, number: int) -> tuple[CheckpointRow, ...]:
    """The rows of one page; numbers begin with 1."""

    def read() -> tuple[CheckpointRow, ...]:
        query = sorted_ids(scope, filters).limit(PAGE_SIZE).offset(PAGE_SIZE * (number - 1))
        return with_telephones(scope, rows_of(scope, _ids(scope, query)))

    return keep(("page", filters, number, *scope.whose), scope.state, read)


def all_of(scope: BoardQuestion, filters: BoardFilters) -> tuple[CheckpointRow, ...]:
    """Every row, in the same order as on the pages."""
    ids = _ids(scope, sorted_ids(scope, filters))
    portions = (with_telephones(scope, rows_of(scope, some)) for some in chunks(ids, _BATCH))
    return tuple(row for rows in portions for row in rows)


def _ids(scope: BoardQuestion, query: Select[Any]) -> list[int]:
    return list(scope.session.connection().scalars(query))


def sorted_ids(scope: BoardQuestion, filters: BoardFilters) -> Select[Any]:
    """The query for the ids in order; what is equal stands by due date, then as it was made.

    Rows stand where they belong by what they say, also where something waits for the drain.
    """
    anew = sorted(scope.since)[:MAX_SORTED_ANEW]
    dates = {key: scope.since[key].checkpoint.facts.due_on for key in anew}
    key: Any
    query, due_on = matching(scope, filters), _as_recorded(dates, col(Checkpoint.due_on))
    match filters.order:
        case SortOrder.LATE:  # the later it is, the earlier it was due
            key = due_on if filters.down else due_on.desc()
            return query.order_by(key, col(Checkpoint.id))
        case SortOrder.WORST:
            keys: list[Any] = [_worst_of_unit(due_on), col(Unit.rank), col(Unit.id)]
        case SortOrder.UNIT:
            keys = [col(Unit.rank), col(Unit.id)]
        case SortOrder.INDICATOR:
            keys = [col(Assignment.ref)]
        case SortOrder.OFFICIAL:
            query, name = by_leader(scope, query, filters.shown)
            keys = [_as_recorded(_keys_of(scope, anew, _leader), name)]
        case SortOrder.PERCENT:
            keys = [_as_recorded(_keys_of(scope, anew, _ratio_of), _ratio())]
    ordered = [key.desc() if filters.down else key for key in keys]
    unknown = (
        [keys[0].is_(None)] if filters.order in (SortOrder.OFFICIAL, SortOrder.PERCENT) else []
    )
    return query.order_by(*unknown, *ordered, due_on, col(Checkpoint.id))


def _worst_of_unit(due_on: Any) -> Any:
    """The earliest due date among a unit's rows."""
    return func.min(due_on).over(partition_by=col(Assignment.unit_id))


def _keys_of(
    scope: BoardQuestion, ids: Sequence[int], key_of: Callable[[CheckpointRow], object]
) -> dict[int, object]:
    """What rows are sorted by on which something was recorded that no drain has dealt with."""
    return {row.checkpoint_id: key_of(row) for row in rows_of(scope, ids)} if ids else {}


def _as_recorded(keys: Mapping[int, object], stored: Any) -> Any:
    """What rows are sorted by: as the last drain left it, except where something waits."""
    return case(keys, value=col(Checkpoint.id), else_=stored) if keys else stored


def _leader(row: CheckpointRow) -> str | None:
    return (row.officials[0].name or None) if row.officials else None


def _ratio_of(row: CheckpointRow) -> float | None:
    return None if row.percent is None else float(row.percent / HUNDRED)


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
    """What is shown of a row, of a limit too: used against allowed."""
    value, expected = cast(_value(), Float), cast(col(Checkpoint.expected), Float)
    return value / func.nullif(expected, 0)


def rows_of(
    scope: BoardQuestion, ids: Sequence[int], *, ended: bool = False
) -> tuple[CheckpointRow, ...]:
    """What the rows of these checkpoints say, in the order of the ids. `ended`: of any standing."""
    key, pending = col(Checkpoint.id), {key: since.checkpoint for key, since in scope.since.items()}
    conditions = (among(scope.session, key, ids), scope.viewer.visible())
    rows = rows_where(
        scope.session, scope.frame, scope.today, *conditions, pending=pending, ended=ended
    )
    _fill(scope, rows)
    by_id = {row.checkpoint_id: row for row in rows}
    return tuple(by_id[key] for key in ids if key in by_id)


def _fill(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> None:
    """Says whose the rows are: of which unit, and of whom."""
    ours = among(scope.session, col(Assignment.id), {row.assignment_id for row in rows})
    officials = officials_on(scope.session, ours, scope.today, scope.frame.calendar)
    units = unit_names(scope)
    for row in rows:
        row.unit = units[row.unit_id]
        row.officials = officials.of(row.assignment_id, row.occasion)
