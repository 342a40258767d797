"""The one clock: the only place that reads the time. It can be shifted or stopped."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from models.rules.checkpoints import HANOI, local_date


class Clock(Protocol):
    """Says what moment it is; `today` is the day in Viet Nam."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


@dataclass(frozen=True)
class RunningClock:
    """The computer's clock, shifted by a fixed offset (zero in a real installation)."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def today(self) -> date:
        return local_date(self.now())


@dataclass
class StoppedClock:
    """A clock that stands until it is set: a replay, a test, `--as-of`."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return local_date(self.moment)

    def set(self, moment: datetime) -> None:
        """Moves the clock."""
        self.moment = moment


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of a day in Viet Nam."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI).astimezone(UTC)


def year_of_examples() -> int:
    """The year that stands in examples of how a day is written, where no programme's is known."""
    return wall_clock().year


def wall_clock() -> datetime:
    """Real time, whatever the business clock plays: for leases between processes."""
    return datetime.now(UTC)
