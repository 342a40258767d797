"""What whoever decides about a date should have in sight of the work: all that happened to it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.difficulties.open import OpenDifficulty, hindrances
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.evidence_shown import EvidenceShown
from dondoc.services.work.objective_causes import returns_of
from dondoc.services.work.reminders_counted import RemindersCounted, reminded_of
from dondoc.store.bulk import among
from models.assignment import Assignment
from models.person import Person
from models.report import EvidenceFile
from models.rules.checkpoints import Act, end_of, local_date
from models.submission import Submission, SubmissionEvidence, SubmissionState

_DECISIONS = (Act.CHANGE_DUE, Act.REFUSE_EXTENSION)


@dataclass(frozen=True)
class AskedExtension:
    """What a request says: who asked, when, for which date, why, with which files."""

    submission_id: int
    at: datetime
    by: str
    asked: date | None
    reason: str
    files: tuple[EvidenceShown, ...] = ()


@dataclass(frozen=True)
class EarlierRequest:
    """A request that waits no more. `granted`: the date that came of it, None for a refusal.

    `decided_at`: None where a report in time ended it, so that nobody had to decide.
    """

    request: AskedExtension
    granted: date | None = None
    decided_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True)
class ItemHistory:
    """Of one checkpoint: the `requests` that wait no more, the oldest first, and the last that may.

    `returns`: when and why its reports were sent back. `difficulties`: of its assignment, those
    that nobody has removed. `asked_late`: the last request came when its date was over already.
    """

    requests: tuple[EarlierRequest, ...]
    last: AskedExtension | None
    returns: tuple[tuple[datetime, str], ...]
    reminders: RemindersCounted
    difficulties: tuple[OpenDifficulty, ...]
    asked_late: bool = False


def histories(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> dict[int, ItemHistory]:
    """By checkpoint, in a fixed number of queries."""
    session, ids = scope.session, [row.checkpoint_id for row in rows]
    if not ids:
        return {}
    answered, waiting = _requests(session, ids)
    returns, reminders = returns_of(session, ids), reminded_of(session, ids)
    ours = among(session, col(Assignment.id), {row.assignment_id for row in rows})
    open_ones: dict[int, list[OpenDifficulty]] = defaultdict(list)
    for one in hindrances(session, ours, end_of(scope.today), scope.today):
        if one.is_open:
            open_ones[one.assignment_id].append(one)
    return {
        row.checkpoint_id: ItemHistory(
            tuple(answered[row.checkpoint_id]),
            waiting.get(row.checkpoint_id),
            tuple(returns[row.checkpoint_id]),
            reminders[row.checkpoint_id],
            tuple(open_ones[row.assignment_id]),
            row.checkpoint_id in waiting
            and local_date(waiting[row.checkpoint_id].at) > row.last_day,
        )
        for row in rows
    }


def _requests(
    session: Session, ids: Sequence[int]
) -> tuple[dict[int, list[EarlierRequest]], dict[int, AskedExtension]]:
    """Each request with the decision that came next, and the last one without any.

    A report is returned once its request is decided, and nobody asks twice: what another request
    or a return comes after was ended by a report in time.
    """
    rows = list(session.connection().execute(_query(session, ids)))
    files = _files(session, [row.id for row in rows if row.act == Act.ASK_EXTENSION])
    waiting: dict[int, AskedExtension] = {}
    answered: dict[int, list[EarlierRequest]] = defaultdict(list)
    for row in rows:
        key, request = row.checkpoint_id, waiting.pop(row.checkpoint_id, None)
        if request is not None and row.act in _DECISIONS:
            granted = row.new_due_on if row.act == Act.CHANGE_DUE else None
            answered[key].append(EarlierRequest(request, granted, row.recorded_at, row.reason))
        elif request is not None:
            answered[key].append(EarlierRequest(request))
        if row.act == Act.ASK_EXTENSION:
            waiting[key] = AskedExtension(
                row.id, row.recorded_at, row.full_name or "", row.new_due_on, row.reason,
                tuple(files[row.id]),
            )  # fmt: skip
    return answered, waiting


def _query(session: Session, ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            col(Submission.id), col(Submission.checkpoint_id), col(Submission.act),
            col(Submission.recorded_at), col(Submission.new_due_on), col(Submission.reason),
            col(Person.full_name),
        )
        .outerjoin(Person, col(Person.id) == col(Submission.actor_id))
        .where(
            among(session, col(Submission.checkpoint_id), ids),
            col(Submission.act).in_((Act.ASK_EXTENSION, Act.RETURN, *_DECISIONS)),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip


def _files(session: Session, ids: Sequence[int]) -> dict[int, list[EvidenceShown]]:
    files: dict[int, list[EvidenceShown]] = defaultdict(list)
    query = (
        select(
            col(SubmissionEvidence.submission_id), col(SubmissionEvidence.file_id),
            col(SubmissionEvidence.filename), col(EvidenceFile.size),
        )
        .join(EvidenceFile, col(EvidenceFile.id) == col(SubmissionEvidence.file_id))
        .where(among(session, col(SubmissionEvidence.submission_id), ids))
        .order_by(col(SubmissionEvidence.id))
    )  # fmt: skip
    for submission_id, *file in session.connection().execute(query):
        files[submission_id].append(EvidenceShown(*file))
    return files
