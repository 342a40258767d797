"""Dates as people write them: 31/12/2022, ISO, Excel's own, quarters and months."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from dondoc.services.workbook.grid import CellError, Percent, Value
from models.rules.folding import fold_words

# Day 0 of Excel's calendar as it works after its imaginary 29/2/1900.
_EXCEL_EPOCH = date(1899, 12, 30)
# 1/1/1980 to 1/1/2100: other numbers are no plan's dates.
FIRST_SERIAL, LAST_SERIAL = 29221, 73050

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_QUARTER = re.compile(r"(?:quy|q|quarter) ?(iv|iii|ii|i|[1-4]) (?:nam )?(\d{4})")
_MONTH = re.compile(r"(?:thang|month|t) ?(\d{1,2}) (?:nam )?(\d{4})|(\d{1,2}) (\d{4})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class DayError(ValueError):
    """The cell holds no date that could be understood."""


def quarter_start(year: int, quarter: int) -> date:
    return date(year, 3 * quarter - 2, 1)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def quarter_end(year: int, quarter: int) -> date:
    return month_end(year, 3 * quarter)


def parse_day(value: Value) -> date | None:
    """The date in a cell; a quarter or month stands for its last day. None for a blank.

    Day comes before month, as Vietnam writes it. Raises DayError.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | CellError | Percent):
        raise DayError
    if isinstance(value, str):
        return _from_text(value.strip())
    return _from_serial(value)


def _from_serial(value: float) -> date:
    if not FIRST_SERIAL <= value <= LAST_SERIAL or value != int(value):
        raise DayError
    return _EXCEL_EPOCH + timedelta(days=int(value))


def _from_text(text: str) -> date | None:
    if text in ("", "-", "–", "—"):
        return None
    try:
        return _exact(text) or _period(fold_words(text))
    except ValueError:
        raise DayError from None


def _exact(text: str) -> date | None:
    if match := _DAY_FIRST.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDS.fullmatch(fold_words(text)):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return None


def _period(folded: str) -> date:
    if match := _QUARTER.fullmatch(folded):
        return quarter_end(int(match[2]), _ROMAN.get(match[1]) or int(match[1]))
    if match := _MONTH.fullmatch(folded):
        return month_end(int(match[2] or match[4]), int(match[1] or match[3]))
    raise DayError
