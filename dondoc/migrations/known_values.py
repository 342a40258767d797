"""Letting a column of known values hold other ones: its CHECK is a list of them."""

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
    stored = op.get_bind().scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
        {"name": table},
    )
    start = stored.index(f"{column} IN (", stored.index(name))
    end = stored.index(")", start) + 1
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": stored[:start] + rule + stored[end:], "name": table},
    )
    op.execute("PRAGMA writable_schema = RESET")
