"""Making the calls: signed, with little patience, and never to the office's own network."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from dondoc.channels.deadline import Connections, deadline
from dondoc.channels.private import AddressGuard, guarding
from dondoc.clock import wall_clock
from dondoc.services.integrations.webhooks.calls import (
    BATCH,
    Call,
    CallOutcome,
    active,
    any_active,
    claim,
    queue,
    release,
    settle,
)
from dondoc.store.attempts import note_done
from dondoc.store.database import reading, writing, written
from dondoc.workplace import Workplace

AGENT = "dondoc-webhooks/1"
MAX_CALLS = 20
LEASE = timedelta(minutes=5)
MAX_ANSWER_LENGTH = 200
TRIES, BUSY_PAUSE = 5, 0.1
"""How often it is asked whether anybody is still appending, and the seconds between."""


@dataclass(frozen=True)
class TimeLimits:
    """How long sending may take.

    `budget`: seconds after which no call is begun any more; `answer`: seconds for one call in
    all, from connecting to the head of the answer, however slowly it comes.
    """

    budget: float = 60.0
    answer: float = 5.0


@dataclass
class CallsMade:
    """What one run did."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Receiver:
    """Where a call goes, and what signs it."""

    url: str
    secret: str


def tell(workplace: Workplace, patience: TimeLimits | None = None) -> CallsMade:
    """Sends what happened to every address. One that fails is left alone until the next run.

    At least once: a call in flight when the process is killed is made again, under its number.
    """
    run = _Run(workplace, patience or TimeLimits())
    if run.receivers:
        while run.portion():
            pass
    return run.calls_made


class WebhookCaller:
    """Tells in a thread of its own: who waits for the next drain waits for no slow receiver."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._at_work = threading.Lock()

    def wake(self, opened: Callable[[], Workplace]) -> None:
        """Has what just happened told soon; whatever is missed the deliver flow tells."""
        self._wanted.set()
        if self._at_work.acquire(blocking=False):
            threading.Thread(target=self._work, args=(opened,), daemon=True).start()

    def _work(self, opened: Callable[[], Workplace]) -> None:
        try:
            while self._wanted.is_set():
                self._wanted.clear()
                workplace = opened()
                tell(workplace)
                workplace.engine.dispose()
        finally:
            self._at_work.release()


TELLER = WebhookCaller()


class _Run:
    """One run over all addresses."""

    def __init__(self, workplace: Workplace, patience: TimeLimits) -> None:
        self.workplace, self.patience = workplace, patience
        self.until = time.monotonic() + patience.budget
        self.calls_made = CallsMade()
        self.failing: set[int] = set()
        self.receivers = _receivers(workplace)

    def portion(self) -> bool:
        """Makes a few calls; False when nothing is due any more, or time is up."""
        engine = self.workplace.engine
        calls = written(
            engine, lambda session: claim(session, wall_clock(), LEASE, MAX_CALLS, self.failing)
        )
        left = []
        with open_line(self.patience) as line:
            for call in calls:
                if time.monotonic() >= self.until or call.webhook_id in self.failing:
                    left.append(call.call_id)
                else:
                    self._make(line, call)
        if left:
            written(engine, lambda session: release(session, left))
        return bool(calls) and time.monotonic() < self.until

    def _make(self, line: "CallLine", call: Call) -> None:
        """One call, and what came of it written down before the next one is made."""
        body = {"delivery": call.call_id, "sample": self.workplace.sample, **call.event}
        private = self.workplace.settings.webhook_private_hosts
        answer = post(line, self.receivers[call.webhook_id], body, private=private)
        written(self.workplace.engine, lambda session: settle(session, call, answer, wall_clock()))
        if answer.taken:
            self.calls_made.sent += 1
        else:
            self.calls_made.failed += 1
            self.failing.add(call.webhook_id)


def _receivers(workplace: Workplace) -> dict[int, Receiver]:
    """The addresses, with what happened since the last time made into calls for them."""
    receivers: dict[int, Receiver] = {}
    with reading(workplace.engine) as session:
        if not any_active(session):
            return receivers  # as in most offices: nobody else waits for the database then
    busy = 0
    while busy < TRIES:
        with writing(workplace.engine) as session:
            webhooks = active(session, workplace.clock().today(), wall_clock())
            looked = queue(session, webhooks)
            receivers = {webhook.key: Receiver(webhook.url, webhook.secret) for webhook in webhooks}
        if looked is None:
            busy += 1
            time.sleep(BUSY_PAUSE)
        elif looked < BATCH:
            break
    return receivers


def send_test(receiver: Receiver, *, sample: bool, private: bool) -> CallOutcome:
    """A call about nothing, to see whether it is taken."""
    body = {"delivery": 0, "sample": sample, "event": 0, "kind": "test"}
    with open_line(TimeLimits()) as line:
        return post(line, receiver, body, private=private)


@dataclass(frozen=True)
class CallLine:
    """What calls are made with, and the seconds that each of them may take."""

    client: httpx.Client
    connections: Connections
    seconds: float


@contextmanager
def open_line(patience: TimeLimits) -> Iterator[CallLine]:
    """Keeps connections from one call to the next; a redirect is not followed."""
    with httpx.Client(timeout=patience.answer, follow_redirects=False) as client:
        yield CallLine(client, Connections(), patience.answer)


def post(line: CallLine, receiver: Receiver, body: dict[str, Any], *, private: bool) -> CallOutcome:
    """One attempt. Only the head of the answer is read: the rest may have no end."""
    note_done()
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = head(receiver.secret, content, body, wall_clock())
    with (
        nullcontext(AddressGuard()) if private else guarding() as guard,
        deadline(line.seconds, line.connections),
    ):
        try:
            with line.client.stream(
                "POST", receiver.url, content=content, headers=headers
            ) as answer:
                words = f"{answer.status_code} {answer.reason_phrase}"[:MAX_ANSWER_LENGTH]
                gone = answer.status_code == httpx.codes.GONE
                return CallOutcome(answer.is_success, words, gone)
        except (httpx.HTTPError, httpx.InvalidURL):
            key = "webhooks.answer.private" if guard.refused else "webhooks.answer.no_answer"
            return CallOutcome(False, key)


def head(secret: str, content: bytes, body: dict[str, Any], wall: datetime) -> dict[str, str]:
    """The head of a call. The signature covers the moment: an old call cannot be sent again."""
    stamp = str(int(wall.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "X-Dondoc-Delivery": str(body["delivery"]),
        "X-Dondoc-Event": str(body["kind"]),
        "X-Dondoc-Timestamp": stamp,
        "X-Dondoc-Signature": f"sha256={signature(secret, stamp, content)}",
    }


def signature(secret: str, stamp: str, content: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`, in hexadecimal."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + content, hashlib.sha256).hexdigest()
