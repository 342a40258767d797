"""Working days worked out a second time."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays
from sqlalchemy import Engine, text

ONE_DAY = timedelta(days=1)
_DAYS_OFF = text("SELECT day, working FROM calendar_day")


@dataclass(frozen=True)
class Calendar:
    """Working days: Monday to Friday but for public holidays, worked Saturdays, and the overlay."""

    off: frozenset[date]
    worked: frozenset[date]

    def works(self, day: date) -> bool:
        return day in self.worked or (day.isoweekday() < 6 and day not in self.off)

    def last_day(self, due_on: date) -> date:
        while not self.works(due_on):
            due_on += ONE_DAY
        return due_on

    def days_until(self, day: date, today: date) -> int:
        """Working days after today up to and including the day."""
        return _days_until(self, day, today)


@cache
def _days_until(calendar: Calendar, day: date, today: date) -> int:
    return sum(calendar.works(today + ONE_DAY * n) for n in range(1, (day - today).days + 1))


def calendar_of(engine: Engine, year: int) -> Calendar:
    """The days around a year, with what the office entered itself."""
    known = holidays.country_holidays("VN", years=range(year - 1, year + 3))
    off, worked = set(known), set(known.weekend_workdays)
    with engine.connect() as connection:
        for day, working in connection.execute(_DAYS_OFF):
            (off.discard if working else off.add)(as_day(day))
            (worked.add if working else worked.discard)(as_day(day))
    return Calendar(frozenset(off), frozenset(worked))


def as_day(found: Any) -> date:
    return date.fromisoformat(str(found)[:10])
