"""Delivering with several processes when there is much to send: Python uses one processor each."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from dondoc.collecting import seldom_collecting
from dondoc.services.delivery import forked, process_main
from dondoc.services.delivery.channel_leases import ChannelLeases, channel_leases
from dondoc.services.delivery.channels_in_use import ChannelsInUse
from dondoc.services.delivery.claim import channels_due
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.process_main import DeliverTask
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store.database import reading

_MAX_HELPERS = 3


def deliver_together(
    engine: Engine,
    channels: ChannelsInUse,
    now: datetime,
    office: LettersSender,
    policy: Policy | None = None,
) -> DeliverResult:
    """Like `deliver`, with helpers where they help; a channel that another run has is left to it.

    A helper is one more deliverer and may be killed like any: nothing depends on it.
    """
    policy = policy or Policy()
    with channel_leases(engine, channels.for_one_run(policy.scheduled)) as leases:
        busy = frozenset(name for name, held in leases.items() if held is None)
        policy = replace(policy, leave=policy.leave | busy)
        leave = policy.leave | channels.alone()
        url = engine.url.render_as_string(hide_password=False)
        task = DeliverTask(url, channels.shared(), now, office, replace(policy, leave=leave))
        return _deliver_with(leases, engine, channels, task, policy)


def _deliver_with(
    leases: ChannelLeases,
    engine: Engine,
    channels: ChannelsInUse,
    task: DeliverTask,
    policy: Policy,
) -> DeliverResult:
    with seldom_collecting():
        helpers = _helpers(engine, task)
        try:
            result = deliver(engine, channels, task.now, task.office, policy, leases)
        finally:
            others = [finish() for finish in helpers]
    for other in others:
        result.add(other)
    return result


def _helpers(engine: Engine, task: DeliverTask) -> list[Callable[[], DeliverResult]]:
    """Those that are at work now; each waits for its end and says what it did."""
    if task.policy.most_messages is not None:
        return []
    with reading(engine) as session:
        due = channels_due(session, task.now, task.policy)
    letters = sum(count for name, count in due.items() if name not in task.policy.leave)
    most = min((os.cpu_count() or 1) - 1, _MAX_HELPERS)
    if (copies := min(most, letters // task.policy.worth_a_copy)) and forked.may_fork(engine):
        import dondoc.channels.template  # noqa: F401 - loads Apprise, once for all copies

        return [forked.start(lambda: process_main.work(engine, task)) for _ in range(copies)]
    return [
        process_main.start(task) for _ in range(min(most, letters // task.policy.worth_a_process))
    ]
