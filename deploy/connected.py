"""Health of a process without a page of its own: `python connected.py PORT`.

Succeeds when this container holds an established connection to that port. The resident lives on
its connection to Prefect; without it nobody can wake it.
"""

import sys
from pathlib import Path

ESTABLISHED = "01"


def connected(port: int, tables: tuple[str, ...] = ("tcp", "tcp6")) -> bool:
    """Whether Linux lists an established connection whose far end is `port`."""
    # Where IPv6 is switched off its table is not there.
    for table in filter(Path.exists, (Path("/proc/net", name) for name in tables)):
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            _number, _near, far, state, *_rest = line.split()
            if state == ESTABLISHED and int(far.rpartition(":")[2], 16) == port:
                return True
    return False


if __name__ == "__main__":
    sys.exit(not connected(int(sys.argv[1])))
