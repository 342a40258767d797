"""What was reported on an assignment: numbers, narrative, difficulties, evidence, verdicts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.difficulties.open import Ending, hindrances
from dondoc.services.evidence.presence import FileState, glance
from dondoc.services.organisation.units import names_on
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.joins import CHECKPOINT_OF_REPORT
from models.person import Person
from models.report import Difficulty, EvidenceFile, ProgressReport, ReportEvidence
from models.rules.checkpoints import end_of, local_date
from models.rules.indicators import Basis
from models.submission import Submission
from models.verdict import Verdict, Verification


@dataclass(frozen=True)
class ReportedDifficulty:
    """A difficulty. `remover`: the unit that can remove it, '' where none was named.

    `ending`: how it stands now; None of one that a later report says again, or nobody asks after.
    """

    difficulty: str
    proposal: str
    remover: str
    objective: bool
    ending: Ending | None


@dataclass(frozen=True)
class ReportFile:
    """A file of a report, behind `/evidence/{file_id}`. `size` in bytes."""

    file_id: int
    filename: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ReportVerdict:
    """What a verification said of a report."""

    verdict: Verdict
    value: Decimal | None
    note: str


@dataclass(frozen=True)
class ReportView:
    """A report, or an interim update (`final` False)."""

    label: str
    at: datetime
    by: str
    on_behalf_of: str
    final: bool
    value: Decimal | None
    delivered: bool | None
    basis: Basis
    value_as_of: date | None
    narrative: str
    difficulties: tuple[ReportedDifficulty, ...]
    evidence: tuple[ReportFile, ...]
    verdicts: tuple[ReportVerdict, ...]


def reports_of(session: Session, assignment_id: int, now: datetime) -> tuple[ReportView, ...]:
    """The reports on an assignment, the newest first, in a fixed number of queries.

    One of which a value cannot be read is left out, and its checkpoint told.
    """
    stored = session.connection().execute(_query(), {"assignment": assignment_id})
    rows = readable(session, stored, lambda row: row, lambda row: row.checkpoint_id)
    if not rows:
        return ()
    ids = [row.id for row in rows]
    hindered = _difficulties(session, ids, [row.recorded_at for row in rows])
    if hindered:
        _end(session, hindered, assignment_id, now)
    files, verdicts = _evidence(session, ids), _verdicts(session, ids)
    return tuple(
        ReportView(
            label=row.label,
            at=row.recorded_at,
            by=row.full_name,
            on_behalf_of=row.whose or "",
            final=row.final,
            value=row.value,
            delivered=row.delivered,
            basis=row.basis,
            value_as_of=row.value_as_of,
            narrative=row.narrative,
            difficulties=tuple(difficulty for _, difficulty in hindered[row.id]),
            evidence=tuple(files[row.id]),
            verdicts=tuple(verdicts[row.id]),
        )
        for row in rows
    )


def damaged_files(folder: Path, reports: Iterable[ReportView]) -> dict[int, FileState]:
    """Files of the reports that are missing here or were changed, by key; by their size alone."""
    files = {file.file_id: file for report in reports for file in report.evidence}
    states = {key: glance(folder, file.sha256, file.size) for key, file in files.items()}
    return {key: state for key, state in states.items() if state is not FileState.WHOLE}


@cache
def _query() -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    principal = aliased(Person)
    return (
        select(col(ProgressReport.id), col(ProgressReport.checkpoint_id), col(Checkpoint.label),
               col(Submission.recorded_at),
               col(Person.full_name), col(principal.full_name).label("whose"),
               col(ProgressReport.final), col(ProgressReport.value),
               col(ProgressReport.delivered), col(ProgressReport.basis),
               col(ProgressReport.value_as_of), col(ProgressReport.narrative))
        .join(*CHECKPOINT_OF_REPORT)
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(Person, col(Person.id) == col(Submission.actor_id))
        .join(principal, col(principal.id) == col(Submission.on_behalf_of_id), isouter=True)
        .where(col(Checkpoint.assignment_id) == bindparam("assignment"))
        .order_by(col(ProgressReport.id).desc())
    )  # fmt: skip


def _difficulties(
    session: Session, ids: Sequence[int], moments: Sequence[datetime]
) -> dict[int, list[tuple[int, ReportedDifficulty]]]:
    query = select(Difficulty).where(among(session, col(Difficulty.report_id), ids))
    rows = session.scalars(query.order_by(col(Difficulty.id))).all()
    units = {row.remover_unit_id for row in rows if row.remover_unit_id is not None}
    day = local_date(max(moments)) if moments else date.max
    names = names_on(session, day, units) if units else {}
    difficulties: dict[int, list[tuple[int, ReportedDifficulty]]] = defaultdict(list)
    for difficulty in rows:
        remover = names.get(difficulty.remover_unit_id or 0)
        named = remover.name if remover else ""
        reported_difficulty = ReportedDifficulty(
            difficulty.difficulty, difficulty.proposal, named, difficulty.objective, None
        )
        difficulties[difficulty.report_id].append((difficulty.key, reported_difficulty))
    return difficulties


def _end(
    session: Session,
    hindered: dict[int, list[tuple[int, ReportedDifficulty]]],
    assignment_id: int,
    now: datetime,
) -> None:
    """Fills in how each stands, where it was said last."""
    today = local_date(now)
    ours = col(Assignment.id) == assignment_id
    stands = hindrances(session, ours, end_of(today), today)
    endings = {
        open_difficulty.difficulty_id: open_difficulty.ending
        for open_difficulty in stands
        if open_difficulty.difficulty
    }
    for report, difficulties in hindered.items():
        hindered[report] = [
            (key, replace(difficulty, ending=endings.get(key))) for key, difficulty in difficulties
        ]


def _evidence(session: Session, ids: Sequence[int]) -> dict[int, list[ReportFile]]:
    query = (
        select(col(ReportEvidence.report_id), col(ReportEvidence.file_id),
               col(ReportEvidence.filename), col(EvidenceFile.size),
               col(EvidenceFile.sha256))
        .join(EvidenceFile, col(EvidenceFile.id) == col(ReportEvidence.file_id))
        .where(among(session, col(ReportEvidence.report_id), ids))
        .order_by(col(ReportEvidence.id))
    )  # fmt: skip
    files: dict[int, list[ReportFile]] = defaultdict(list)
    for report_id, *file in session.connection().execute(query):
        files[report_id].append(ReportFile(*file))
    return files


def _verdicts(session: Session, ids: Sequence[int]) -> dict[int, list[ReportVerdict]]:
    query = (
        select(col(Verification.report_id), col(Verification.checkpoint_id),
               col(Verification.verdict), col(Verification.value), col(Verification.note))
        .where(among(session, col(Verification.report_id), ids))
        .order_by(col(Verification.id))
    )  # fmt: skip
    verdicts: dict[int, list[ReportVerdict]] = defaultdict(list)
    stored = session.connection().execute(query)
    for report_id, _, *fields in readable(session, stored, tuple, lambda row: row.checkpoint_id):
        verdicts[report_id].append(ReportVerdict(*fields))
    return verdicts
