"""Late corrections: results of closed periods that were corrected after their digest was approved.

The approved figures stay as they are; the next digest of the same span lists what was changed
since, with what it said before, each correction once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.digest.life import WholeDigest, locked_periods
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.question import FiguresQuestion
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.digest import Digest
from models.indicator import Indicator
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CHECKPOINT_OF_SUBMISSION,
    INDICATOR_OF_ASSIGNMENT,
)
from models.programme import Programme
from models.rules.checkpoints import Act, end_of, local_date
from models.submission import Submission, SubmissionState
from models.verdict import Verification


@dataclass(frozen=True)
class WorkCorrected:
    """The checkpoint of a result that was corrected, as it is called."""

    programme_id: int
    ref: str
    title: str
    unit_id: int
    unit_of_measure: str


@dataclass(frozen=True)
class ResultCorrected:
    """What a result was when its period was closed, and what it is since, when and why."""

    work: WorkCorrected
    quarter: str
    corrected_on: date
    reason: str
    old: tuple[Any, ...]
    new: tuple[Any, ...]


@dataclass(frozen=True)
class CorrectionsRead:
    """`submissions`: of every correction that this reading knows of; the next digest lists none of
    them again. `results`: by checkpoint, what the closed periods do not know yet.
    """

    submissions: tuple[int, ...]
    results: Mapping[int, ResultCorrected]


def read_corrections(session: Session, question: FiguresQuestion) -> CorrectionsRead:
    """What was corrected, and what of it is new since the last approved digests of this span."""
    programmes = _with_year_before(session, question)
    corrections = _corrections(session, programmes, question.end)
    submissions = tuple(each.key for each in corrections)
    closed = [
        each
        for programme_id in programmes
        for each in locked_periods(session, programme_id)
        if each.as_of <= question.as_of
        and parse_period(each.quarter).span == question.quarter.span
        and parse_period(each.quarter) != question.quarter
    ]
    if not closed or not corrections:
        return CorrectionsRead(submissions, {})
    known = _known_to(session, closed, corrections)
    new = [each for each in corrections if each.key not in known]
    corrected = dict(_in_periods(new, closed))
    since = max(map(_known_until, closed))
    results = dict(_differing(session, corrected, known, since, question.end)) if corrected else {}
    return CorrectionsRead(submissions, results)


def _known_until(closed: WholeDigest) -> datetime:
    """Until when what was recorded stands in it: one of an earlier day knows nothing of later."""
    return min(closed.compiled_at, end_of(closed.as_of))


def _with_year_before(session: Session, question: FiguresQuestion) -> tuple[int, ...]:
    """The programme and that of the year before: what was corrected after its last period was
    closed has no other digest to stand in.
    """
    query = select(col(Programme.id)).where(col(Programme.year) == question.programme.year - 1)
    return (question.programme.key, *(key or 0 for key in session.scalars(query)))


class _Correction(NamedTuple):
    key: int
    checkpoint_id: int
    due_on: date
    recorded_at: datetime
    reason: str
    work: WorkCorrected


def _corrections(session: Session, programmes: Sequence[int], end: datetime) -> list[_Correction]:
    query = (
        select(
            col(Submission.id), col(Submission.checkpoint_id), col(Checkpoint.due_on),
            col(Submission.recorded_at), col(Submission.reason), col(Assignment.programme_id),
            col(Assignment.ref), col(Checkpoint.label), col(Checkpoint.title),
            col(Indicator.title), col(Assignment.unit_id), col(Indicator.unit_of_measure),
        )
        .select_from(Submission)
        .join(*CHECKPOINT_OF_SUBMISSION)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*INDICATOR_OF_ASSIGNMENT)
        .where(
            col(Assignment.programme_id).in_(programmes),
            col(Submission.act) == Act.CORRECT,
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) < end,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip
    return [_correction(*row) for row in session.connection().execute(query)]


def _correction(*row: Any) -> _Correction:
    programme_id, ref, label, step, indicator, unit_id, unit_of_measure = row[5:]
    title = f"{indicator}: {step}" if step and step != indicator else indicator
    work = WorkCorrected(programme_id, f"{ref}/{label}", title, unit_id, unit_of_measure)
    key, checkpoint_id, due_on, recorded_at, reason = row[:5]
    return _Correction(key, checkpoint_id, due_on, recorded_at, reason, work)


def _known_to(
    session: Session, closed: Sequence[WholeDigest], corrections: Iterable[_Correction]
) -> frozenset[int]:
    """Those that a closed period knows of.

    By what its reading saw: one that was recorded before it may have been committed after it. What
    was kept before that was noted says it by its time.
    """
    noted = col(Digest.figures)["report"]["corrections_known"]
    query = select(col(Digest.id), noted).where(col(Digest.id).in_([each.key for each in closed]))
    seen = {key or 0: found for key, found in session.connection().execute(query)}
    known = {key for found in seen.values() for key in found or ()}
    untils = [_known_until(each) for each in closed if seen.get(each.key) is None]
    until = max(untils, default=None)
    if until is not None:
        known |= {each.key for each in corrections if each.recorded_at <= until}
    return frozenset(known)


Corrected = Mapping[int, tuple[WorkCorrected, str, datetime, str]]
"""By checkpoint: what it is, its period, when it was corrected last, and why."""


def _in_periods(
    corrections: Iterable[_Correction], closed: Sequence[WholeDigest]
) -> Iterator[tuple[int, tuple[WorkCorrected, str, datetime, str]]]:
    for each in corrections:
        work = each.work
        ours = (one.quarter for one in closed if one.programme_id == work.programme_id)
        period = next((one for one in ours if each.due_on in parse_period(one)), None)
        if period is not None:
            yield each.checkpoint_id, (work, period, each.recorded_at, each.reason)


def _differing(
    session: Session, corrected: Corrected, known: Set[int], since: datetime, end: datetime
) -> Iterator[tuple[int, ResultCorrected]]:
    """The verdict that the closed periods knew of, and the one now, where they differ."""
    query = (
        select(
            col(Verification.checkpoint_id), col(Submission.id), col(Submission.act),
            col(Submission.recorded_at), col(Verification.value), col(Verification.delivered),
            col(Verification.quality),
        )
        .join(Submission, col(Submission.id) == col(Verification.submission_id))
        .where(
            among(session, col(Verification.checkpoint_id), corrected),
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) < end,
        )
        .order_by(col(Verification.id))
    )  # fmt: skip
    before: dict[int, tuple[Any, ...]] = {}
    after: dict[int, tuple[Any, ...]] = {}
    for key, sent, act, recorded_at, *result in session.connection().execute(query):
        before_it = sent in known if act is Act.CORRECT else recorded_at <= since
        (before if before_it else after)[key] = tuple(result)
    for key, (work, quarter, at, reason) in corrected.items():
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old != new:
            yield key, ResultCorrected(work, quarter, local_date(at), reason, old, new)
