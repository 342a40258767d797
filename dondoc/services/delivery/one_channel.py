"""One channel's part of a run: while a portion is being sent, the next one is prepared.

`bench/bench_reminders.py`'s delivery of 5,000 single letters on SQLite, by one process on two busy
processors, four pairs in turns: 19.1 seconds so, 22.5 where each portion waits for the one before,
at equal processor time.
"""

import os
import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from dondoc.services.delivery.attempt_log import AttemptLog
from dondoc.services.delivery.channels_in_use import ChannelInUse
from dondoc.services.delivery.check_again import prepare
from dondoc.services.delivery.claim import Due, PortionClaim, claim, in_state, release
from dondoc.services.delivery.freeze import FrozenPortion, freeze
from dondoc.services.delivery.job import Job
from dondoc.services.delivery.readers import Readers
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.send import RunHealth, Sender, WaitingLetters
from dondoc.services.delivery.settle import settle
from dondoc.services.reach.pace import Pace
from dondoc.store.database import reading
from models.message import MessageState


def run_channel(job: Job, channel: ChannelInUse) -> DeliverResult:
    """Portion after portion until nothing is due on the channel, or it is down.

    Raises ChannelError for an unusable URL.
    """
    with _senders(job, channel) as senders:
        return _Runner(job, channel, senders).run()


@dataclass
class _Senders:
    pool: ThreadPoolExecutor
    senders: list[Sender]
    health: RunHealth

    def start(self, batch: WaitingLetters) -> list[Future[None]]:
        return [self.pool.submit(sender.work, batch) for sender in self.senders]


@contextmanager
def _senders(job: Job, channel: ChannelInUse) -> Iterator[_Senders]:
    health, pace = RunHealth(job.policy.give_up_run_after), Pace(channel.per_minute)
    with ExitStack() as stack:
        senders = [
            Sender(
                job,
                stack.enter_context(channel.open()),
                stack.enter_context(closing(AttemptLog(job))),
                pace,
                health,
                channel.name,
                channel.as_mail,
            )
            for _ in range(channel.parallel)
        ]
        pool = stack.enter_context(
            ThreadPoolExecutor(max(1, channel.parallel), f"send-{channel.name}")
        )
        yield _Senders(pool, senders, health)


class _Runner:
    def __init__(self, job: Job, channel: ChannelInUse, senders: _Senders) -> None:
        self.job, self.open_channel, self.senders = job, channel, senders
        self.people = Readers(job.now, job.open_channels)
        self.worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.left = job.policy.most_messages
        self.result = DeliverResult()

    def run(self) -> DeliverResult:
        batch = self._next()
        while batch is not None:
            sending = self.senders.start(batch)
            following = self._next()
            for future in sending:
                future.result()
            self._conclude(batch)
            batch = following
        if self.senders.health.down:
            self.result.down[self.open_channel.name] = self.senders.health.down
        return self.result

    def _next(self) -> WaitingLetters | None:
        """The next portion, frozen; None: nothing is due, or the channel is down or another's."""
        if self.senders.health.down or self._size() == 0:
            return None
        if not self.job.keeps(self.open_channel.name):
            return None
        mine = PortionClaim(self.worker, self.job.policy.wall() + self.job.policy.lease)
        ids = self.job.patiently(lambda: self._claim(mine))
        if not ids:
            return None
        if self.left is not None:
            self.left -= len(ids)
        frozen = self.job.patiently(lambda: self._frozen(mine, ids))
        self._count(frozen)
        return WaitingLetters.of(mine, frozen.to_send)

    def _size(self) -> int:
        """Not more than can be sent before the lease runs out."""
        size = self.job.policy.portion
        if self.open_channel.per_minute is not None:
            minutes = self.job.policy.lease.total_seconds() / 60
            size = max(1, min(size, int(self.open_channel.per_minute * minutes / 2)))
        return size if self.left is None else min(size, self.left)

    def _claim(self, mine: PortionClaim) -> list[int]:
        policy = self.job.policy
        due = Due(self.open_channel.name, self.job.now, policy.wall(), policy.lease)
        with self.job.writing() as session:
            return claim(session, mine, due, self._size())

    def _frozen(self, mine: PortionClaim, ids: list[int]) -> FrozenPortion:
        with reading(self.job.engine) as session:
            prepared = prepare(session, ids, self.job, self.people)
        with self.job.writing() as session:
            return freeze(session, mine, prepared, self.job)

    def _count(self, frozen: FrozenPortion) -> None:
        self.result.lost += frozen.lost
        self.result.waiting += frozen.waiting
        for message in frozen.ended:
            if message.moot:
                self.result.moot += 1
                self.result.moot_reasons[message.moot] += 1
            else:
                self.result.failed += 1

    def _conclude(self, batch: WaitingLetters) -> None:
        """Gives back what was not tried, and settles what was."""
        untried = batch.left()
        if untried:
            self.job.patiently(lambda: self._release(batch.mine, untried))
        self.result.lost += batch.lost
        settle(self.job)
        failures = [key for key, status in batch.tried.items() if status != "delivered"]
        self.result.sent += len(batch.tried) - len(failures)
        if failures:
            with reading(self.job.engine) as session:
                failed = in_state(session, failures, MessageState.FAILED)
            self.result.failed += failed
            self.result.later += len(failures) - failed

    def _release(self, mine: PortionClaim, ids: list[int]) -> None:
        with self.job.writing() as session:
            release(session, mine, ids)
