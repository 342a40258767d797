"""Encrypts every stored secret again with the newest key, so that an old key can be thrown away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Engine, Table, Text, select, type_coerce, update
from sqlmodel import Session, col

from dondoc.store.chunks import chunks
from dondoc.store.database import reading, writing
from dondoc.vault import VaultError, vault
from models.columns import Sealed
from models.person import Contact
from models.tables import metadata

_BATCH = 1000


@dataclass(frozen=True)
class Resealed:
    """How many values the first key has sealed now, and how many no key opens."""

    done: int = 0
    lost: int = 0

    def __add__(self, other: "Resealed") -> "Resealed":
        return Resealed(self.done + other.done, self.lost + other.lost)


def reseal(engine: Engine) -> Resealed:
    """Seals every sealed value anew with the first key, a portion a transaction.

    May be repeated and interrupted: a value is changed only if nobody else changed it
    meanwhile. What no key opens is counted and left as it is.
    """
    total = Resealed()
    for table, column in sealed_columns():
        (key,) = table.primary_key.columns
        with reading(engine) as session:
            keys = list(session.scalars(select(key).where(column != "").order_by(key)))
        for portion in chunks(keys):
            with writing(engine) as session:
                total += _reseal(session, column, key, portion)
    with writing(engine) as session:
        _mark_again(session)
    return total


def sealed_columns() -> Iterator[tuple[Table, Column[str]]]:
    """Every column of the database that is sealed."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column


def openable(engine: Engine) -> Resealed:
    """How much of what is stored the keys open, by the newest thousand of each kind."""
    done = lost = 0
    for table, column in sealed_columns():
        (key,) = table.primary_key.columns
        query = select(type_coerce(column, Text)).where(column != "").order_by(key.desc())
        with reading(engine) as session:
            texts = [_opened(text) for text in session.scalars(query.limit(_BATCH))]
        lost += texts.count(None)
        done += len(texts) - texts.count(None)
    return Resealed(done, lost)


def _reseal(
    session: Session, column: Column[str], key: Column[Any], portion: Sequence[Any]
) -> Resealed:
    raw = type_coerce(column, Text)
    rows = session.execute(select(key, raw).where(key.in_(portion))).tuples().all()
    done = lost = 0
    for row, sealed in rows:
        text = _opened(sealed)
        if text is None:
            lost += 1
            continue
        mine = (key == row) & (raw == sealed)
        session.execute(update(column.table).where(mine).values({column: text}))
        done += 1
    return Resealed(done, lost)


def _mark_again(session: Session) -> None:
    """Addresses are known again by a mark that is made with a key, too."""
    query = select(col(Contact.id), col(Contact.channel), type_coerce(col(Contact.address), Text))
    for row, channel, sealed in session.execute(query).tuples().all():
        address = _opened(sealed) if sealed else None
        if address is not None:
            mark = vault().fingerprint(channel, address)
            change = update(Contact).where(col(Contact.id) == row)
            session.execute(change.values(fingerprint=mark))


def _opened(sealed: str) -> str | None:
    try:
        return vault().unseal(sealed)
    except VaultError as error:
        if error.key == "vault.wrong_key":
            return None
        raise
