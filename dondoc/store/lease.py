"""A lease in the database: of several processes one alone does a thing. Real time, not played."""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import ColumnElement, Engine, delete, insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from dondoc.clock import wall_clock
from dondoc.store.database import writing, written
from models.installation import Lease
from models.rules.time_limits import latest_end

LEASE_TIME = timedelta(seconds=60)


class LeaseLostError(Exception):
    """Another process took the lease over: this one was too slow to renew it."""


class HeldLease:
    """A lease that this process holds."""

    def __init__(self, engine: Engine, name: str, holder: str, time: timedelta) -> None:
        self._engine = engine
        self.name = name
        self.holder = holder
        self.time = time
        self._lock = threading.Lock()
        self._renewed = monotonic()

    def keep(self) -> None:
        """Prolongs the lease once a third of it has passed; for several threads, and often.

        Raises LeaseLostError when somebody else has it by now.
        """
        with self._lock:
            if monotonic() - self._renewed >= self.time.total_seconds() / 3:
                self.renew()

    def renew(self) -> None:
        """Prolongs the lease; raises LeaseLostError when somebody else has it by now."""
        written(self._engine, self._prolong)
        self._renewed = monotonic()

    def _prolong(self, session: Session) -> None:
        mine = (col(Lease.name) == self.name) & (col(Lease.holder) == self.holder)
        until = wall_clock() + self.time
        done = session.execute(update(Lease).where(mine).values(until=until))
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise LeaseLostError(self.name)


@contextmanager
def lease(engine: Engine, name: str, time: timedelta = LEASE_TIME) -> Iterator[HeldLease | None]:
    """Takes a lease for as long as the block lasts; None when another process has it.

    A process that dies without giving it back loses it after this time, whatever its clock said;
    whoever takes a lease of that name gives it the same time.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
    if not _take(engine, name, holder, time):
        yield None
        return
    try:
        yield HeldLease(engine, name, holder, time)
    finally:
        mine = (col(Lease.name) == name) & (col(Lease.holder) == holder)
        written(engine, lambda session: session.execute(delete(Lease).where(mine)))


def is_over(now: datetime, time: timedelta = LEASE_TIME) -> ColumnElement[bool]:
    """Whether a lease holds no more: its time is up, or a clock that was ahead had written it."""
    until = col(Lease.until)
    return or_(until < now, until > latest_end(now, time))


def _take(engine: Engine, name: str, holder: str, time: timedelta) -> bool:
    now = wall_clock()
    try:
        with writing(engine) as session:
            session.execute(delete(Lease).where(col(Lease.name) == name, is_over(now, time)))
            session.execute(insert(Lease).values(name=name, holder=holder, until=now + time))
    except IntegrityError:
        return False
    return True
