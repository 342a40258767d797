"""What is recorded late (absences, discipline, fields led) counts for: no period locked before.

HD 02-HD/BTCTW (secondary): after approval nothing changes backwards. A locked round keeps its
figures; the periods beside it count the days that are theirs. To count them in the locked one as
well, it is reopened with a reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.rules.scoring.periods import DaySpan

ONE_DAY = timedelta(days=1)


def was_known_at(recorded_at: datetime, taken_back_at: datetime | None, moment: datetime) -> bool:
    """Whether something that is recorded and taken back counted at a moment."""
    taken_back = taken_back_at is not None and taken_back_at <= moment
    return recorded_at <= moment and not taken_back


@dataclass(frozen=True)
class RecordedAbsence:
    """An absence, or another fact of days, from when it was recorded until it was taken back.

    `stands`: on the day asked.
    """

    span: DaySpan
    recorded_at: datetime
    taken_back_at: datetime | None
    stands: bool

    def known_at(self, moment: datetime) -> bool:
        """Whether it counted at a moment."""
        return was_known_at(self.recorded_at, self.taken_back_at, moment)


@dataclass(frozen=True)
class LockedPeriod:
    """The days of a round that is locked, and since when."""

    days: DaySpan
    locked_at: datetime


def frozen_by(absence: RecordedAbsence, locked: Iterable[LockedPeriod]) -> list[LockedPeriod]:
    """The locked periods in which the absence counts otherwise than it stands."""
    return [
        each
        for each in locked
        if _within(absence.span, each.days) and absence.known_at(each.locked_at) != absence.stands
    ]


def counted_spans(absence: RecordedAbsence, locked: Sequence[LockedPeriod]) -> list[DaySpan]:
    """The days that count: as it stands, and in each locked period as it stood then."""
    spans = [absence.span] if absence.stands else []
    for each in frozen_by(absence, locked):
        spans = [rest for span in spans for rest in _without(span, each.days)]
        if not absence.stands:
            spans += _within(absence.span, each.days)
    return sorted(spans, key=lambda span: span.first)


def _within(span: DaySpan, days: DaySpan) -> list[DaySpan]:
    first, last = max(span.first, days.first), min(span.last, days.last)
    return [DaySpan(first, last)] if first <= last else []


def _without(span: DaySpan, days: DaySpan) -> list[DaySpan]:
    before = DaySpan(span.first, min(span.last, days.first - ONE_DAY))
    after = DaySpan(max(span.first, days.last + ONE_DAY), span.last)
    return [rest for rest in (before, after) if rest.first <= rest.last]
