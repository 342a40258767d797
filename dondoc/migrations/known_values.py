"""Changing what a column may hold: `allow` other known values, or `allow_none` at all."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def allow(table: str, column: str, values: Iterable[str]) -> None:
    """Replaces the list of values of a column by this one, on either database.

    SQLite keeps its rules as the text that made the table, and this text is changed in place:
    to copy the table would take its triggers, and the indexes that others are reading.
    """
    name = f"ck_{table}_{column}_known"
    rule = f"{column} IN ({', '.join(repr(value) for value in values)})"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, rule)
        return
    stored = _stored(table)
    start = stored.index(f"{column} IN (", stored.index(name))
    end = stored.index(")", start) + 1
    _store(table, stored[:start] + rule + stored[end:])


def allow_none(table: str, columns: Iterable[str]) -> None:
    """Lets columns be empty that had to hold something; nothing where they may be already."""
    if op.get_bind().dialect.name == "postgresql":
        for column in columns:
            op.alter_column(table, column, nullable=True)
        return
    stored = _stored(table)
    for column in columns:
        stored = re.sub(rf"(\b{column} [A-Z]+(?:\(\d+\))?) NOT NULL", r"\1", stored, count=1)
    _store(table, stored)


def _stored(table: str) -> str:
    query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    text: str = op.get_bind().scalar(query, {"name": table})
    return text


def _store(table: str, made_by: str) -> None:
    change = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name")
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().execute(change, {"sql": made_by, "name": table})
    op.execute("PRAGMA writable_schema = RESET")
