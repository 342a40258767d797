"""Until when each step of a round is expected: proposed by working days, fixed by the office."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dondoc.services.evaluation.course.errors import LabelledError
from dondoc.services.figures.periods import DigestPeriod
from models.rules.calendar import WorkingCalendar

SELF, COMMENT, PROPOSAL, DECISION = 5, 10, 15, 20
"""Working days after the period's end."""

REQUEST_DAYS, ANSWER_DAYS = 7, 10
"""Working days of a re-assessment. No time limit was found in Decree 335/2025/NĐ-CP; a commune
proposes seven for asking (secondary), and nobody was seen to fix one for answering."""

MAX_DAYS = 60
"""Working days of a re-assessment, at most."""


@dataclass(frozen=True)
class DueDays:
    """The last days of the steps, and the working days of a re-assessment."""

    self_until: date
    comment_until: date
    proposal_until: date
    decision_until: date
    request_days: int = REQUEST_DAYS
    answer_days: int = ANSWER_DAYS


def proposed_days(period: DigestPeriod, calendar: WorkingCalendar, today: date) -> DueDays:
    """Five working days for each step from the end of the period, or from today where that is over.

    The year: so that the decision is taken before 15 December (Decree 335/2025/NĐ-CP), as long as
    there is a working day for each step until then.
    """
    if period.span == "year":
        return _of_year(calendar, period.year, today)
    over = max(period.end, today - timedelta(days=1))
    return _days(calendar, over)


def decree_day(year: int) -> date:
    """The day before which a year is evaluated (Decree 335/2025/NĐ-CP)."""
    return date(year, 12, 15)


def _of_year(calendar: WorkingCalendar, year: int, today: date) -> DueDays:
    """Five working days for each step back from the last day; fewer each where less are left."""
    last, steps = calendar.add(decree_day(year), -1), (SELF, COMMENT, PROPOSAL, DECISION)
    before = today - timedelta(days=1)
    left = calendar.between(before, last) if today <= last else 0
    if left >= DECISION:
        return _days(calendar, calendar.add(last, -DECISION))
    if left < len(steps):
        return _days(calendar, before)
    spread = [calendar.add(before, left * count // DECISION) for count in steps]
    return DueDays(spread[0], spread[1], spread[2], spread[3])


def _days(calendar: WorkingCalendar, start: date) -> DueDays:
    steps = (SELF, COMMENT, PROPOSAL, DECISION)
    first, second, third, last = (calendar.add(start, count) for count in steps)
    return DueDays(first, second, third, last)


STEP_DAYS = ("self_until", "comment_until", "proposal_until", "decision_until")
"""The last days of the steps, in their order."""


def days_faults(days: DueDays, unread: Collection[str], today: date) -> Iterator[LabelledError]:
    """Days that are over or do not follow one another, numbers of days that cannot be.

    `unread`: of which days nobody knows what they are.
    """
    known = [(name, getattr(days, name)) for name in STEP_DAYS if name not in unread]
    for name, day in known:
        if day < today:
            label = f"evaluation.rounds.column.{name}"
            yield LabelledError(name, label, "evaluation.round.error.day_over", day=day)
    for (_, before), (name, day) in pairwise(known):
        if day < before:
            label = f"evaluation.rounds.column.{name}"
            yield LabelledError(name, label, "evaluation.round.error.days_order", before=before)
    for name in ("request_days", "answer_days"):
        if not 1 <= getattr(days, name) <= MAX_DAYS:
            label, key = f"evaluation.rounds.{name}", "evaluation.round.error.count_of_days"
            yield LabelledError(name, label, key, most=MAX_DAYS)
