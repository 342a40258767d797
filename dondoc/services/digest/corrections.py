"""Late corrections: results of closed periods that were corrected after their digest was approved.

The approved figures stay as they are; the next digest of the same span lists what was changed
since, with what it said before, each correction once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from dondoc.services.digest.late_and_exceeded import ListLookups
from dondoc.services.digest.life import WholeDigest, locked_periods
from dondoc.services.figures.correction_shapes import LateCorrection
from dondoc.services.figures.judgements import JudgedCheckpoint
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.figures.quarter import parse_period
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.checkpoint_queries import submissions_of
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.rules.checkpoints import Act, end_of, local_date
from models.submission import Submission, SubmissionState
from models.verdict import Verification


@dataclass(frozen=True)
class ResultCorrected:
    """What a result was when its period was closed, and what it is since, when and why."""

    quarter: str
    corrected_on: date
    reason: str
    old: tuple[Any, ...]
    new: tuple[Any, ...]


def results_corrected(session: Session, question: FiguresQuestion) -> dict[int, ResultCorrected]:
    """By checkpoint, what was corrected since the last approved digest; nothing where none is."""
    span = question.quarter.span
    closed = [
        each
        for each in locked_periods(session, question.programme.key)
        if each.as_of <= question.as_of
        and parse_period(each.quarter).span == span
        and parse_period(each.quarter) != question.quarter
    ]
    if not closed:
        return {}
    since = max(map(_known_until, closed))
    corrected = _corrected_since(session, question, closed, since)
    return dict(_differing(session, corrected, since, question.end)) if corrected else {}


def _known_until(closed: WholeDigest) -> datetime:
    """Until when what was recorded stands in it: one of an earlier day knows nothing of later."""
    return min(closed.compiled_at, end_of(closed.as_of))


def late_corrections(
    lookups: ListLookups,
    judged: Iterable[JudgedCheckpoint],
    corrected: Mapping[int, ResultCorrected],
) -> tuple[LateCorrection, ...]:
    """Those of these checkpoints, the latest first."""
    found = [
        _row(lookups, each, corrected[each.row.checkpoint_id])
        for each in judged
        if each.row.checkpoint_id in corrected
    ]
    return tuple(sorted(found, key=lambda each: (-each.corrected_on.toordinal(), each.ref)))


def _row(
    lookups: ListLookups, checkpoint: JudgedCheckpoint, corrected: ResultCorrected
) -> LateCorrection:
    (old, old_delivered, old_quality), (new, new_delivered, new_quality) = (
        corrected.old,
        corrected.new,
    )
    row = checkpoint.row
    return LateCorrection(
        ref=row.ref,
        title=lookups.title(checkpoint),
        unit=lookups.names[row.unit_id].name,
        quarter=corrected.quarter,
        corrected_on=corrected.corrected_on,
        reason=corrected.reason,
        old=old,
        new=new,
        old_delivered=old_delivered,
        new_delivered=new_delivered,
        old_quality=old_quality,
        new_quality=new_quality,
        unit_of_measure=lookups.question.indicators[row.indicator_id].unit_of_measure,
    )


Corrected = Mapping[int, tuple[str, datetime, str]]
"""By checkpoint: its period, when it was corrected last, and why."""


def _corrected_since(
    session: Session, question: FiguresQuestion, closed: Iterable[WholeDigest], since: datetime
) -> Corrected:
    periods: list[DigestPeriod] = [parse_period(each.quarter) for each in closed]
    query = submissions_of(
        question.programme.key,
        col(Submission.checkpoint_id), col(Checkpoint.due_on), col(Submission.recorded_at),
        col(Submission.reason),
    ).where(
        col(Submission.act) == Act.CORRECT,
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) > since,
        col(Submission.recorded_at) < question.end,
        or_(*(col(Checkpoint.due_on).between(each.start, each.end) for each in periods)),
    )  # fmt: skip
    rows = session.connection().execute(query.order_by(col(Submission.id)))
    return {
        key: (next(str(each) for each in periods if due_on in each), at, reason)
        for key, due_on, at, reason in rows
    }


def _differing(
    session: Session, corrected: Corrected, since: datetime, end: datetime
) -> Iterator[tuple[int, ResultCorrected]]:
    """The verdict in force when the digest was compiled, and the one now, where they differ."""
    query = (
        select(
            col(Verification.checkpoint_id), col(Submission.recorded_at), col(Verification.value),
            col(Verification.delivered), col(Verification.quality),
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
    for key, recorded_at, *result in session.connection().execute(query):
        (before if recorded_at <= since else after)[key] = tuple(result)
    for key, (quarter, at, reason) in corrected.items():
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old != new:
            yield key, ResultCorrected(quarter, local_date(at), reason, old, new)
