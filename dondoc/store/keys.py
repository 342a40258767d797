"""Keys for many rows that are written at once."""

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.dialects.postgresql import REGCLASS


def reserve_keys(connection: Connection, table: Table, count: int) -> list[int]:
    """Keys that nobody else will use: SQLite has one writer at a time, PostgreSQL a sequence."""
    if connection.dialect.name == "postgresql":
        # Asked for once, not for every key.
        named = func.pg_get_serial_sequence(table.name, "id").cast(REGCLASS)
        sequence = select(named).scalar_subquery()
        series = func.generate_series(1, count).table_valued("number")
        query = select(func.nextval(sequence)).select_from(series)
        return list(connection.execute(query).scalars())
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    return list(range(last + 1, last + count + 1))
