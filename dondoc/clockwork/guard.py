"""The guard: ends the process groups it was told of once its standard input closes.

Run as a script, with nothing but the standard library, so that it starts at once. It ignores
the keyboard: only the end of its parent, or its parent's wish, concerns it.
"""

import os
import signal
import sys
import time

GRACE_SECONDS = 4.0


def main() -> None:
    """Collects leaders of process groups, a line each, until the parent's end closes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    leaders = [int(line) for line in sys.stdin]
    _send(leaders, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while leaders and time.monotonic() < deadline:
        time.sleep(0.05)
        leaders = _send(leaders, 0)
    _send(leaders, signal.SIGKILL)


def _send(leaders: list[int], number: int) -> list[int]:
    """Sends a signal to each group; gives those that are still there."""
    left = []
    for leader in leaders:
        try:
            os.killpg(leader, number)
        except (ProcessLookupError, PermissionError):
            continue
        left.append(leader)
    return left


if __name__ == "__main__":
    main()
