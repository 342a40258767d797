"""What waits for the secretariat: reports, requests, silence, and results to be evaluated."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlmodel import col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import BoardFilters, DuePart
from dondoc.services.boards.overdue.own_rows import own_report, own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import LIVE
from models.rules.due_dates import last_silent
from models.rules.stages import Stage

PAGE = 50


class Queue(StrEnum):
    """Reports to verify, requests to decide on, silence to record, results to evaluate."""

    REPORTS = "reports"
    EXTENSIONS = "extensions"
    SILENT = "silent"
    RESULTS = "results"


class QueueRow(NamedTuple):
    """One checkpoint of a queue."""

    checkpoint_id: int
    ref: str


@dataclass(frozen=True)
class QueueUnits:
    """Which units' queue is wanted; None for all."""

    group_id: int | None = None
    unit_id: int | None = None

    def wanted(self, shown: DuePart) -> BoardFilters:
        """The filters of a queue as filters of the overdue board."""
        return BoardFilters(shown=shown, group_id=self.group_id, unit_id=self.unit_id)


def size(scope: BoardQuestion, queue: Queue, only: QueueUnits) -> int:
    """How many wait; of a list that decides many at once without the viewer's own."""
    return _cached_size(scope, queue, only, own=False)


def left_to_others(scope: BoardQuestion, queue: Queue, only: QueueUnits) -> int:
    """How many more wait that are the viewer's own: somebody else decides on these."""
    return _cached_size(scope, queue, only, own=True) if queue in _OWN else 0


def _cached_size(scope: BoardQuestion, queue: Queue, only: QueueUnits, *, own: bool) -> int:
    def read() -> int:
        query = _of(scope, queue, only, own=own).order_by(None).with_only_columns(func.count())
        return scope.session.connection().scalar(query) or 0

    who = scope.viewer.person_id if queue in _OWN else None
    return keep(("queue", queue, only, own, who, *scope.whose), scope.state, read)


def _of(scope: BoardQuestion, queue: Queue, only: QueueUnits, *, own: bool = False) -> Select[Any]:
    query = _QUERIES[queue](scope, only)
    if queue not in _OWN:
        return query
    theirs = _OWN[queue](scope)
    return query.where(theirs if own else ~theirs)


_OWN: dict[Queue, Callable[[BoardQuestion], ColumnElement[bool]]] = {
    Queue.SILENT: own_work,
    Queue.RESULTS: lambda scope: or_(own_work(scope), own_report(scope)),
}
"""Lists of which many are decided at once: what would be refused stands in none of them."""


def places(
    scope: BoardQuestion, queue: Queue, only: QueueUnits, page: int | None = None
) -> list[QueueRow]:
    """The queue in its order, or one page of it (from 1)."""
    query = _of(scope, queue, only)
    if page is not None:
        query = query.limit(PAGE).offset(PAGE * (page - 1))
    columns = (col(Checkpoint.id), col(Assignment.ref), col(Checkpoint.label))
    rows = scope.session.connection().execute(query.with_only_columns(*columns))
    return [QueueRow(key, f"{ref}/{label}") for key, ref, label in rows]


def neighbours(queue: list[QueueRow], ref: str) -> tuple[str | None, str | None]:
    """What stands before and after a reference; what has left the queue is before its first."""
    refs = [row.ref for row in queue]
    if ref not in refs:
        return None, refs[0] if refs else None
    at = refs.index(ref)
    return refs[at - 1] if at else None, refs[at + 1] if at + 1 < len(refs) else None


def _reports(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """The oldest first; what no drain has applied yet is the newest."""
    fresh: Any = among(scope.session, col(Checkpoint.id), scope.since) if scope.since else false()
    return matching(scope, only.wanted(DuePart.WAITING)).order_by(
        case((fresh, 1), else_=0), col(Checkpoint.reported_at), col(Checkpoint.id)
    )


def _extensions(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    return _by_due(matching(scope, only.wanted(DuePart.EXTENSION)))


def _silent(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """Without a report although the cut-off has passed.

    Whose report was sent back, and who waits for an answer to a request, is not silent.
    """
    query = select(col(Indicator.cut_off_days)).distinct()
    query = query.where(col(Indicator.programme_id) == scope.programme.id)
    rows = scope.session.connection().scalars(query).all()
    passed = [_passed(scope, days) for days in rows] or [false()]
    return _by_due(
        matching(scope, only.wanted(DuePart.OVERDUE)).where(
            or_(*passed), _neither_returned_nor_asked(scope)
        )
    )


def _neither_returned_nor_asked(scope: BoardQuestion) -> Any:
    """Nothing was sent back and nothing is asked, as the last drain left it or since."""
    stored = and_(col(Checkpoint.returns) == 0, col(Checkpoint.extension_asked).is_(None))
    if not scope.since:
        return stored
    key = col(Checkpoint.id)
    facts = {number: since.item.facts for number, since in scope.since.items()}
    silent = [fact for fact, each in facts.items() if not each.to_mend and not each.extension_asked]
    return or_(
        and_(stored, ~among(scope.session, key, scope.since)), among(scope.session, key, silent)
    )


def _passed(scope: BoardQuestion, days: int | None) -> Any:
    """Due so early that this many working days are over; None: as the rule set says."""
    column = col(Indicator.cut_off_days)
    usual = scope.frame.rules.cut_off_days if days is None else days
    limit = last_silent(usual, scope.today, scope.frame.calendar)
    alike = column.is_(None) if days is None else column == days
    return and_(alike, col(Checkpoint.due_on) <= limit)


def _results(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """Verified and not evaluated."""
    stored: Any = and_(
        col(Checkpoint.stage) == Stage.VERIFIED,
        *LIVE,
    )
    if scope.since:
        moved = [
            key for key, checkpoint in scope.since.items()
            if checkpoint.place is not None and checkpoint.item.facts.stage is Stage.VERIFIED
        ]  # fmt: skip
        key = col(Checkpoint.id)
        stored = or_(
            and_(stored, ~among(scope.session, key, scope.since)),
            among(scope.session, key, moved),
        )
    return _by_due(matching(scope, only.wanted(DuePart.ALL)).where(stored))


def _by_due(query: Select[Any]) -> Select[Any]:
    return query.order_by(col(Checkpoint.due_on), col(Checkpoint.id))


_QUERIES: dict[Queue, Callable[[BoardQuestion, QueueUnits], Select[Any]]] = {
    Queue.REPORTS: _reports,
    Queue.EXTENSIONS: _extensions,
    Queue.SILENT: _silent,
    Queue.RESULTS: _results,
}
