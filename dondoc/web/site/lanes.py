"""Two lanes for requests, as at a border: what is read in a moment waits behind nothing long.

Python works on one request at a time, and each more that a process takes up costs all of them
turns: with three at once it answers a quarter more than with eight. But three that take seconds
(a plan, an export, a mail server that does not answer) would keep everybody waiting. So pages
that are read in a moment have a lane of their own, and all others the threads of the server.
Without it "my work" takes eight times as long while a dozen exports are asked for at once
(`bench/bench_lanes.py`).
"""

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

QUICK, OTHERS = 3, 8
"""So many requests are worked on at once in each lane; the others wait their turn, in order."""

P = ParamSpec("P")
T = TypeVar("T")

_lane: RunVar[CapacityLimiter] = RunVar("dondoc_quick")


def quick(handler: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """A handler that only reads, a little: it goes in the quick lane."""

    @wraps(handler)
    async def in_lane(*given: P.args, **named: P.kwargs) -> T:
        return await run_sync(partial(handler, *given, **named), limiter=_limiter())

    return in_lane


def _limiter() -> CapacityLimiter:
    """One for each event loop, as each process has one."""
    try:
        return _lane.get()
    except LookupError:
        made = CapacityLimiter(QUICK)
        _lane.set(made)
        return made
