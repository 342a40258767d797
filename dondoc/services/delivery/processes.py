"""Delivering with several processes when there is much to send: Python uses one processor each.

`bench/bench_reminders.py --scale 10 --no-peers`, deliver of 2,800 single letters on SQLite, in
turns on two busy processors: 7.2 seconds with a copy, 10.1 without, for a tenth more of the
processor.
"""

import os
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from dondoc.collecting import seldom_collecting
from dondoc.services.delivery import forked
from dondoc.services.delivery.channel_leases import channel_leases
from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.delivery.claim import channels_due
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store.database import reading

_MAX_COPIES = 3


def deliver_together(
    engine: Engine,
    channels: ChannelsInUse,
    now: datetime,
    office: LettersSender,
    policy: Policy | None = None,
) -> DeliverResult:
    """Like `deliver`, with copies of this process where they help and may be.

    A copy is one more deliverer and may be killed like any: nothing depends on it. A channel that
    another run has is left to it.
    """
    policy = policy or Policy()
    with channel_leases(engine, channels.for_one_run(policy.scheduled)) as leases:
        busy = frozenset(name for name, held in leases.items() if held is None)
        policy = replace(policy, leave=policy.leave | busy)
        of_copies = replace(policy, leave=policy.leave | channels.alone())
        with seldom_collecting():
            work = partial(deliver, engine, channels, now, office, of_copies)
            copies = [forked.start(work) for _ in range(_copies(engine, now, of_copies))]
            try:
                result = deliver(engine, channels, now, office, policy, leases)
            finally:
                others = [finish() for finish in copies]
    for other in others:
        result.add(other)
    return result


def _copies(engine: Engine, now: datetime, policy: Policy) -> int:
    """How many are worth it for what is due."""
    if policy.most_messages is not None:
        return 0
    with reading(engine) as session:
        due = channels_due(session, now, policy)
    letters = sum(count for name, count in due.items() if name not in policy.leave)
    most = min((os.cpu_count() or 1) - 1, _MAX_COPIES)
    copies = min(most, letters // policy.worth_a_copy)
    if not copies or not forked.may_fork(engine):
        return 0
    import dondoc.channels.template  # noqa: F401 - loads Apprise, once for all copies

    return copies
