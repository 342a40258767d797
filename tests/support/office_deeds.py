"""What was done in a small office, as a plain list, and on which days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import holidays

ONE_DAY = timedelta(days=1)
SOON_DAYS, RETURN_DAYS, CUT_OFF_DAYS = 7, 5, 5


@dataclass(frozen=True)
class Deed:
    """One act as it was accepted."""

    at: datetime
    act: str
    ref: str
    by: str
    behalf: str | None = None
    value: Decimal | None = None
    delivered: bool | None = None
    new_due: date | None = None

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Planned:
    """A checkpoint as it was assigned."""

    ref: str
    unit: str
    year: int
    opens: date
    due: date
    product: bool
    expected: Decimal | None
    lower: bool
    positions: tuple[str, ...]
    cut_off: int = CUT_OFF_DAYS

    @property
    def assignment(self) -> str:
        return self.ref.partition("/")[0]


class Days:
    """Working days: the public ones, and what the office said of some since."""

    def __init__(self) -> None:
        self.said: dict[date, bool] = {}

    def works(self, day: date) -> bool:
        if day in self.said:
            return self.said[day]
        return _public(day)

    def last(self, due: date) -> date:
        """Due on a day off: in time until the next working day is over."""
        while not self.works(due):
            due += ONE_DAY
        return due

    def after(self, day: date, until: date) -> int:
        """Working days after a day, up to and including another."""
        return sum(self.works(day + ONE_DAY * n) for n in range(1, (until - day).days + 1))

    def ahead(self, day: date, many: int) -> date:
        """The working day that lies so many ahead."""
        while many:
            day += ONE_DAY
            many -= self.works(day)
        return day


@cache
def _calendar() -> Any:
    return holidays.country_holidays("VN", years=range(2025, 2030))


@cache
def _public(day: date) -> bool:
    known = _calendar()
    if day in known.weekend_workdays:
        return True
    return day.isoweekday() < 6 and day not in known
