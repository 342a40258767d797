"""The periods that a digest is about: whole quarters of one year, as people name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_ROMAN = ("I", "II", "III", "IV")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class DigestPeriod:
    """The `number`th part of a year, counted from 1; as text 2022-Q1, 2022-H1 or 2022."""

    year: int
    number: int

    span = "year"

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // _MONTHS[self.span]:
            raise ValueError(f"a year has no {self.span} {self.number}")

    def __str__(self) -> str:
        return f"{self.year}"

    @cached_property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS[self.span] * (self.number - 1) + 1, 1)

    @cached_property
    def end(self) -> date:
        """Its last day."""
        month = _MONTHS[self.span] * self.number + 1
        after = date(self.year + 1, 1, 1) if month > 12 else date(self.year, month, 1)
        return after - timedelta(days=1)

    @property
    def roman(self) -> str:
        """The number as offices write it: I, II, III, IV."""
        return _ROMAN[self.number - 1]

    @property
    def name_key(self) -> str:
        """The key of its name for people; `name_params` goes with it."""
        return f"digest.period.{self.span}"

    @property
    def name_params(self) -> Mapping[str, str]:
        """What its name is made of."""
        return {"roman": self.roman, "year": str(self.year)}

    def in_year(self, year: int) -> "DigestPeriod":
        """The same part of another year."""
        return type(self)(year, self.number)

    @property
    def following(self) -> "DigestPeriod | None":
        """The next part of the year, as long as this one; None of the last one."""
        is_last = self.number == 12 // _MONTHS[self.span]
        return None if is_last else type(self)(self.year, self.number + 1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class HalfYear(DigestPeriod):
    """The first or the second six months of a year."""

    span = "half"

    def __str__(self) -> str:
        return f"{self.year}-H{self.number}"

    @property
    def name_key(self) -> str:
        """The first half and the second are called differently."""
        return f"digest.period.half.{self.number}"


def whole_year(year: int) -> DigestPeriod:
    """All of a year."""
    return DigestPeriod(year, 1)
