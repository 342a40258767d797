"""How fast a channel may be used."""

import threading
import time
from dataclasses import dataclass, field


@dataclass
class Pace:
    """At most so many letters a minute, evenly spread, for all threads of this process.

    Two runs at once would have a pace each: a lease gives such a channel to one alone
    (`delivery/channel_leases.py`).
    """

    per_minute: int | None
    _next: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self) -> None:
        """Returns when the next letter may go."""
        if self.per_minute is None:
            return
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + 60.0 / self.per_minute
        time.sleep(mine - now)
