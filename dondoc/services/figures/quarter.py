"""A quarter of a year, as people type it and as the calendar knows it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.clock import year_of_examples
from dondoc.errors import BadInput

_TYPED = re.compile(
    r"(?P<year>\d{4})-?[Qq](?P<number>[1-4])|[Qq](?P<first>[1-4])[-/](?P<then>\d{4})"
)
DIGEST_AFTER_DAYS = 10
"""A quarter is reported on some days after its end, when its last reports are verified."""

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Quarter:
    """The `number`th quarter (1 to 4) of a year."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has no quarter {self.number}")

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        year, month = (self.year + 1, 1) if self.number == 4 else (self.year, 3 * self.number + 1)
        return date(year, month, 1) - timedelta(days=1)

    @property
    def roman(self) -> str:
        """The number as offices write it: I, II, III, IV."""
        return _ROMAN[self.number - 1]

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_to_report(day: date, years: Iterable[int]) -> Quarter | None:
    """The quarter that a digest is about where nobody names one; None while no year has begun.

    It is the quarter of ten days ago (on 1/4 and 10/4 the first, from 11/4 on the second); in a
    new installation, whose first programme began since then, the quarter of the day; and where
    this year's programme is not there yet, the last quarter of the latest one before.
    `years`: of the programmes that there are.
    """
    known = set(years)
    for quarter in (quarter_of(day - timedelta(days=DIGEST_AFTER_DAYS)), quarter_of(day)):
        if quarter.year in known:
            return quarter
    before = [year for year in known if year < day.year]
    return Quarter(max(before), 4) if before else None


def parse_quarter(text: str) -> Quarter:
    """Reads `2022-Q1`, `2022Q1` or `Q1/2022`.

    Raises BadInput for anything else.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise BadInput("digest.error.bad_quarter", found=text, year=year_of_examples())
    return Quarter(
        int(match["year"] or match["then"]),
        int(match["number"] or match["first"]),
    )
