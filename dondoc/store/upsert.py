"""One row that others may be writing at the same moment: written once, without an error."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from dondoc.store.database import is_postgresql
from dondoc.store.keys import reserve_keys
from models.tables import metadata


def insert_new(session: Session, model: type[SQLModel], values: Mapping[str, Any]) -> None:
    """Adds a row unless one with the same unique values exists, on either database.

    Its key is reserved beforehand: who listens for new rows (dondoc.ledger) must know it.
    """
    connection = session.connection()
    (key,) = reserve_keys(connection, metadata.tables[str(model.__tablename__)], 1)
    insert = _insert(session, model, {**values, "id": key})
    connection.execute(insert.on_conflict_do_nothing())


def insert_or_update(
    session: Session, model: type[SQLModel], keys: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Adds a row, or gives the one with these unique `keys` other values."""
    insert = _insert(session, model, {**keys, **values})
    update = insert.on_conflict_do_update(index_elements=list(keys), set_=dict(values))
    session.connection().execute(update)


def _insert(session: Session, model: type[SQLModel], values: Mapping[str, Any]) -> Any:
    table = metadata.tables[str(model.__tablename__)]
    insert = postgresql.insert if is_postgresql(session) else sqlite.insert
    return insert(table).values(**values)
