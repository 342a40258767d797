"""Checkpoints whose stored facts raise an error: lists go on without them, and each is named.

What people recorded on them waits until somebody has mended the data. `readable` is the one place
where such a checkpoint is left out; the frame of every page, `dondoc doctor` and the log name it.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel, col

from dondoc.services.work.checkpoint_queries import refs_of, terms_of, waits_of
from dondoc.services.work.unreadable_columns import with_unreadable_columns
from dondoc.store.cache import Version, database_of, keep, version
from models.assignment import Checkpoint
from models.rules.objective_causes import causes_in
from models.unreadable_value import refuse_unreadable

T = TypeVar("T")
U = TypeVar("U")
_log = logging.getLogger(__name__)

_left_out: dict[str, tuple[Version, frozenset[int]]] = {}
"""By database, in which state this process left something out, and which checkpoints.

They are forgotten with that state: a list that is made of the next one tells them again.
"""


def readable(
    session: Session, rows: Iterable[T], read: Callable[[T], U], key: Callable[[T], int | None]
) -> list[U]:
    """What `read` makes of each row, without the rows on whose facts it raises.

    A row that holds a value which its column cannot read is left out like them. `key`: the
    checkpoint of a row; None where a row is of several that are alike. An error of the database
    itself is raised.
    """
    made: list[U] = []
    for row in rows:
        try:
            refuse_unreadable(_values(row))
            made.append(read(row))
        except SQLAlchemyError:
            raise
        except Exception:
            _leave_out(session, key(row))
    return made


def _values(row: Any) -> Iterable[Any]:
    """What a row holds: its columns, and those of the objects among them."""
    for value in row if isinstance(row, Sequence) else (row,):
        yield value
        if isinstance(value, SQLModel):
            yield from vars(value).values()


def _leave_out(session: Session, checkpoint_id: int | None) -> None:
    left = _left_out_now(session) or frozenset()
    if checkpoint_id is not None and checkpoint_id not in left:
        _log.exception("the facts of checkpoint %s cannot be read", checkpoint_id)
        left |= {checkpoint_id}
    _left_out[database_of(session)] = version(session), left


def _left_out_now(session: Session) -> frozenset[int] | None:
    """None where no list of this state left anything out."""
    state, left = _left_out.get(database_of(session), ((), frozenset[int]()))
    return left if state == version(session) else None


def any_left_out(engine: Engine) -> bool:
    """Whether a list of this process went without a checkpoint, lately or long ago."""
    return str(engine.url) in _left_out


def refs_unreadable(session: Session, *conditions: ColumnElement[bool]) -> tuple[str, ...]:
    """The references of checkpoints whose facts raise, of those that meet the conditions.

    Every checkpoint is looked at, once for a state.
    """
    ids = keep(("unreadable", database_of(session)), version(session), lambda: _broken(session))
    ids |= _left_out_now(session) or frozenset()
    if not ids:
        return ()
    return refs_of(session, ids, *conditions)


def _broken(session: Session) -> frozenset[int]:
    return _broken_waits(session) | with_unreadable_columns(session)


def _broken_waits(session: Session) -> frozenset[int]:
    """Of all columns that facts are made of, only these hold texts of a form of their own."""
    columns = [col(Checkpoint.returned_waits), col(Checkpoint.ended_terms), col(Checkpoint.causes)]
    said = or_(*(column != "" for column in columns))
    rows = session.connection().execute(select(col(Checkpoint.id), *columns).where(said))
    return frozenset(key for key, *texts in rows if not _are_readable(texts))


def _are_readable(texts: Sequence[str]) -> bool:
    try:
        for reader, text in zip((waits_of, terms_of, causes_in), texts, strict=True):
            reader(text)
    except ValueError:
        return False
    return True
