"""One delivery run: every channel that has something to send, each at its own pace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Engine

from dondoc.channels.errors import ChannelError
from dondoc.services.delivery.channel_leases import ChannelLeases
from dondoc.services.delivery.channels_in_use import ChannelInUse, ChannelsInUse, closed
from dondoc.services.delivery.claim import channels_due
from dondoc.services.delivery.job import Job
from dondoc.services.delivery.one_channel import run_channel
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.settle import settle
from dondoc.services.reminders.letters.sender import LettersSender
from dondoc.store.database import reading


def deliver(
    engine: Engine,
    channels: ChannelsInUse,
    now: datetime,
    office: LettersSender,
    policy: Policy | None = None,
    leases: ChannelLeases | None = None,
) -> DeliverResult:
    """Sends every message that is due, and returns what became of them.

    Any number of deliverers may run at once, and any may be killed: what one of them had
    claimed is taken over when its lease runs out, what it had sent is settled. A channel that
    is down stops only itself. `leases`: of channels that are to be used while they are held, and
    no longer. Raises ChannelError for an unusable URL, when all else is sent.
    """
    job = Job(engine, channels, now, office, policy or Policy(), leases or {})
    settle(job)
    result = DeliverResult()
    unusable: dict[str, ChannelError] = {}
    finished: set[str] = set()
    while due := _due(job, {*job.policy.leave, *result.down, *unusable, *finished}):
        # What a closed channel cannot give away stays there.
        finished |= {use.name for use in due if not use.parallel}
        for channel, done in zip(due, _all(job, due), strict=True):
            if isinstance(done, ChannelError):
                unusable[channel.name] = done
            else:
                result.add(done)
        if job.policy.most_messages is not None:
            break
        # Once more: a message may have fallen back to a channel that had nothing to do.
    for error in unusable.values():
        raise error
    return result


def _due(job: Job, without: set[str]) -> list[ChannelInUse]:
    """The channels with something to send, but for these and those that are not set up.

    Messages on a channel that was switched off go another way (see prepare).
    """
    with reading(job.engine) as session:
        due = channels_due(session, job.now, job.policy)
    names = due.keys() - without - job.taken_over
    return [job.open_channels.get(name) or closed(name) for name in sorted(names)]


def _all(job: Job, due: list[ChannelInUse]) -> list[DeliverResult | ChannelError]:
    """Each channel in a thread of its own: one that is slow or down holds up no other."""
    with ThreadPoolExecutor(len(due), "channel") as pool:
        return list(pool.map(lambda row: _one(job, row), due))


def _one(job: Job, channel: ChannelInUse) -> DeliverResult | ChannelError:
    try:
        return run_channel(job, channel)
    except ChannelError as error:
        return error
