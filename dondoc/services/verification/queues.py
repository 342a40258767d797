"""What waits for the secretariat: reports, requests, causes, silence, results to evaluate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlmodel import col

from dondoc.services.boards.overdue.conditions import matching
from dondoc.services.boards.overdue.filters import BoardFilters
from dondoc.services.boards.overdue.own_rows import own_report, own_work
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.store.bulk import among
from dondoc.store.cache import keep
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import LIVE
from models.rules.checkpoints import CheckpointFacts
from models.rules.due_dates import last_overdue, last_refusal_over, last_silent
from models.rules.due_parts import DuePart
from models.rules.objective_causes import waiting_since
from models.rules.stages import Stage

PAGE_SIZE = 50


class Queue(StrEnum):
    """Reports to verify, requests, causes, silence to record, and results to evaluate."""

    REPORTS = "reports"
    EXTENSIONS = "extensions"
    CAUSES = "causes"
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
        query = query.limit(PAGE_SIZE).offset(PAGE_SIZE * (page - 1))
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


def _causes(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """With an objective cause that waits for its answer, whoever waits longest first."""
    since: Any = col(Checkpoint.cause_asked_at)
    waits: Any = and_(since.is_not(None), *LIVE)
    fresh: Any = false()
    if scope.since:
        key = col(Checkpoint.id)
        fresh = among(scope.session, key, scope.since)
        moved = [
            number for number, checkpoint in scope.since.items()
            if checkpoint.place is not None and waiting_since(checkpoint.checkpoint.facts.causes)
        ]  # fmt: skip
        waits = or_(and_(waits, ~fresh), among(scope.session, key, moved))
    query = matching(scope, only.wanted(DuePart.ALL)).where(waits)
    return query.order_by(case((fresh, 1), else_=0), since, col(Checkpoint.id))


def _silent(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """Without a report although the cut-off has passed, as the last drain left it or since.

    Whose report was sent back, and who waits for an answer to a request, is not silent.
    """
    condition = _silent_as_stored(scope)
    if scope.since:
        key = col(Checkpoint.id)
        facts = {number: since.checkpoint.facts for number, since in scope.since.items()}
        silent = [number for number, each in facts.items() if _is_silent(each, scope.today)]
        condition = or_(
            and_(condition, ~among(scope.session, key, scope.since)),
            among(scope.session, key, silent),
        )
    return _by_due(matching(scope, only.wanted(DuePart.OVERDUE)).where(condition))


def _is_silent(facts: CheckpointFacts, today: date) -> bool:
    return not facts.to_mend and facts.extension_asked is None and today > facts.cut_off_on


def _silent_as_stored(scope: BoardQuestion) -> ColumnElement[bool]:
    query = select(col(Indicator.cut_off_days)).distinct()
    query = query.where(col(Indicator.programme_id) == scope.programme.id)
    rows = scope.session.connection().scalars(query).all()
    passed = [_passed(scope, days) for days in rows] or [false()]
    over = last_refusal_over(scope.frame.rules.return_days, scope.today, scope.frame.calendar)
    refused_on: Any = col(Checkpoint.refused_on)
    return and_(
        or_(*passed),
        or_(refused_on.is_(None), refused_on <= over),
        col(Checkpoint.returns) == 0,
        col(Checkpoint.extension_asked).is_(None),
    )


def _passed(scope: BoardQuestion, days: int | None) -> Any:
    """Due so early that this many working days are over; None: as the rule set says."""
    column = col(Indicator.cut_off_days)
    usual = scope.frame.rules.cut_off_days if days is None else days
    limit = last_silent(usual, scope.today, scope.frame.calendar)
    alike = column.is_(None) if days is None else column == days
    return and_(alike, col(Checkpoint.due_on) <= limit)


def _results(scope: BoardQuestion, only: QueueUnits) -> Select[Any]:
    """Verified and not evaluated, but for a product that is missing while its time runs.

    Nothing where decisions about people evaluate: what waits then is their round's.
    """
    if scope.frame.rules.by_decision:
        return _by_due(matching(scope, only.wanted(DuePart.ALL)).where(false()))
    over = last_overdue(scope.today, scope.frame.calendar)
    stored: Any = and_(
        col(Checkpoint.stage) == Stage.VERIFIED,
        or_(~col(Checkpoint.undelivered), col(Checkpoint.due_on) <= over),
        *LIVE,
    )
    if scope.since:
        moved = [
            key for key, checkpoint in scope.since.items()
            if checkpoint.place is not None and checkpoint.checkpoint.facts.stage is Stage.VERIFIED
            and not checkpoint.checkpoint.facts.may_yet_come(scope.today)
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
    Queue.CAUSES: _causes,
    Queue.SILENT: _silent,
    Queue.RESULTS: _results,
}
