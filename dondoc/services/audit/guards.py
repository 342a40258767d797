"""Whether a trigger or rule in the database, which is not ours, changes what is written."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from dondoc.ledger.registry import COVERED
from dondoc.services.audit.finding import Finding
from dondoc.store.database import is_postgresql

_TABLES = frozenset({*COVERED, "ledger_page", "ledger_line"})
_OURS = "_keeps"
"""Part of the names of the triggers that refuse to change history (see the migrations)."""

_SQLITE = text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1, 2")
_POSTGRESQL = text(
    "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    " UNION ALL SELECT c.relname, r.rulename FROM pg_rewrite r"
    " JOIN pg_class c ON c.oid = r.ev_class"
    " WHERE r.rulename <> '_RETURN' AND c.relnamespace = current_schema()::regnamespace"
    " ORDER BY 1, 2"
)


def check_guards(session: Session) -> Iterator[Finding]:
    """Triggers and rules on covered tables that are none of ours.

    What such a one makes of a row stands there before the ledger looks, so that no line tells.
    """
    result = session.execute(_POSTGRESQL if is_postgresql(session) else _SQLITE)
    for table, name in result.tuples():
        if table in _TABLES and not str(name).startswith(f"{table}{_OURS}"):
            yield Finding("audit.foreign_trigger", {"table": table, "trigger": name})
