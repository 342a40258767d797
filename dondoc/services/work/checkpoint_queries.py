"""The queries that load checkpoints whole, what their columns hold, and holding their rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col

from dondoc.store.bulk import among, among_bound
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_SUBMISSION,
    INDICATOR_OF_ASSIGNMENT,
    PROGRAMME_OF_ASSIGNMENT,
)
from models.programme import Programme
from models.rules.checkpoints import Act, CheckpointFacts
from models.rules.objective_causes import waiting_since
from models.rules.returned_reports import ReturnedReport, Wait
from models.submission import Submission, SubmissionState

RETURNED = (col(Checkpoint.returned_due_on), col(Checkpoint.returned_report_on))
"""The columns that `returned_of` makes facts of."""


def returned_of(due_on: date | None, reported_on: date | None) -> ReturnedReport | None:
    """The report that was sent back, from its two columns."""
    if due_on is None or reported_on is None:
        return None
    return ReturnedReport(due_on, reported_on)


def waits_of(intervals: str) -> tuple[Wait, ...]:
    """How long returned reports lay, from the column that keeps it."""
    return tuple(Wait(*days) for days in _day_pairs(intervals))


def waits_column(waits: Iterable[Wait]) -> str:
    """The value of the column that `waits_of` reads: intervals as ISO 8601 writes them."""
    return " ".join(f"{wait.reported_on}/{wait.returned_on}" for wait in waits)


def terms_of(intervals: str) -> tuple[ReturnedReport, ...]:
    """The terms that a return ended, from the column that keeps them."""
    return tuple(ReturnedReport(*days) for days in _day_pairs(intervals))


def terms_column(terms: Iterable[ReturnedReport]) -> str:
    """The value of the column that `terms_of` reads."""
    return " ".join(f"{term.due_on}/{term.reported_on}" for term in terms)


def _day_pairs(intervals: str) -> Iterator[tuple[date, date]]:
    for interval in intervals.split():
        first, last = interval.split("/")
        yield date.fromisoformat(first), date.fromisoformat(last)


def columns_of(returned: ReturnedReport | None) -> tuple[date | None, date | None]:
    """The values of the columns RETURNED."""
    return (None, None) if returned is None else (returned.due_on, returned.reported_on)


def columns_of_facts(facts: CheckpointFacts) -> dict[str, Any]:
    """The columns of a checkpoint that tell its facts, without those of the last act's days."""
    returned_due_on, returned_report_on = columns_of(facts.returned)
    return {
        "stage": facts.stage,
        "standing": facts.standing,
        "due_on": facts.due_on,
        "due_revision": facts.due_revision,
        "returns": facts.returns,
        "extension_asked": facts.extension_asked,
        "reported_at": facts.report.recorded_at if facts.report else None,
        "report_id": facts.report.id if facts.report else None,
        "returned_due_on": returned_due_on,
        "returned_report_on": returned_report_on,
        "returned_waits": waits_column(facts.waits),
        "ended_terms": terms_column(facts.ended_terms),
        "missing": facts.missing,
        "undelivered": facts.undelivered,
        "cause_asked_at": waiting_since(facts.causes),
    }


@cache
def _whole() -> Select[Any]:
    """With the moment of the latest progress update, drained or not, beside them."""
    updated_at = (
        select(func.max(col(Submission.recorded_at)))
        .where(
            CHECKPOINT_OF_SUBMISSION.on,
            col(Submission.act) == Act.UPDATE,
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .correlate(Checkpoint)
        .scalar_subquery()
    )
    return (
        select(Checkpoint, Assignment, Indicator, updated_at)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
    )


@cache
def of_checkpoints(postgresql: bool) -> Select[Any]:
    """By the parameter `ids`.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    return _whole().where(among_bound(col(Checkpoint.id), "ids", postgresql=postgresql))


@cache
def of_assignment() -> Select[Any]:
    """By the parameter `assignment`, in the order of its roadmap.

    Kept: putting it together costs (bench/bench_statements.py).
    """
    query = _whole().where(col(Checkpoint.assignment_id) == bindparam("assignment"))
    return query.order_by(col(Checkpoint.rank), col(Checkpoint.due_on))


def submissions_of(programme_id: int, *columns: Any) -> Select[Any]:
    """What was recorded on a programme's checkpoints: a query to which conditions are added."""
    return (
        select(*columns)
        .select_from(Submission)
        .join(*CHECKPOINT_OF_SUBMISSION)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(col(Assignment.programme_id) == programme_id)
    )


def checkpoint_ids(programme_id: int, *conditions: Any) -> Select[Any]:
    """The ids of a programme's checkpoints that meet conditions, also of their assignments."""
    query = select(col(Checkpoint.id)).join(*ASSIGNMENT_OF_CHECKPOINT)
    return query.where(col(Assignment.programme_id) == programme_id, *conditions)


def refs_of(
    session: Session, ids: Iterable[int], *conditions: ColumnElement[bool]
) -> tuple[str, ...]:
    """What people read for these checkpoints, in order; their facts are not looked at.

    With several programmes the year stands behind each: the same reference may be in both.
    `conditions`: only those that meet them, also of their assignments.
    """
    several = select(func.count() > 1).select_from(Programme).scalar_subquery()
    query = (
        select(col(Assignment.ref), col(Checkpoint.label), col(Programme.year), several)
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*PROGRAMME_OF_ASSIGNMENT)
        .where(among(session, col(Checkpoint.id), set(ids)), *conditions)
    )
    rows = session.connection().execute(query)
    return tuple(
        sorted(
            f"{ref}/{label} ({year})" if said else f"{ref}/{label}"
            for ref, label, year, said in rows
        )
    )


def hold_checkpoints(session: Session, ids: Iterable[int]) -> None:
    """Waits for whoever acts on these checkpoints, in one order to avoid deadlocks, and keeps
    others from acting on them until the transaction ends: what is read after it belongs together.

    On PostgreSQL the lock lets others refer to a checkpoint: a scan for reminders need not wait.
    What the session had read of them before is read anew.
    """
    wanted_ids = sorted(set(ids))
    query = select(col(Checkpoint.id)).where(among(session, col(Checkpoint.id), wanted_ids))
    session.scalars(query.order_by(col(Checkpoint.id)).with_for_update(key_share=True)).all()
    for key in wanted_ids:
        known = session.identity_map.get(identity_key(Checkpoint, key))
        if known is not None:
            session.expire(known)
