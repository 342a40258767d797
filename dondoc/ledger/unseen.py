"""Statements that write covered rows and that the ledger could not see are refused.

It sees statements made of the tables of models/. As plain text, through another description of a
table, or inside a query, they would change a row without a line, and the next audit would call
that tampering. This tells whoever writes such a statement, the first time it is sent.
"""

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

from dondoc.ledger.portions import is_noted, owe
from dondoc.ledger.registry import COVERED
from models.tables import metadata

PAST_LEDGER = {"dondoc_past_ledger": True}
"""Execution options of an upgrade: what migrations change is written down when they are done."""

_COVERED = frozenset(COVERED)
_WRITES = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|MERGE\s+INTO|UPDATE(?:\s+OR\s+\w+)?"
    r"|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY)\s+(?:ONLY\s+)?(?:\"?\w+\"?\.)?[\"`\[]?(\w+)",
    re.IGNORECASE,
)


def refuse_table(connection: Connection, statement: UpdateBase) -> None:
    """Raises RuntimeError for a covered table that is described otherwise than by models/."""
    table: Any = statement.table
    ours = getattr(table, "metadata", None) is metadata
    if not ours and getattr(table, "name", None) in _COVERED:
        _refuse(connection, str(table.name), {})


def refuse_text(
    connection: Connection, _cursor: object, statement: str, _parameters: object, context: Any,
    _executemany: bool,
) -> None:  # fmt: skip
    """Raises RuntimeError for text, or a query, that writes covered rows and is not noted."""
    compiled: Any = context.compiled if context is not None else None
    if context is None or context.isddl:
        return
    known = compiled is not None and not compiled.isplaintext
    if known and not compiled.ctes:
        return
    own = getattr(compiled.statement, "table", None) if known else None
    for table in written_tables(statement):
        if own is None or own.name != table:
            _refuse(connection, table, context.execution_options)


@lru_cache(maxsize=500)
def written_tables(statement: str) -> tuple[str, ...]:
    """The covered tables that a statement writes."""
    names = (match.group(1).lower() for match in _WRITES.finditer(statement))
    return tuple(name for name in names if name in _COVERED)


def _refuse(connection: Connection, table: str, options: Any) -> None:
    if is_noted(options):
        owe(connection, table)
        return
    if PAST_LEDGER.items() <= {**connection.get_execution_options(), **options}.items():
        return
    raise RuntimeError(
        f"the ledger does not see this statement, which writes {table}: write it with the"
        " tables of models/, or note the portion (dondoc.ledger.portions)"
    )
