"""Reading rows in the ledger's form."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from dondoc.ledger.plain import Plain, columns_of, plain_row
from models.tables import metadata

PORTION = 1000


def rows_of(
    connection: Connection, table_name: str, keys: Sequence[int], *, hold: bool = False
) -> dict[int, Plain]:
    """Rows by key. `hold`: nobody else changes them until the transaction ends."""
    key, columns = metadata.tables[table_name].c.id, columns_of(table_name)
    names = [one.name for one in columns]
    found: dict[int, Plain] = {}
    for portion in _portions(keys):
        query = select(key, *columns).where(key.in_(portion)).order_by(key)
        if hold:
            query = query.with_for_update(key_share=True)
        for row in connection.execute(query):
            found[row[0]] = plain_row(table_name, names, row[1:])
    return found


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), PORTION):
        yield keys[start : start + PORTION]
