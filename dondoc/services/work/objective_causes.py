"""What was said of the objective causes of a checkpoint, by whom, with what evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint
from dondoc.services.work.evidence_shown import EvidenceShown
from dondoc.store.bulk import among
from models.objective_cause import CauseEvidence, CauseStatement
from models.person import Person
from models.report import EvidenceFile
from models.rules.checkpoints import Act, local_date
from models.rules.deductions import DeductionFacts, deductions_and_foreseen
from models.rules.objective_causes import Deduction, ShortfallKind
from models.submission import Submission, SubmissionState


@dataclass(frozen=True)
class StatementShown:
    """One act on an objective cause: what was said, by whom and when."""

    act: Act
    at: datetime
    by: str
    on_behalf_of: str
    reason: str
    since: date | None
    files: tuple[EvidenceShown, ...]


@dataclass(frozen=True)
class DeductionShown:
    """A failed review or a lateness, with all that was said of its objective cause.

    `returned`: of a failed review, when and why the report was sent back. `answer_by`: until when
    whoever decides is to have answered, by the rules of the programme.
    """

    facts: DeductionFacts
    statements: tuple[StatementShown, ...]
    returned: tuple[datetime, str] | None
    answer_by: date | None

    @property
    def code(self) -> str:
        """What forms call it."""
        return self.facts.code

    @property
    def asked(self) -> StatementShown | None:
        """The request that stands, or the confirmation of what nobody asked for."""
        for act in (Act.ASK_CAUSE, Act.CONFIRM_CAUSE):
            if told := [each for each in self.statements if each.act is act]:
                return told[-1]
        return None


def deductions_shown(
    session: Session,
    frame: ProgrammeRules,
    checkpoints: Iterable[LoadedCheckpoint],
    today: date,
) -> dict[int, tuple[DeductionShown, ...]]:
    """By checkpoint, in a fixed number of queries; also what somebody foresees or may yet ask."""
    loaded = list(checkpoints)
    statements = _statements(session, [checkpoint.checkpoint.key for checkpoint in loaded])
    returns = returns_of(session, [each.checkpoint.key for each in loaded if each.facts.returns])
    shown = {}
    for each in loaded:
        key = each.checkpoint.key
        shown[key] = tuple(
            DeductionShown(
                facts,
                tuple(statements[key, facts.deduction]),
                _nth(returns[key], facts.deduction),
                _answer_by(frame, facts),
            )
            for facts in deductions_and_foreseen(each.facts, today)
        )
    return shown


def _answer_by(frame: ProgrammeRules, facts: DeductionFacts) -> date | None:
    if facts.cause is None or not facts.cause.waits:
        return None
    return frame.calendar.add(local_date(facts.cause.at), max(frame.rules.verification_days, 1))


def _nth(
    returns: Sequence[tuple[datetime, str]], deduction: Deduction
) -> tuple[datetime, str] | None:
    if deduction.kind is not ShortfallKind.FAILED_REVIEW or deduction.number > len(returns):
        return None
    return returns[deduction.number - 1]


def _statements(
    session: Session, ids: Sequence[int]
) -> dict[tuple[int, Deduction], list[StatementShown]]:
    rows = list(session.connection().execute(_query(session, ids))) if ids else []
    files = _files(session, [row.id for row in rows])
    statements: dict[tuple[int, Deduction], list[StatementShown]] = defaultdict(list)
    for row in rows:
        statement = StatementShown(
            row.act, row.recorded_at, row.full_name or "", row.whose or "", row.reason, row.since,
            tuple(files[row.id]),
        )  # fmt: skip
        statements[row.checkpoint_id, Deduction(row.kind, row.number)].append(statement)
    return statements


def _query(session: Session, ids: Sequence[int]) -> Select[Any]:
    whose = aliased(Person)
    return (
        select(
            col(CauseStatement.id), col(CauseStatement.checkpoint_id), col(CauseStatement.kind),
            col(CauseStatement.number), col(CauseStatement.since), col(Submission.act),
            col(Submission.recorded_at), col(Submission.reason), col(Person.full_name),
            col(whose.full_name).label("whose"),
        )
        .join(Submission, col(Submission.id) == col(CauseStatement.submission_id))
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .outerjoin(whose, col(whose.id) == col(Submission.on_behalf_of_id))
        .where(
            among(session, col(CauseStatement.checkpoint_id), ids),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(CauseStatement.id))
    )  # fmt: skip


def _files(session: Session, ids: Sequence[int]) -> dict[int, list[EvidenceShown]]:
    files: dict[int, list[EvidenceShown]] = defaultdict(list)
    if not ids:
        return files
    query = (
        select(
            col(CauseEvidence.statement_id), col(CauseEvidence.file_id),
            col(CauseEvidence.filename), col(EvidenceFile.size),
        )
        .join(EvidenceFile, col(EvidenceFile.id) == col(CauseEvidence.file_id))
        .where(among(session, col(CauseEvidence.statement_id), ids))
        .order_by(col(CauseEvidence.id))
    )  # fmt: skip
    for statement_id, *file in session.connection().execute(query):
        files[statement_id].append(EvidenceShown(*file))
    return files


def returns_of(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[datetime, str]]]:
    """When and why reports on each were sent back, the first first."""
    returns: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    if not ids:
        return returns
    query = (
        select(col(Submission.checkpoint_id), col(Submission.recorded_at), col(Submission.reason))
        .where(
            among(session, col(Submission.checkpoint_id), ids),
            col(Submission.act) == Act.RETURN,
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )
    for checkpoint_id, at, reason in session.connection().execute(query):
        returns[checkpoint_id].append((at, reason))
    return returns
