"""Numbers, dates and delays as Vietnamese and English readers write them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from dondoc.i18n import Language, translator
from models.rules.checkpoints import HANOI

NOTHING = "–"

_KEPT = 4096
"""Thousands of letters name the same few dates and delays: so many of each are kept in words."""


@lru_cache(maxsize=_KEPT)
def number(value: Decimal | int | None, lang: Language = "vi") -> str:
    """`18713` as 18.713 (18,713 in English); an unknown value as a dash, never as 0."""
    if value is None:
        return NOTHING
    text = f"{Decimal(value).normalize() + 0:,f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def quantity(value: Decimal | int | None, unit: str, lang: Language = "vi") -> str:
    """A number with its unit of measure: 32,5 ha, but 45%."""
    shown = number(value, lang)
    return f"{shown}%" if unit.strip() == "%" else f"{shown} {unit}".strip()


@lru_cache(maxsize=_KEPT)
def percent(value: Decimal | None, lang: Language = "vi", places: int = 1) -> str:
    """Percent with at most one decimal: 94,5%."""
    if value is None:
        return NOTHING
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{number(rounded, lang)}%"


def share(part: int, whole: int, lang: Language = "vi") -> str:
    """A part with its denominator: `12/40 (30%)`; without one there is no percentage."""
    counted = f"{number(part, lang)}/{number(whole, lang)}"
    return f"{counted} ({percent(Decimal(part) * 100 / whole, lang)})" if whole else counted


@lru_cache(maxsize=_KEPT)
def day(value: date | None) -> str:
    """dd/mm/yyyy."""
    return NOTHING if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy, in Viet Nam's time."""
    return NOTHING if value is None else f"{value.astimezone(HANOI):%H:%M %d/%m/%Y}"


@lru_cache(maxsize=_KEPT)
def weekday(value: date, lang: Language = "vi") -> str:
    """The day with its weekday: thứ Sáu 25/3."""
    name = translator(lang)(f"weekday.{value.weekday()}")
    return f"{name} {value.day}/{value.month}"


@lru_cache(maxsize=_KEPT)
def delay(days_left: int, lang: Language = "vi") -> str:
    """Working days left in words: còn 3 ngày làm việc; hạn hôm nay; quá hạn 5 ngày làm việc."""
    tr = translator(lang)
    if days_left == 0:
        return tr("due.today")
    key = "due.days_left" if days_left > 0 else "due.days_over"
    return tr(key, n=abs(days_left))


def filters(lang: Language) -> dict[str, Callable[..., Any]]:
    """The formats as filters of a template in one language."""
    return {
        "number": lambda value: number(value, lang),
        "percent": lambda value: percent(value, lang),
        "day": day,
        "moment": moment,
        "weekday": lambda value: weekday(value, lang),
        "delay": lambda value: delay(value, lang),
    }
