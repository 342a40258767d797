"""Channels that one run alone may use: with a pace to keep, with tokens to renew, or by schedule.

Two runs at once would send twice as fast as a provider allows, and a run that hangs on a server
would be joined by the next, and the one after that.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from sqlalchemy import Engine

from dondoc.store.lease import HeldLease, lease

LEASE_TIME = timedelta(minutes=5)
"""Longer than a letter may take, with a database that is away for a while; renewed between them."""

ChannelLeases = Mapping[str, HeldLease | None]
"""By channel; None: another run has it."""


@contextmanager
def channel_leases(engine: Engine, names: Iterable[str]) -> Iterator[ChannelLeases]:
    """Takes the channels of these names, those that nobody has, for as long as the block lasts."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(lease(engine, lease_name(name), LEASE_TIME))
            for name in sorted(names)
        }


def lease_name(channel: str) -> str:
    """What the lease of a channel is called in the database."""
    return f"deliver:{channel}"
