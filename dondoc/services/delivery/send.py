"""Sending: letter by letter over one connection, each attempt written down when it is over."""

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.channels.channel import Channel
from dondoc.channels.errors import LetterError
from dondoc.channels.outcome import TOO_SLOW, Outcome, permanent, temporary
from dondoc.services.delivery.attempt_log import AttemptLog
from dondoc.services.delivery.claim import PortionClaim, prolong
from dondoc.services.delivery.frozen_letters import Sendable
from dondoc.services.delivery.job import Job
from dondoc.services.reach.pace import Pace
from models.rules.time_limits import latest_end

_SLOW_COUNTS = 3
"""Each costs the run minutes, and a server that trickles once does so again."""


@dataclass
class RunHealth:
    """How one channel fares in one run. `down`: the answer of a server that refused everything."""

    most: int
    in_a_row: int = 0
    down: str = ""

    def note(self, outcome: Outcome) -> None:
        """Counts failures that are nobody's own; one that took all its time counts as several."""
        counts = _SLOW_COUNTS if outcome.reason == TOO_SLOW else 1
        self.in_a_row = self.in_a_row + counts if outcome.status == "temporary" else 0
        if self.in_a_row >= self.most and not self.down:
            self.down = outcome.answer or outcome.reason or "?"


@dataclass
class WaitingLetters:
    """Letters that wait for a sender; several senders take from it at once.

    `tried`: the status of each message's attempt.
    """

    mine: PortionClaim
    waiting: deque[Sendable]
    tried: dict[int, str] = field(default_factory=dict)
    lost: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, mine: PortionClaim, letters: Sequence[Sendable]) -> "WaitingLetters":
        """All of them wait."""
        return cls(mine, deque(letters))

    def take(self) -> Sendable | None:
        """The next one; None when all are taken."""
        try:
            return self.waiting.popleft()
        except IndexError:
            return None

    def left(self) -> list[int]:
        """The messages that nobody has taken."""
        return [sendable.message_id for sendable in list(self.waiting)]


@dataclass
class Sender:
    """One connection to the channel, one to the database, for one thread at a time."""

    job: Job
    channel: Channel
    ledger: AttemptLog
    pace: Pace
    health: RunHealth
    channel_name: str
    as_mail: bool = False

    def work(self, batch: WaitingLetters) -> None:
        """Sends until nothing is left, the channel is down, or a lease was lost."""
        while not self.health.down:
            self.pace.wait()
            if not self.job.keeps(self.channel_name):
                return
            sendable = batch.take()
            if sendable is None:
                return
            if not self._still_ours(batch, sendable):
                batch.lost += 1
                continue
            outcome = self._outcome(sendable)
            if self.ledger.note(sendable, outcome):
                batch.tried[sendable.message_id] = outcome.status
            else:
                batch.lost += 1
            self.health.note(outcome)

    def _still_ours(self, batch: WaitingLetters, sendable: Sendable) -> bool:
        """Whether the lease leaves time for one more letter; it is prolonged in time.

        A lease that has run out is not taken up again: another deliverer may be at work.
        """
        with batch.lock:
            wall, lease = self.job.policy.wall(), self.job.policy.lease
            if wall >= batch.mine.until or batch.mine.until > latest_end(wall, lease):
                return False  # it has run out, or the clock was put right meanwhile
            if batch.mine.until - wall < lease / 2:
                until = wall + lease
                longer = PortionClaim(batch.mine.worker, until)
                ids = [sendable.message_id, *batch.left()]
                self.job.patiently(lambda: self._prolong(longer, ids))
                batch.mine.until = until
            return True

    def _prolong(self, longer: PortionClaim, ids: Sequence[int]) -> None:
        with self.job.writing() as session:
            prolong(session, longer, ids)

    def _outcome(self, sendable: Sendable) -> Outcome:
        try:
            letter = sendable.letter(self.as_mail)
        except LetterError as error:
            return permanent(str(error), "deliver.bad_letter")
        try:
            return self.channel.send(letter)
        except Exception as error:
            # Over a hundred services have bugs; a letter that meets one must not keep all others
            # from being sent. What the error says may hold a secret: its name is enough.
            return temporary(type(error).__name__, "channel.reason.not_taken")
