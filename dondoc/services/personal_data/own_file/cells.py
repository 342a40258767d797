"""A part of a person's file: rows of plain values, and words in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select
from sqlmodel import Session

from dondoc.services.personal_data.own_file.kinds import PersonalDataKind
from models.person import Person


class Word(NamedTuple):
    """A value that has words: its key, without the value, and the value itself."""

    key: str
    value: str


FileValue = str | int | Decimal | date | datetime | bool | Word | None
"""What stands in one cell."""


@dataclass(frozen=True)
class FilePart:
    """One kind of data. `columns`: keys of their headings; a row has a value for each."""

    kind: PersonalDataKind
    columns: tuple[str, ...]
    rows: tuple[tuple[FileValue, ...], ...]


@dataclass(frozen=True)
class FileQuestion:
    """Whose file it is, as of which day."""

    session: Session
    person: Person
    day: date

    def rows(self, query: Select[Any] | CompoundSelect[Any]) -> list[Any]:
        """The rows of a query of columns."""
        return list(self.session.connection().execute(query))


def word(key: str, value: object) -> Word | None:
    """A word for a value of an enumeration, or for a code; None where there is none."""
    text = "" if value is None else str(value)
    return Word(key, text) if text else None


def part(
    kind: PersonalDataKind, columns: Sequence[str], rows: Iterable[Iterable[FileValue]]
) -> FilePart:
    """A part of these rows."""
    return FilePart(kind, tuple(columns), tuple(tuple(row) for row in rows))


def facts(kind: PersonalDataKind, values: dict[str, FileValue]) -> FilePart:
    """A part that says one thing a row: what it is, and its value. What is empty is left out."""
    return part(
        kind,
        ("what", "value"),
        ((word("personal_data.fact", name), value) for name, value in values.items()
         if value not in (None, "")),
    )  # fmt: skip
