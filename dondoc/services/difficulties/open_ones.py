"""The difficulties of a programme at a moment, and how each stands (models.rules.difficulties)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.access import Viewer
from dondoc.services.digest.scene import end_of
from dondoc.services.units import names_on
from models.assignment import Assignment, Checkpoint
from models.person import Person
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import local_date
from models.rules.difficulties import End, Said, Stands, standing
from models.rules.roles import Mandate
from models.rules.stages import Standing
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class Hindrance:
    """A difficulty as it was last said, and how it stands. `since`: said without a break.

    `authors`: who said it, and on whose behalf. `remover`: the unit that can remove it, '' and
    None where none was named.
    """

    difficulty_id: int
    assignment_id: int
    checkpoint_id: int
    ref: str
    unit_id: int
    unit: str
    difficulty: str
    proposal: str
    objective: bool
    said_on: date
    since: date
    end: End
    author: str
    authors: tuple[int, ...]
    remover_id: int | None
    remover: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has removed it and its author has not left it out since."""
        return self.end is End.OPEN and bool(self.difficulty)


def hindrances(
    session: Session, where: ColumnElement[bool], end: datetime, day: date
) -> list[Hindrance]:
    """All difficulties and proposals said before a moment, the newest first.

    `where`: a condition on Assignment; `day`: on which units are named.
    """
    session.flush()
    rows = session.connection().execute(_said(where, end)).all()
    reports = _reports(session, where, end) if rows else {}
    by_assignment: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_assignment[row.assignment_id].append(row)
    units = {row.unit_id for row in rows} | {row.remover_unit_id for row in rows}
    names = names_on(session, day, units - {None}) if rows else {}
    named = {key: one.name for key, one in names.items()}
    made = [
        _hindrance(row, stands, named)
        for key, ones in by_assignment.items()
        for row, stands in _standing(reports[key], ones, end)
    ]
    return sorted(made, key=lambda one: -one.difficulty_id)


def open_hindrances(session: Session, where: ColumnElement[bool], now: datetime) -> list[Hindrance]:
    """Those that are open on the day of a moment, the newest first."""
    today = local_date(now)
    return [one for one in hindrances(session, where, end_of(today), today) if one.is_open]


def within_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Assignments that a viewer sees, and those whose difficulty their unit can remove."""
    routed = (
        select(col(Checkpoint.assignment_id))
        .join(ProgressReport, col(ProgressReport.checkpoint_id) == Checkpoint.id)
        .join(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
        .where(col(Difficulty.remover_unit_id).in_(sorted(viewer.boards)))
    )
    ours = col(Assignment.programme_id) == viewer.programme_id
    return or_(viewer.visible(), ours & col(Assignment.id).in_(routed))


def may_remove(viewer: Viewer, one: Hindrance) -> bool:
    """Whether somebody may say that it is removed: the unit that can, the office, its author."""
    routed = one.remover_id is not None and one.remover_id in viewer.boards
    return routed or viewer.has(Mandate.SECRETARIAT) or viewer.person_id in one.authors


def shown_to(session: Session, viewer: Viewer, now: datetime) -> list[Hindrance]:
    """The open ones that a viewer sees; of what only their unit can remove, nothing else."""
    visible = set(session.connection().scalars(select(col(Assignment.id)).where(viewer.visible())))
    return [
        one
        for one in open_hindrances(session, within_sight(viewer), now)
        if one.assignment_id in visible or may_remove(viewer, one)
    ]


def _standing(reports: Iterable[int], rows: list[Any], end: datetime) -> list[tuple[Any, Stands]]:
    said = {_as_said(row, end): row for row in rows}
    return [(said[one.said], one) for one in standing(list(reports), list(said))]


def _as_said(row: Any, end: datetime) -> Said:
    removed = row.resolved_at is not None and row.resolved_at < end
    day = local_date(row.recorded_at)
    return Said(row.report_id, day, row.difficulty, row.proposal, removed)


def _hindrance(row: Any, stands: Stands, names: dict[int, str]) -> Hindrance:
    return Hindrance(
        difficulty_id=row.id,
        assignment_id=row.assignment_id,
        checkpoint_id=row.checkpoint_id,
        ref=f"{row.ref}/{row.label}",
        unit_id=row.unit_id,
        unit=names.get(row.unit_id, ""),
        difficulty=row.difficulty,
        proposal=row.proposal,
        objective=row.objective,
        said_on=stands.said.day,
        since=stands.since,
        end=stands.end,
        author=row.full_name or "",
        authors=tuple(one for one in (row.actor_id, row.on_behalf_of_id) if one is not None),
        remover_id=row.remover_unit_id,
        remover=names.get(row.remover_unit_id, ""),
    )


def _said(where: ColumnElement[bool], end: datetime) -> Select[Any]:
    author = aliased(Person)
    return (
        select(
            col(Difficulty.id), col(Difficulty.report_id), col(Difficulty.difficulty),
            col(Difficulty.proposal), col(Difficulty.objective), col(Difficulty.remover_unit_id),
            col(Difficulty.resolved_at), col(Checkpoint.assignment_id), col(Checkpoint.label),
            col(ProgressReport.checkpoint_id), col(Assignment.ref), col(Assignment.unit_id),
            col(Submission.recorded_at), col(Submission.actor_id),
            col(Submission.on_behalf_of_id), col(author.full_name),
        )
        .join(ProgressReport, col(ProgressReport.id) == Difficulty.report_id)
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .join(Checkpoint, col(Checkpoint.id) == ProgressReport.checkpoint_id)
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .join(author, col(author.id) == Submission.actor_id, isouter=True)
        .where(
            *_stands(where, end),
            or_(col(Difficulty.difficulty) != "", col(Difficulty.proposal) != ""),
        )
        .order_by(col(Difficulty.id))
    )  # fmt: skip


def _stands(where: ColumnElement[bool], end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        where,
        col(Assignment.standing) == Standing.LIVE,
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) < end,
    )


def _reports(session: Session, where: ColumnElement[bool], end: datetime) -> dict[int, list[int]]:
    """Every report and update on the assignments on which a difficulty was ever said."""
    hindered = (
        select(col(Checkpoint.assignment_id))
        .join(ProgressReport, col(ProgressReport.checkpoint_id) == Checkpoint.id)
        .join(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
    )
    query = (
        select(col(Checkpoint.assignment_id), col(ProgressReport.id))
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .join(Checkpoint, col(Checkpoint.id) == ProgressReport.checkpoint_id)
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .where(*_stands(where, end), col(Assignment.id).in_(hindered))
    )
    found: dict[int, list[int]] = defaultdict(list)
    for assignment_id, report_id in session.connection().execute(query):
        found[assignment_id].append(report_id)
    return found
