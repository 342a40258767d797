"""The difficulties of a programme at a moment, and how each stands (models.rules.difficulties)."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from dondoc.services.difficulties.queries import Filed, difficulties_before, filed, removers
from dondoc.services.organisation.units import names_on
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.work.checkpoints import LoadedCheckpoint
from models.assignment import Assignment, Checkpoint
from models.joins import REPORTS_OF_CHECKPOINT
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import end_of, local_date
from models.rules.difficulties import (
    DifficultyStanding,
    DifficultyStatement,
    End,
    Filing,
    Side,
    standing,
)
from models.rules.roles import Mandate


@dataclass(frozen=True)
class Ending:
    """How a difficulty ended, or that it is open: then there is nothing else to say.

    `who`: said that it is removed, in `words`; or filed the report on the checkpoint `label`
    that no longer repeats it.
    """

    how: End
    day: date | None = None
    who: str = ""
    words: str = ""
    label: str = ""


@dataclass(frozen=True)
class OpenDifficulty:
    """A difficulty as it was last said, and how it stands. `since`: said without a break.

    `authors`: who said it, and on whose behalf. `remover`: the unit that can remove it, '' and
    None where none was named.
    """

    difficulty_id: int
    assignment_id: int
    checkpoint_id: int
    ref: str
    title: str
    unit_id: int
    unit: str
    difficulty: str
    proposal: str
    objective: bool
    said_on: date
    since: date
    end: End
    ending: Ending
    author: str
    authors: tuple[int, ...]
    remover_id: int | None
    remover: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has removed it and its author has not left it out since."""
        return self.end is End.OPEN and bool(self.difficulty)


def hindrances(
    session: Session,
    where: ColumnElement[bool],
    end: datetime,
    day: date,
    filing: Filing | None = None,
) -> list[OpenDifficulty]:
    """All difficulties and proposals said before a moment, the newest first.

    `where`: a condition on Assignment; `day`: on which units are named; `filing`: a report that
    is only thought of, and would say none of them.
    """
    session.flush()
    rows = difficulties_before(session, where, end)
    if not rows:
        return []
    reports, by_assignment = filed(session, where, end), _by_assignment(rows)
    units = {row.unit_id for row in rows} | {row.remover_unit_id for row in rows}
    named = {key: name.name for key, name in names_on(session, day, units - {None}).items()}
    standings = [
        (row, stands, reports[key])
        for key, ours in by_assignment.items()
        for row, stands in _standing(reports[key], ours, end, filing)
    ]
    who = removers(session, [row for row, stands, _ in standings if stands.end is End.REMOVED])
    difficulties = [
        _hindrance(row, stands, _ending(row, stands, filings, who), named)
        for row, stands, filings in standings
    ]
    return sorted(difficulties, key=lambda difficulty: -difficulty.difficulty_id)


def _by_assignment(rows: Iterable[Any]) -> dict[int, list[Any]]:
    by_assignment: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_assignment[row.assignment_id].append(row)
    return by_assignment


def open_hindrances(
    session: Session, where: ColumnElement[bool], now: datetime
) -> list[OpenDifficulty]:
    """Those that are open on the day of a moment, the newest first."""
    today = local_date(now)
    return [
        difficulty
        for difficulty in hindrances(session, where, end_of(today), today)
        if difficulty.is_open
    ]


def ended_by_silence(
    session: Session, checkpoint: LoadedCheckpoint, side: Side, now: datetime
) -> list[OpenDifficulty]:
    """The open ones of an item that a report filed now would end, did it not repeat them."""
    ours, today = col(Assignment.id) == checkpoint.assignment.key, local_date(now)
    silent = Filing(sys.maxsize, checkpoint.checkpoint.original_due_on, side)
    after = hindrances(session, ours, end_of(today), today, silent)
    ended = {difficulty.difficulty_id for difficulty in after if difficulty.end is End.LEFT_OUT}
    still = open_hindrances(session, ours, now)
    return [open_difficulty for open_difficulty in still if open_difficulty.difficulty_id in ended]


def within_sight(viewer: Viewer) -> ColumnElement[bool]:
    """Assignments that a viewer sees, and those whose difficulty their unit can remove."""
    routed = (
        select(col(Checkpoint.assignment_id))
        .join(*REPORTS_OF_CHECKPOINT)
        .join(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
        .where(col(Difficulty.remover_unit_id).in_(sorted(viewer.boards)))
    )
    ours = col(Assignment.programme_id) == viewer.programme_id
    return or_(viewer.visible(), ours & col(Assignment.id).in_(routed))


def may_remove(viewer: Viewer, difficulty: OpenDifficulty) -> bool:
    """Whether somebody may say that it is removed: the unit that can, the office, its author."""
    routed = difficulty.remover_id is not None and difficulty.remover_id in viewer.boards
    return routed or viewer.has(Mandate.SECRETARIAT) or viewer.person_id in difficulty.authors


def shown_to(session: Session, viewer: Viewer, now: datetime) -> list[OpenDifficulty]:
    """The open ones that a viewer sees; of what only their unit can remove, nothing else."""
    visible = visible_assignment_ids(session, viewer)
    return [
        difficulty
        for difficulty in open_hindrances(session, within_sight(viewer), now)
        if difficulty.assignment_id in visible or may_remove(viewer, difficulty)
    ]


def visible_assignment_ids(session: Session, viewer: Viewer) -> set[int]:
    """The assignments whose own pages a viewer may open."""
    return set(session.connection().scalars(select(col(Assignment.id)).where(viewer.visible())))


def _standing(
    reports: dict[int, Filed], rows: list[Any], end: datetime, filing: Filing | None
) -> list[tuple[Any, DifficultyStanding]]:
    filings = [report.filing for report in reports.values()] + ([filing] if filing else [])
    by_difficulty = {_statement(row, reports[row.report_id].filing, end): row for row in rows}
    return [
        (by_difficulty[difficulty_standing.statement], difficulty_standing)
        for difficulty_standing in standing(filings, list(by_difficulty))
    ]


def _statement(row: Any, filing: Filing, end: datetime) -> DifficultyStatement:
    removed = row.resolved_at is not None and row.resolved_at < end
    return DifficultyStatement(
        filing, local_date(row.recorded_at), row.difficulty, row.proposal, removed
    )


def _ending(
    row: Any, stands: DifficultyStanding, reports: dict[int, Filed], names: dict[int, str]
) -> Ending:
    if stands.end is End.REMOVED:
        day = local_date(row.resolved_at)
        return Ending(End.REMOVED, day, names.get(row.id, ""), row.resolution)
    if stands.silence is None or stands.silence.report not in reports:
        return Ending(stands.end)
    report = reports[stands.silence.report]
    return Ending(End.LEFT_OUT, report.day, report.author, label=report.label)


def _hindrance(
    row: Any, stands: DifficultyStanding, ending: Ending, names: dict[int, str]
) -> OpenDifficulty:
    return OpenDifficulty(
        difficulty_id=row.id,
        assignment_id=row.assignment_id,
        checkpoint_id=row.checkpoint_id,
        ref=f"{row.ref}/{row.label}",
        title=row.title,
        unit_id=row.unit_id,
        unit=names.get(row.unit_id, ""),
        difficulty=row.difficulty,
        proposal=row.proposal,
        objective=row.objective,
        said_on=stands.statement.day,
        since=stands.since,
        end=ending.how,
        ending=ending,
        author=row.full_name or "",
        authors=tuple(key for key in (row.actor_id, row.on_behalf_of_id) if key is not None),
        remover_id=row.remover_unit_id,
        remover=names.get(row.remover_unit_id, ""),
    )
