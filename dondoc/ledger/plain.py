"""A row as the ledger writes it: the same text on every database."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from dondoc.ledger.registry import AS_A_WHOLE, OPEN_COLUMNS
from models.tables import metadata

MAX_LENGTH = 120
"""Characters of a text that the ledger repeats; of a longer one it keeps the digest."""

DIGEST = "sha256:"
Plain = dict[str, Any]
"""Columns by name: text, whole numbers, truth values and None."""


@cache
def columns_of(table_name: str) -> tuple[Column[Any], ...]:
    """The columns that the ledger covers, without the key."""
    table: Table = metadata.tables[table_name]
    left_out = OPEN_COLUMNS.get(table_name, {})
    return tuple(
        column for column in table.columns if not column.primary_key and column.name not in left_out
    )


@cache
def names_of(table_name: str) -> tuple[str, ...]:
    """The names of the covered columns."""
    return tuple(column.name for column in columns_of(table_name))


def plain_row(table_name: str, names: Sequence[str], values: Sequence[Any]) -> Plain:
    """A row's columns, in the form in which the ledger keeps them."""
    row = {name: _FORMS[value.__class__](value) for name, value in zip(names, values, strict=True)}
    return {"content": digest_of(row)} if table_name in AS_A_WHOLE else row


def plain(value: Any) -> Any:
    """Amounts without trailing zeros, moments to the microsecond in UTC, days in ISO form."""
    return _FORMS[value.__class__](value)


def _text(value: str) -> str:
    return str(value) if len(value) <= MAX_LENGTH else DIGEST + _sha256(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


class _Forms(dict[type, Callable[[Any], Any]]):
    """How values of a class are written: a row has many, so it is looked up only once."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = _text if issubclass(kind, str) else _other
        return self[kind]


def _same(value: Any) -> Any:
    return value


def _other(value: Any) -> str:
    return _text(text_of(value))


_FORMS = _Forms()
_FORMS |= {
    type(None): _same, int: _same, bool: _same, datetime: _moment, date: date.isoformat,
    Decimal: lambda value: f"{value.normalize():f}",
}  # fmt: skip

text_of = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode
"""JSON that is the same however its keys were ordered."""


def digest_of(row: Mapping[str, Any]) -> str:
    """A digest that stands for a whole row."""
    return DIGEST + _sha256(text_of(row))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
