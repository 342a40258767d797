"""A quarter of a year, as people type it and as the calendar knows it."""

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta

from dondoc.clock import year_of_examples
from dondoc.errors import BadInput
from dondoc.services.figures.periods import DigestPeriod, HalfYear, whole_year

_TYPED = re.compile(
    r"(?P<year>\d{4})-?[Qq](?P<number>[1-4])|[Qq](?P<first>[1-4])[-/](?P<then>\d{4})"
)
_HALF = re.compile(r"(?P<year>\d{4})-?[Hh](?P<number>[12])|[Hh](?P<first>[12])[-/](?P<then>\d{4})")
_YEAR = re.compile(r"\d{4}")
STILL_REPORTED_DAYS = 10
"""After its end a quarter is still what its units write about, while its reports are verified."""


class Quarter(DigestPeriod):
    """The `number`th quarter (1 to 4) of a year."""

    span = "quarter"

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def periods_begun(year: int, day: date) -> tuple[DigestPeriod, ...]:
    """What a unit of a year may report on by a day: quarters, halves and the year, as they end.

    Of a year that has not begun, its first quarter.
    """
    quarters = (Quarter(year, number) for number in range(1, 5))
    halves = (HalfYear(year, number) for number in (1, 2))
    periods = sorted((*quarters, *halves, whole_year(year)), key=lambda each: each.end)
    return tuple(each for each in periods if each.start <= day) or (periods[0],)


def quarter_to_report(day: date, year: int) -> Quarter:
    """The quarter that a unit of a year writes about where nobody names one: that of ten days ago.

    On 1/4 and 10/4 it is the first, from 11/4 on the second; of a year that is over or has not
    begun, the nearest one.
    """
    near = min(max(day - timedelta(days=STILL_REPORTED_DAYS), date(year, 1, 1)), date(year, 12, 31))
    return quarter_of(near)


def parse_quarter(text: str) -> Quarter:
    """Reads `2022-Q1`, `2022Q1` or `Q1/2022`.

    Raises BadInput for anything else.
    """
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        raise _bad(text)
    return Quarter(
        _year(match["year"] or match["then"], text),
        int(match["number"] or match["first"]),
    )


def parse_period(text: str) -> DigestPeriod:
    """Reads a quarter as `parse_quarter` does, a half-year such as `2022-H1`, or a year, `2022`.

    Raises BadInput for anything else.
    """
    typed = text.strip()
    if half := _HALF.fullmatch(typed):
        year = _year(half["year"] or half["then"], text)
        return HalfYear(year, int(half["number"] or half["first"]))
    return whole_year(_year(typed, text)) if _YEAR.fullmatch(typed) else parse_quarter(typed)


def _year(digits: str, text: str) -> int:
    """A year whose days the calendar knows, the day after its last one included."""
    year = int(digits)
    if not MINYEAR <= year < MAXYEAR:
        raise _bad(text)
    return year


def _bad(text: str) -> BadInput:
    return BadInput("digest.error.bad_quarter", found=text, year=year_of_examples())
