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
from models.digest import Digest
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


@dataclass(frozen=True)
class CorrectionsRead:
    """`seen`: every correction that this reading knows of, by its submission; the next digest
    lists none of them again. `results`: by checkpoint, what the closed periods do not know yet.
    """

    seen: tuple[int, ...]
    results: Mapping[int, ResultCorrected]


def read_corrections(session: Session, question: FiguresQuestion) -> CorrectionsRead:
    """What was corrected, and what of it is new since the last approved digests of this span."""
    corrections = _corrections(session, question)
    seen = tuple(each.key for each in corrections)
    span = question.quarter.span
    closed = [
        each
        for each in locked_periods(session, question.programme.key)
        if each.as_of <= question.as_of
        and parse_period(each.quarter).span == span
        and parse_period(each.quarter) != question.quarter
    ]
    if not closed or not corrections:
        return CorrectionsRead(seen, {})
    told = _told(session, closed, corrections)
    new = [each for each in corrections if each.key not in told]
    corrected = dict(_in_periods(new, [parse_period(each.quarter) for each in closed]))
    since = max(map(_known_until, closed))
    results = dict(_differing(session, corrected, told, since, question.end)) if corrected else {}
    return CorrectionsRead(seen, results)


def _known_until(closed: WholeDigest) -> datetime:
    """Until when what was recorded stands in it: one of an earlier day knows nothing of later."""
    return min(closed.compiled_at, end_of(closed.as_of))


class _Correction(NamedTuple):
    key: int
    checkpoint_id: int
    due_on: date
    recorded_at: datetime
    reason: str


def _corrections(session: Session, question: FiguresQuestion) -> list[_Correction]:
    query = submissions_of(
        question.programme.key,
        col(Submission.id), col(Submission.checkpoint_id), col(Checkpoint.due_on),
        col(Submission.recorded_at), col(Submission.reason),
    ).where(
        col(Submission.act) == Act.CORRECT,
        col(Submission.state) != SubmissionState.REFUSED,
        col(Submission.recorded_at) < question.end,
    )  # fmt: skip
    rows = session.connection().execute(query.order_by(col(Submission.id)))
    return [_Correction(*row) for row in rows]


def _told(
    session: Session, closed: Sequence[WholeDigest], corrections: Iterable[_Correction]
) -> frozenset[int]:
    """Those that a closed period knows of.

    By what its reading saw: one that was recorded before it may have been committed after it. What
    was kept before that was noted says it by its time.
    """
    noted = col(Digest.figures)["report"]["corrections_seen"]
    query = select(col(Digest.id), noted).where(col(Digest.id).in_([each.key for each in closed]))
    seen = {key or 0: found for key, found in session.connection().execute(query)}
    known = {key for found in seen.values() for key in found or ()}
    untils = [_known_until(each) for each in closed if seen.get(each.key) is None]
    until = max(untils, default=None)
    if until is not None:
        known |= {each.key for each in corrections if each.recorded_at <= until}
    return frozenset(known)


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


def _in_periods(
    corrections: Iterable[_Correction], periods: Sequence[DigestPeriod]
) -> Iterator[tuple[int, tuple[str, datetime, str]]]:
    for each in corrections:
        period = next((period for period in periods if each.due_on in period), None)
        if period is not None:
            yield each.checkpoint_id, (str(period), each.recorded_at, each.reason)


def _differing(
    session: Session, corrected: Corrected, told: Set[int], since: datetime, end: datetime
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
        known = sent in told if act is Act.CORRECT else recorded_at <= since
        (before if known else after)[key] = tuple(result)
    for key, (quarter, at, reason) in corrected.items():
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old != new:
            yield key, ResultCorrected(quarter, local_date(at), reason, old, new)
