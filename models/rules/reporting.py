"""Timeliness of reporting: a figure of its own, whatever became of the report afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from models.rules.calendar import WorkingCalendar
from models.rules.due import DueFacts, has_come, in_time, last_day


@dataclass(frozen=True)
class ReportsCounted:
    """Of checkpoints whose due date has come: how their reports came; the parts sum to `total`.

    `silent`: no report, and the last day in time is over. `open`: none yet, and it is not.
    """

    in_time: int = 0
    late: int = 0
    silent: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """All whose due date has come."""
        return self.in_time + self.late + self.silent + self.open

    def __add__(self, other: "ReportsCounted") -> "ReportsCounted":
        return ReportsCounted(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(self))
        )


def reports_counted(
    checkpoints: Iterable[DueFacts], today: date, calendar: WorkingCalendar
) -> ReportsCounted:
    """Counts those due by a day. A report that was sent back is one that has not come."""
    tally = dict.fromkeys((part.name for part in fields(ReportsCounted)), 0)
    for facts in checkpoints:
        if has_come(facts, today, calendar):
            tally[_how(facts, today, calendar)] += 1
    return ReportsCounted(**tally)


def _how(facts: DueFacts, today: date, calendar: WorkingCalendar) -> str:
    if facts.reported_at is not None:
        return "in_time" if in_time(facts, calendar) else "late"
    return "open" if today <= last_day(facts.due_on, calendar) else "silent"
