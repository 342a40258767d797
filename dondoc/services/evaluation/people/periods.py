"""The periods of which officials are judged: a month, a quarter, a year."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from dondoc.errors import BadInput
from dondoc.i18n import Translate
from dondoc.services.figures.periods import DigestPeriod, HalfYear, whole_year
from dondoc.services.figures.quarter import Quarter, parse_period, quarter_of

_MONTH = re.compile(r"(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])")
_PART = re.compile(r"[Qq][1-4]|0[1-9]|1[0-2]")


class Month(DigestPeriod):
    """One month of a year; as text 2022-03."""

    span = "month"

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def name_params(self) -> Mapping[str, str]:
        """A month has no Roman number."""
        return {"number": str(self.number), "year": str(self.year)}


def judged_period(text: str, year: int) -> DigestPeriod:
    """Reads `Q1`, `03` or the year; of a programme's year, which may stand before them.

    Raises BadInput for anything else, a half-year and another year among it.
    """
    typed = text.strip()
    typed = f"{year}-{typed}" if _PART.fullmatch(typed) else typed
    if month := _MONTH.fullmatch(typed):
        period: DigestPeriod = Month(int(month["year"]), int(month["number"]))
    else:
        period = parse_period(typed)
    if isinstance(period, HalfYear) or period.year != year:
        raise BadInput("evaluation.person.bad_period", found=text, year=year)
    return period


def quarters_of(year: int) -> tuple[Quarter, ...]:
    """The four of a year."""
    return tuple(Quarter(year, number) for number in range(1, 5))


def months_of(year: int) -> tuple[Month, ...]:
    """The twelve of a year."""
    return tuple(Month(year, number) for number in range(1, 13))


def over_before_evaluation(period: DigestPeriod) -> date:
    """The last day of what must be over before a period is evaluated.

    The year: of its third quarter, as it is evaluated before 15 December (Decree 335/2025/NĐ-CP).
    """
    return quarters_of(period.year)[2].end if period.span == "year" else period.end


def periods_of(year: int) -> tuple[DigestPeriod, ...]:
    """The quarters and the year, as a page offers them."""
    return (*quarters_of(year), whole_year(year))


def usual_period(day: date, year: int) -> Quarter:
    """The quarter that ended last; the first of a year of which none has ended."""
    first, last = quarters_of(year)[0], quarters_of(year)[-1]
    if day > last.end:
        return last
    before = quarter_of(day).start - timedelta(days=1)
    return max(first, quarter_of(before)) if before.year == year else first


def short_name(period: DigestPeriod) -> str:
    """As it stands in an address: Q1, 03 or 2022."""
    return str(period).removeprefix(f"{period.year}-")


def period_in_words(period: DigestPeriod, tr: Translate) -> str:
    """quý I/2022, tháng 3/2022, năm 2022."""
    return tr(f"evaluation.person.period.{period.span}", **period.name_params)
