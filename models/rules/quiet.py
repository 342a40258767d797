"""Quiet hours: a message that comes in them waits for the next working morning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import HANOI

MORNING = time(7)
"""When a message that waited overnight or over days off goes out at the earliest."""


@dataclass(frozen=True)
class Quiet:
    """From one time of day to another in Viet Nam, over midnight or not; equal ones: none."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> "Quiet":
        """`20:00-06:30`. Raises ValueError for anything else."""
        start, _, end = text.strip().partition("-")
        return cls(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def covers(self, moment: datetime) -> bool:
        """Whether it is quiet at that moment; the end is not quiet any more."""
        now = moment.astimezone(HANOI).time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def waits_until(self, moment: datetime, calendar: WorkingCalendar, working: bool) -> datetime:
        """When a message may go out: at once, or at the first moment after that is not quiet.

        `working`: only on a working day. It is deferred, never dropped: what is held back by
        night or over days off goes out on the next (working) morning.
        """
        day, start = moment.astimezone(HANOI).date(), moment
        while True:
            if not working or calendar.is_working(day):
                if not self.covers(start):
                    return start
                if (end := _at(day, self.end)) > moment:
                    return end
            day += timedelta(days=1)
            start = _at(day, MORNING)


def _at(day: date, of_day: time) -> datetime:
    return datetime.combine(day, of_day, HANOI).astimezone(UTC)
