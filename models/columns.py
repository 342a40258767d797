"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, cast

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from models.unreadable_value import UNREADABLE, unreadable_value

AMOUNT_PLACES = 4
_SCALE = Decimal(10) ** AMOUNT_PLACES


class Amount(TypeDecorator[Decimal]):
    """A quantity with at most four decimals, kept as a whole number of ten-thousandths.

    SQLite has no decimal type: a float would make 0.1 + 0.2 differ from 0.3 in a sum.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * _SCALE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {AMOUNT_PLACES} decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        try:
            return Decimal(value).scaleb(-AMOUNT_PLACES).normalize() + 0
        except (ArithmeticError, TypeError, ValueError):
            return cast(Decimal, unreadable_value())


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite returns naive values, so the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value is UNREADABLE:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealing(Protocol):
    """What keeps texts secret at rest."""

    def seal(self, text: str) -> str:
        """The text, encrypted."""

    def unseal(self, sealed: str) -> str:
        """The text again; raises whatever its maker says for a key that does not fit."""


class _Keeper:
    sealing: Sealing | None = None


def seal_with(sealing: Sealing) -> None:
    """Says what every `Sealed` column of this process is encrypted with."""
    _Keeper.sealing = sealing


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest, such as where a person is reached; '' stays ''.

    The same text is another value each time, so it cannot be searched for or kept unique.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if not value:
            return value
        assert _Keeper.sealing is not None
        return _Keeper.sealing.seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if not value:
            return value
        assert _Keeper.sealing is not None
        return _Keeper.sealing.unseal(value)


class _Readings(dict[str | None, StrEnum | None]):
    """The values of an enumeration by their short strings; any other string is unreadable."""

    def __missing__(self, value: str | None) -> Any:
        return unreadable_value()


class Choice(TypeDecorator[StrEnum]):
    """A value of an enumeration, kept as its short string and read back as the enumeration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, choices: type[StrEnum]) -> None:
        super().__init__()
        self.choices = choices
        self._known: dict[str, StrEnum] = {choice.value: choice for choice in choices}
        self._read = _Readings({None: None})
        self._read.update((choice.value, choice) for choice in choices)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self._known[value].value

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # The lookup itself, without a function of ours around it: it happens for every row read.
        return self._read.__getitem__


def choice_column(choices: type[StrEnum], **options: Any) -> Column[StrEnum]:
    """A column that holds one value of an enumeration."""
    return Column(Choice(choices), **{"nullable": False, **options})


def one_of(column: str, choices: Iterable[StrEnum], *, optional: bool = False) -> CheckConstraint:
    """A CHECK that keeps a string column to the values of an enumeration.

    Native enumerations cannot be changed in a migration that runs on both databases.
    """
    values = ", ".join(f"'{choice.value}'" for choice in choices)
    rule = f"{column} IN ({values})"
    if optional:
        rule = f"{column} IS NULL OR {rule}"
    return CheckConstraint(rule, name=f"{column}_known")


def code_column(**options: Any) -> Column[str]:
    """A short code."""
    return Column(String(160), **{"nullable": False, **options})


def text_column(**options: Any) -> Column[str]:
    """Free text; optional text is '' rather than NULL, so that it has one empty value."""
    return Column(Text, **{"nullable": False, **options})


def sealed_column(**options: Any) -> Column[str]:
    """Text that is encrypted at rest."""
    return Column(Sealed, **{"nullable": False, **options})
