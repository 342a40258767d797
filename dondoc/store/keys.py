"""Keys for many rows that are written at once."""

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.postgresql import REGCLASS


def reserve_keys(connection: Connection, table: Table, count: int) -> list[int]:
    """Keys that nobody else will use: SQLite has one writer at a time, PostgreSQL a sequence."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id").cast(REGCLASS)
        series = func.generate_series(1, count).table_valued("number")
        return list(
            connection.execute(select(func.nextval(sequence)).select_from(series)).scalars()
        )
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    return list(range(last + 1, last + count + 1))
