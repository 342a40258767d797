"""Which of several years' programmes is meant where nobody names one.

Plans of the next year are loaded in December, when the fourth quarter peaks, and in January last
year's results still wait for judgement: the newest programme is not the one that people mean.
"""

from collections.abc import Callable, Iterable
from datetime import date

HasYear = Callable[[int], bool]


def year_at_work(
    years: Iterable[int], day: date, has_begun: HasYear, has_open: HasYear
) -> int | None:
    """The year of the programme at work on a day; None where there is no programme.

    It is the year of the day, once a checkpoint of it has opened. Until then it is the latest
    earlier year with something still to be judged; else the year of the day although nothing of
    it has opened; else the latest year before, all of which is judged; else the next to come.
    `has_begun`: whether a checkpoint of a year has opened by the day; `has_open`: whether one is
    not evaluated yet. Each is asked only where the answer matters, for it may be dear.
    """
    known = sorted(set(years))
    before = [year for year in known if year < day.year]
    of_the_day = [year for year in known if year == day.year]
    if of_the_day and (not before or has_begun(day.year)):
        return day.year
    still_open = next((year for year in reversed(before) if has_open(year)), None)
    if still_open is not None:
        return still_open
    return next(iter((*of_the_day, *reversed(before), *known)), None)
