"""Rows and letters by the thousand are made and let go; looking for garbage among them takes time.

`bench/bench_reminders.py --scale 10 --no-peers`, processor time without it: deciding on SQLite
0.27-0.29 s instead of 0.19-0.21 s (gathered) and 0.44-0.47 s instead of 0.33 s (single).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_SELDOM = (50_000, *_USUAL[1:])
"""Objects made until the youngest are looked through; Python itself says 700."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Within the block garbage is looked for seldom, and not among what was there before.

    For the whole process: where two blocks overlap, the first to end ends it for both.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
        gc.unfreeze()
