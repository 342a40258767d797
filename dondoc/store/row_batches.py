"""Many rows at once: a row at a time would cost a round trip each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Connection, Table, bindparam, delete, insert, update
from sqlmodel import SQLModel

from dondoc.store.keys import reserve_keys
from models.tables import metadata


@cache
def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    return metadata.tables[str(model.__tablename__)]


@cache
def _defaults(model: type[SQLModel]) -> dict[str, Any]:
    """A statement on the table knows nothing of the model's defaults."""
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if name != "id" and field.default is not PydanticUndefined
    }


def insert_rows(
    connection: Connection, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Adds rows and gives their keys in the same order.

    The keys are reserved beforehand: the ledger must know the key of each row, and of rows that
    travel as one statement with many parameter sets nobody tells them.
    """
    if not rows:
        return []
    table, defaults = table_of(model), _defaults(model)
    keys = reserve_keys(connection, table, len(rows))
    written = [{**defaults, **row, "id": key} for key, row in zip(keys, rows, strict=True)]
    connection.execute(insert(table), written)
    return keys


def update_rows(
    connection: Connection, model: type[SQLModel], changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Changes rows by key; rows that change the same columns travel together."""
    table = table_of(model)
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for key, values in changes.items():
        if values:
            parameters = {f"new_{name}": value for name, value in values.items()}
            groups[tuple(sorted(values))].append({"row_key": key, **parameters})
    for names, parameters_of in groups.items():
        values = {name: bindparam(f"new_{name}") for name in names}
        statement = update(table).where(table.c.id == bindparam("row_key")).values(values)
        connection.execute(statement, parameters_of)


def delete_rows(
    connection: Connection, model: type[SQLModel], keys: Iterable[int], column: str = "id"
) -> None:
    """Deletes the rows whose `column` is one of `keys`."""
    parameters = [{"row_key": key} for key in keys]
    if parameters:
        table = table_of(model)
        connection.execute(delete(table).where(table.c[column] == bindparam("row_key")), parameters)
