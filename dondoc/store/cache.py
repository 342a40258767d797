"""What was counted and read, kept from one request to the next while nothing has changed.

Every change of a plan, a checkpoint, a calendar or of who holds what writes an event or a
submission, so the newest rows of both tell whether a figure still holds: it is never an old one,
and a Monday morning on which everybody opens the same board counts a hundred thousand rows once.
Without it the overdue board of `bench/bench_web.py --scale 20 --sqlite` takes 14 times as long in
the middle, and an item's page 2.5 times.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session, col

from dondoc.store.database import sees_one_moment
from models.event import Event
from models.submission import Submission

Value = TypeVar("Value")

_MAX_RESULTS = 512
_LATEST = 200
"""Transactions end in another order than they begin, so a row may appear behind the newest."""

_KNOWN = "dondoc_version"

Version = tuple[int, ...]


def version(session: Session) -> Version:
    """Changes whenever somebody records or a flow moves something.

    A reading asks once and of the moment that it sees: what is kept under a version, and what is
    read beside it, are then of one state.
    """
    known: Version | None = session.info.get(_KNOWN)
    if known is None:
        known = tuple(session.connection().execute(_asking()).one())
        if sees_one_moment(session):
            session.info[_KNOWN] = known
    return known


@cache
def _asking() -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    columns: list[ColumnElement[int]] = []
    for model in (Event, Submission):
        newest = select(func.coalesce(func.max(col(model.id)), 0)).scalar_subquery()
        behind = select(func.count()).where(col(model.id) > newest - _LATEST).scalar_subquery()
        columns += [newest, behind]
    return select(*columns)


def database_of(session: Session) -> str:
    """Tells apart what several databases of one process hold."""
    return str(session.get_bind().engine.url)


class Cache:
    """The results asked for last, `most` of them. What takes long has a cache of its own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Any, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._counting = threading.RLock()

    def keep(self, key: Any, state: Any, count: Callable[[], Value]) -> Value:
        """What `count` gives, or gave before in the same state.

        Of many who ask at once one counts, and the others wait for it.
        """
        entry = self._find(key, state)
        if entry is None:
            with self._counting:
                entry = self._find(key, state) or (count(),)
            with self._lock:
                self._kept[key] = (state, entry)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        value: Value = entry[0]
        return value

    def has(self, key: Any, state: Any) -> bool:
        """Whether the result is here already."""
        return self._find(key, state) is not None

    def forget(self) -> None:
        """Forgets all results, as if nobody had asked before."""
        with self._lock:
            self._kept.clear()

    def _find(self, key: Any, state: Any) -> tuple[Any] | None:
        with self._lock:
            before, value = self._kept.get(key, (None, None))
            if value is not None:
                self._kept.move_to_end(key)
        return value if before == state else None


_cache = Cache(_MAX_RESULTS)
keep, forget = _cache.keep, _cache.forget
