"""Keeping Prefect's server at work: a database that is damaged is set aside and made anew."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from dondoc.clock import wall_clock
from dondoc.clockwork.children import Children
from dondoc.clockwork.prefect_database import is_damaged, set_aside
from dondoc.clockwork.server import NAME, start_server, wait_until_healthy
from dondoc.clockwork.wake import is_answering

ASK_SECONDS = 10.0
READ_SECONDS = 300.0
"""A server may answer although a part of its database is damaged: so often the file is read."""


@dataclass
class ServerUpkeep:
    """The server that `dondoc up` works with; `port` 0: it is not ours, and only asked.

    `dependants`: our processes that a server with a new database must get to know again.
    """

    children: Children
    api_url: str
    port: int
    database: Path | None
    dependants: tuple[str, ...] = ()
    silent_since: float | None = field(default_factory=time.monotonic)
    _next_question: float = 0.0
    _next_reading: float = field(default_factory=lambda: time.monotonic() + READ_SECONDS)
    _made_anew: bool = False

    def start(self) -> Path | None:
        """Starts the server, if it is ours; gives the damaged database that was set aside."""
        if not self.port:
            return None
        aside = self._moved() if self._is_damaged() else None
        start_server(self.children, self.port)
        return aside

    def wait(self) -> Path | None:
        """Returns once the server answers; after a failed start it gets a new database.

        Gives the one that was set aside, if any. Raises RuntimeError naming the log.
        """
        self.silent_since = None
        if not self.port:
            return None
        aside = None
        try:
            wait_until_healthy(self.api_url, self.children)
        except RuntimeError:
            self.silent_since = time.monotonic()
            if not self._has_ended() and not self._is_damaged():
                raise  # it is slow, and may come yet
            aside = self._replaced()
            wait_until_healthy(self.api_url, self.children)
            self.silent_since = None
        return aside

    def watch(self) -> Path | None:
        """Asks now and then whether the server answers; gives the database that was set aside.

        Called often: it does something every few seconds only, and whenever the server has ended.
        """
        if self._has_ended():
            return self._before_restart()
        moment = time.monotonic()
        if moment < self._next_question:
            return None
        self._next_question = moment + ASK_SECONDS
        if is_answering(self.api_url):
            self.silent_since, self._made_anew = None, False
            if moment < self._next_reading:
                return None
        elif self.silent_since is None:
            self.silent_since = moment
        self._next_reading = moment + READ_SECONDS
        return self._replaced() if self._is_damaged() else None

    def silent_for(self) -> float:
        """For how many seconds it has not answered; 0 while it does."""
        return 0.0 if self.silent_since is None else time.monotonic() - self.silent_since

    def _before_restart(self) -> Path | None:
        """It is started again by whoever watches the processes: with what, is decided here."""
        never_answered = self.silent_since is not None
        self.silent_since = self.silent_since or time.monotonic()
        if self._is_damaged() or (never_answered and not self._made_anew):
            return self._moved()
        return None

    def _replaced(self) -> Path | None:
        self.children.end(NAME)
        aside = self._moved()
        start_server(self.children, self.port)
        for name in self.dependants:
            self.children.restart(name)
        return aside

    def _moved(self) -> Path | None:
        self._made_anew = True
        if self.database is None or not self.database.exists():
            return None
        return set_aside(self.database, wall_clock())

    def _has_ended(self) -> bool:
        child = self.children.running.get(NAME)
        return child is not None and child.exit_code is not None

    def _is_damaged(self) -> bool:
        return bool(self.port) and self.database is not None and is_damaged(self.database)
