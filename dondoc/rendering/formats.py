"""Numbers, dates and delays as Vietnamese and English readers write them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from dondoc.i18n import Language, Translate, translator
from models.rules.checkpoints import HANOI
from models.rules.measures import Measure, part_of

NOTHING = "–"

_MAIL = "mail"

_CACHE_SIZE = 4096
"""Thousands of letters name the same few dates and delays: so many of each are kept in words."""


def capital(text: str) -> str:
    """The text with a great letter at its beginning."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=_CACHE_SIZE)
def number(value: Decimal | int | None, lang: Language = "vi") -> str:
    """`18713` as 18.713 (18,713 in English); an unknown value as a dash, never as 0."""
    if value is None:
        return NOTHING
    text = f"{Decimal(value).normalize() + 0:,f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def quantity(value: Decimal | int | None, unit: str, lang: Language = "vi") -> str:
    """A number with its unit of measure: 32,5 ha, but 45%; an unknown one is a dash of nothing."""
    if value is None:
        return NOTHING
    shown = number(value, lang)
    return f"{shown}%" if unit.strip() == "%" else f"{shown} {unit}".strip()


@lru_cache(maxsize=_CACHE_SIZE)
def percent(value: Decimal | None, lang: Language = "vi", places: int = 1) -> str:
    """Percent with at most one decimal: 94,5%.

    Never 0% of something nor 100% of all but something: <0,1% and >99,9%, and >100% above it.
    """
    if value is None:
        return NOTHING
    step = Decimal(1).scaleb(-places)
    short = value.quantize(step, ROUND_HALF_UP)
    if short == value or short not in (0, 100):
        return f"{number(short, lang)}%"
    if value < step:
        return f"<{number(step, lang)}%"
    return f">{number(short if value > short else short - step, lang)}%"


def share(part: int, whole: int, lang: Language = "vi") -> str:
    """A part with its denominator: `12/40 (30%)`; a dash where there is nothing to be part of."""
    if not whole:
        return NOTHING
    counted = f"{number(part, lang)}/{number(whole, lang)}"
    return f"{counted} ({percent(part_of(part, whole), lang)})"


def of_plan(value: Decimal | None, lang: Language = "vi", *, is_limit: bool = False) -> str:
    """Percent of a plan: 94,5%; of a limit with the word that it is used: đã dùng 116,7%."""
    shown = percent(value, lang)
    used = is_limit and value is not None
    return translator(lang)("measure.used", used=shown) if used else shown


def ratio(measure: Measure | None, lang: Language = "vi") -> str:
    """A measure against its plan; of a limit what was used, so far where it is not over yet."""
    if measure is None or measure.used is None:
        return percent(measure.percent if measure else None, lang)
    if measure.allowed is not None and measure.allowed == measure.target:
        return of_plan(measure.used, lang, is_limit=True)
    used, allowed = percent(measure.used, lang), number(measure.allowed, lang)
    return translator(lang)("measure.used_so_far", used=used, allowed=allowed)


@lru_cache(maxsize=_CACHE_SIZE)
def day(value: date | None) -> str:
    """dd/mm/yyyy."""
    return NOTHING if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy, in Viet Nam's time."""
    return NOTHING if value is None else f"{value.astimezone(HANOI):%H:%M %d/%m/%Y}"


@lru_cache(maxsize=_CACHE_SIZE)
def weekday(value: date, lang: Language = "vi", beside: date | None = None) -> str:
    """The day with its weekday: thứ Sáu 25/3.

    `beside`: the due date of which this is the last day in time; a year that is not that one's is
    said, or the last day of what is due on 31/12 would read like a day of last January.
    """
    name = translator(lang)(f"weekday.{value.weekday()}")
    year = "" if beside is None or beside.year == value.year else f"/{value.year}"
    return f"{name} {value.day}/{value.month}{year}"


def whole_day(value: date, lang: Language = "vi") -> str:
    """The same with its year, where no other words say it: thứ Sáu 25/3/2022."""
    return f"{weekday(value, lang)}/{value.year}"


@lru_cache(maxsize=_CACHE_SIZE)
def delay(days_left: int, lang: Language = "vi", *, overdue: bool = False) -> str:
    """Working days left in words: còn 3 ngày làm việc; hạn hôm nay; quá hạn 5 ngày làm việc.

    `overdue`: the last day is over; on a day off that may be by no working day yet.
    """
    tr = translator(lang)
    if overdue and days_left >= 0:
        return tr("due.just_over")
    if days_left == 0:
        return tr("due.today")
    key = "due.days_left" if days_left > 0 else "due.days_over"
    return tr(key, n=abs(days_left))


def by_first_date(first_late: int | None, original: date, lang: Language = "vi") -> str:
    """How late by the date that it first had, in words; '' where no decision moved that."""
    if first_late is None:
        return ""
    key = "due.first_late" if first_late else "due.first_in_time"
    return translator(lang)(key, n=first_late, day=day(original))


def telephone(text: str) -> str:
    """A number as a link to a telephone takes it: its digits, with a plus where there is one."""
    return "".join(sign for sign in text if sign.isdecimal() or sign == "+")


def channel(name: str, tr: Translate) -> str:
    """A channel as people call it; the office names its own, and mail has a word in each language.

    What is typed and stored stays the name.
    """
    return tr("channel.name.mail") if name == _MAIL else name


def filters(lang: Language) -> dict[str, Callable[..., Any]]:
    """The formats as filters of a template in one language."""
    return {
        "telephone": telephone,
        "channel": lambda name: channel(name, translator(lang)),
        "capital": capital,
        "number": lambda value: number(value, lang),
        "percent": lambda value: percent(value, lang),
        "ratio": lambda measure: ratio(measure, lang),
        "of_plan": lambda value, is_limit: of_plan(value, lang, is_limit=is_limit),
        "day": day,
        "moment": moment,
        "weekday": lambda value, beside=None: weekday(value, lang, beside),
        "whole_day": lambda value: whole_day(value, lang),
        "by_first_date": lambda value, original: by_first_date(value, original, lang),
        "delay": lambda value, overdue=False: delay(value, lang, overdue=overdue),
    }
