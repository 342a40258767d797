"""What all of one delivery run shares: the database, the channels, the moment, the office."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from dondoc.services.delivery.channel_leases import ChannelLeases
from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.delivery.policy import Policy
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store import database
from dondoc.store.lease import LeaseLostError

T = TypeVar("T")

_SHORTEST_PAUSE, _MAX_PAUSE = 0.05, 2.0


@dataclass(frozen=True)
class Job:
    """One run's terms. `now`: in the programme's time.

    `taken_over`: channels whose lease was lost to another run.
    """

    engine: Engine
    open_channels: ChannelsInUse
    now: datetime
    office: LettersSender
    policy: Policy
    leases: ChannelLeases = field(default_factory=dict)
    taken_over: set[str] = field(default_factory=set)
    settling: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write."""
        with database.writing(self.engine) as session:
            yield session

    def keeps(self, channel: str) -> bool:
        """Whether the channel may still be used; its lease, if it has one, is renewed in time."""
        held = self.leases.get(channel)
        try:
            if held is not None and channel not in self.taken_over:
                self.patiently(held.keep)
        except LeaseLostError:
            self.taken_over.add(channel)
        return channel not in self.taken_over

    def patiently(self, step: Callable[[], T]) -> T:
        """Does a step that is one transaction; again, while the database is away or locked.

        A step may have been done although its answer was lost: steps must bear being repeated.
        """
        return patiently(step, self.policy.patience.total_seconds(), _DATABASE_AWAY)


_DATABASE_AWAY = (OperationalError, InterfaceError)


def patiently(step: Callable[[], T], seconds: float, errors: tuple[type[BaseException], ...]) -> T:
    """Repeats a step that raises one of these errors, for so long."""
    deadline, pause = time.monotonic() + seconds, _SHORTEST_PAUSE
    while True:
        try:
            return step()
        except errors:
            if time.monotonic() + pause > deadline:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _MAX_PAUSE)
