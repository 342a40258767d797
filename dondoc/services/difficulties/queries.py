"""What the database knows of difficulties: who said them, in which report, who removed them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.work.changed_by_plan import assignment_was_live
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_REPORT,
    INDICATOR_OF_ASSIGNMENT,
    REPORTS_OF_CHECKPOINT,
)
from models.person import Person
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import local_date
from models.rules.difficulties import Filing, side_of
from models.rules.roles import Role
from models.submission import Submission, SubmissionState


class Filed(NamedTuple):
    """A report or an update, with who filed it when, and on which checkpoint."""

    filing: Filing
    day: date
    label: str
    author: str


def difficulties_before(session: Session, where: ColumnElement[bool], end: datetime) -> list[Any]:
    """The difficulties and proposals said before a moment, the earliest first."""
    author = aliased(Person)
    query = (
        select(
            col(Difficulty.id), col(Difficulty.report_id), col(Difficulty.difficulty),
            col(Difficulty.proposal), col(Difficulty.objective), col(Difficulty.remover_unit_id),
            col(Difficulty.resolved_at), col(Difficulty.resolution),
            col(Checkpoint.assignment_id), col(Checkpoint.label),
            col(ProgressReport.checkpoint_id), col(Assignment.ref), col(Assignment.unit_id),
            col(Submission.recorded_at), col(Submission.actor_id),
            col(Submission.on_behalf_of_id), col(author.full_name), col(Indicator.title),
        )
        .join(ProgressReport, col(ProgressReport.id) == Difficulty.report_id)
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .join(*CHECKPOINT_OF_REPORT)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .join(author, col(author.id) == Submission.actor_id, isouter=True)
        .where(
            *_stands(where, end),
            or_(col(Difficulty.difficulty) != "", col(Difficulty.proposal) != ""),
        )
        .order_by(col(Difficulty.id))
    )  # fmt: skip
    return list(session.connection().execute(query))


def filed(
    session: Session, where: ColumnElement[bool], end: datetime
) -> dict[int, dict[int, Filed]]:
    """Every report and update on the assignments on which a difficulty was ever said."""
    reports: dict[int, dict[int, Filed]] = defaultdict(dict)
    for (
        assignment_id,
        report_id,
        period,
        label,
        roles,
        moment,
        name,
    ) in session.connection().execute(_reports(where, end)):
        held = frozenset(Role(row) for row in roles.split(",") if row)
        filing = Filing(report_id, period, side_of(held))
        reports[assignment_id][report_id] = Filed(filing, local_date(moment), label, name or "")
    return reports


def _reports(where: ColumnElement[bool], end: datetime) -> Select[Any]:
    hindered = (
        select(col(Checkpoint.assignment_id))
        .join(*REPORTS_OF_CHECKPOINT)
        .join(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
    )
    return (
        # A due date that was moved makes no checkpoint a later one.
        select(
            col(Checkpoint.assignment_id), col(ProgressReport.id), col(Checkpoint.original_due_on),
            col(Checkpoint.label), col(Submission.roles), col(Submission.recorded_at),
            col(Person.full_name),
        )
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .join(*CHECKPOINT_OF_REPORT)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(Person, col(Person.id) == Submission.actor_id, isouter=True)
        .where(*_stands(where, end), col(Assignment.id).in_(hindered))
    )  # fmt: skip


def _stands(where: ColumnElement[bool], end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        where,
        assignment_was_live(end),
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) < end,
    )


def removers(session: Session, removed: Iterable[Any]) -> dict[int, str]:
    """Who said that each of these rows is removed, as history has it."""
    rows = list(removed)
    if not rows:
        return {}
    query = (
        select(col(Event.data), col(Person.full_name))
        .join(Person, col(Person.id) == Event.actor_id)
        .where(
            col(Event.kind) == EventKind.RECORDED,
            col(Event.checkpoint_id).in_({row.checkpoint_id for row in rows}),
        )
        .order_by(col(Event.id))
    )
    result_rows = session.connection().execute(query)
    return {data["difficulty"]: name for data, name in result_rows if "removed" in data}
