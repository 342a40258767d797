"""Tables whose rows are only ever added: whoever changes or deletes one is refused."""

from alembic import op

_SQLITE_GUARD = """
CREATE TRIGGER {table}_keeps_{act} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def guard(*tables: str) -> None:
    """Guards tables as the first migration guards history, whose function PostgreSQL has."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in tables:
        if on_sqlite:
            for act in ("UPDATE", "DELETE"):
                op.execute(_SQLITE_GUARD.format(table=table, act=act))
        else:
            op.execute(
                f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION keep_history()"
            )
