"""What people record moves also while Prefect's server is silent, where `dondoc up` is not there.

`dondoc up` sees to it itself; in containers the resident process does.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ASK_SECONDS = 15.0
SILENCE_SECONDS = 20.0

_log = logging.getLogger(__name__)


@dataclass
class SilentServer:
    """Drains again and again while nobody answers.

    `answers`: asks the server; `drain`: moves what waits, and may fail: the database may be away.
    """

    answers: Callable[[], bool]
    drain: Callable[[], object]
    silent_since: float | None = field(default=None, init=False)

    def drain_if_silent(self, moment: float) -> bool:
        """Asks once, and drains where it was silent for long enough; says whether it drained."""
        if self.answers():
            self.silent_since = None
            return False
        if self.silent_since is None:
            self.silent_since = moment
        if moment - self.silent_since < SILENCE_SECONDS:
            return False
        try:
            self.drain()
        except Exception:
            _log.exception("What was recorded could not be moved without Prefect")
            return False
        return True

    def watch(self) -> None:
        """Asks for as long as the process lives, beside what it does else."""

        def go_on() -> None:
            while True:
                self.drain_if_silent(time.monotonic())
                time.sleep(ASK_SECONDS)

        threading.Thread(target=go_on, name="silent-server", daemon=True).start()
