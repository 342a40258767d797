"""One delivery run: claim a portion, check it, freeze it, send it letter by letter."""

import os
import socket
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from dondoc.channels.channel import Channel, open_channel
from dondoc.channels.errors import LetterError
from dondoc.channels.letter import Letter
from dondoc.channels.outcome import Outcome, permanent
from dondoc.db import reading, writing
from dondoc.services.deliver.claim import Claim, claim, prolong, release
from dondoc.services.deliver.freeze import freeze
from dondoc.services.deliver.load import Loaded, load
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.prepare import Prepared, prepare
from dondoc.services.deliver.record import record, record_no_address
from dondoc.services.remind.office import Office
from models.message import MessageState
from models.rules.checkpoints import HANOI


@dataclass
class DeliverResult:
    """How many messages came to which end in this run.

    `later`: to be tried again. `stopped`: the answer of a server that refused everything, so
    that the rest of the messages was left for later untried; '' otherwise.
    """

    sent: int = 0
    failed: int = 0
    moot: int = 0
    later: int = 0
    lost: int = 0
    moot_reasons: Counter[str] = field(default_factory=Counter)
    stopped: str = ""

    def count(self, state: MessageState | None) -> None:
        """Counts the end of one attempt."""
        match state:
            case MessageState.SENT:
                self.sent += 1
            case MessageState.FAILED:
                self.failed += 1
            case MessageState.QUEUED:
                self.later += 1
            case _:
                self.lost += 1


def deliver(
    engine: Engine,
    channel_url: str,
    now: datetime,
    office: Office,
    policy: Policy | None = None,
) -> DeliverResult:
    """Sends every message that is due, and returns what became of them.

    Any number of deliverers may run at once, and any may be killed: what one of them had
    claimed is taken over when its lease runs out. Raises ChannelError for an unusable URL.
    """
    with open_channel(channel_url) as channel:
        return _Run(engine, channel, now, office, policy or Policy()).all()


class _Run:
    def __init__(
        self, engine: Engine, channel: Channel, now: datetime, office: Office, policy: Policy
    ) -> None:
        self.engine, self.channel, self.now = engine, channel, now
        self.office, self.policy = office, policy
        worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.mine = Claim(worker, policy.wall() + policy.lease)
        self.result = DeliverResult()
        self.in_a_row = 0

    def all(self) -> DeliverResult:
        """Portion after portion until nothing is due."""
        left = self.policy.most_messages
        while not self.result.stopped and (left is None or left > 0):
            size = self.policy.portion if left is None else min(left, self.policy.portion)
            ids = self._claim(size)
            if not ids:
                break
            left = None if left is None else left - len(ids)
            self._portion(ids)
        return self.result

    def _claim(self, size: int) -> list[int]:
        wall = self.policy.wall()
        self.mine.until = wall + self.policy.lease
        with writing(self.engine) as session:
            return claim(session, self.mine, wall, size)

    def _portion(self, ids: list[int]) -> None:
        with reading(self.engine) as session:
            prepared = prepare(session, ids, self.now, self.office)
        with writing(self.engine) as session:
            to_send, ended = freeze(session, self.mine, prepared, self.now, self.office)
            for one in ended:
                if one.fault:
                    record_no_address(session, one.loaded, self.now, one.fault)
        self._count_ended(ended)
        with reading(self.engine) as session:
            letters = load(session, to_send)
            session.expunge_all()
        self._send(letters)

    def _count_ended(self, prepared: Sequence[Prepared]) -> None:
        for one in prepared:
            if one.moot:
                self.result.moot += 1
                self.result.moot_reasons[one.moot] += 1
            elif one.fault:
                self.result.failed += 1

    def _send(self, letters: list[Loaded]) -> None:
        ids = [one.message.key for one in letters]
        for number, one in enumerate(letters):
            if self.result.stopped:
                with writing(self.engine) as session:
                    release(session, self.mine, ids[number:])
                return
            if not self._still_mine(ids[number:]):
                self.result.lost += len(ids) - number
                return
            self._attempt(one)

    def _still_mine(self, ids: list[int]) -> bool:
        """Whether the lease leaves time for one more letter; it is prolonged in time.

        A lease that has run out is not taken up again: another deliverer may be at work.
        """
        wall = self.policy.wall()
        if wall >= self.mine.until:
            return False
        if self.mine.until - wall < self.policy.lease / 2:
            self.mine.until = wall + self.policy.lease
            with writing(self.engine) as session:
                prolong(session, self.mine, ids)
        return True

    def _attempt(self, loaded: Loaded) -> None:
        outcome = self._outcome(loaded)
        with writing(self.engine) as session:
            state = record(session, self.mine, loaded, outcome, self.now, self.policy)
        self.result.count(state)
        self.in_a_row = self.in_a_row + 1 if outcome.status == "temporary" else 0
        if self.in_a_row >= self.policy.give_up_run_after:
            self.result.stopped = outcome.answer or outcome.reason

    def _outcome(self, loaded: Loaded) -> Outcome:
        try:
            letter = letter_of(loaded)
        except LetterError as error:
            return permanent(str(error), "deliver.bad_letter")
        return self.channel.send(letter)


def letter_of(loaded: Loaded) -> Letter:
    """The frozen message as a letter: the same bytes at every attempt.

    Raises LetterError for an address that cannot be one.
    """
    message = loaded.message
    assert message.frozen_at is not None and message.message_ref is not None
    return Letter(
        message_id=message.message_ref,
        recipient_address=message.address,
        subject=message.subject,
        text=message.body_text,
        html=message.body_html,
        date=message.frozen_at.astimezone(HANOI),
        language=message.language,
        **(message.envelope or {}),
    )
