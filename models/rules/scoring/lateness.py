"""The latenesses of a checkpoint: each term that ran out before its report came is one.

A return with another date begins a new term: what was late before it stays late, and a second
report that comes late again is a second lateness (Decree 335/2025/NĐ-CP: each time).
"""

from dataclasses import dataclass
from datetime import date

from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.due import DueFacts, came_late, days_late, days_left, in_time, last_day


@dataclass(frozen=True)
class LateTerm:
    """One lateness: when it was due and came (None: without a report), by how many working days."""

    due_on: date
    reported_on: date | None
    days: int


def late_terms(facts: DueFacts, today: date, calendar: WorkingCalendar) -> tuple[LateTerm, ...]:
    """Of work that was done, the earliest first; nothing of what came in time."""
    if in_time(facts, calendar):
        return ()
    came = None if facts.reported_at is None else local_date(facts.reported_at)
    all_days, back = days_late(facts, today, calendar), facts.returned
    if back is None or not came_late(back, calendar):
        return (LateTerm(facts.due_on, came, all_days),)
    if back.due_on == facts.due_on:
        return (LateTerm(back.due_on, back.reported_on, all_days),)
    before = max(0, -days_left(back.due_on, back.reported_on, calendar))
    first = LateTerm(back.due_on, back.reported_on, before)
    if came is not None and came <= last_day(facts.due_on, calendar):
        return (first,)
    return (first, LateTerm(facts.due_on, came, all_days - before))
