"""Settling: after sending, messages, history and addresses are brought up to date by portions.

Whoever delivers settles whatever is not settled, first of all, so that a deliverer that was
killed between a letter and its settling loses nothing and repeats nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from dondoc.services.delivery.after_failure import (
    FailureRules,
    NextStep,
    UnsettledAttempt,
    unsettled,
)
from dondoc.services.delivery.freeze import THAWED, drop_lines, set_each
from dondoc.services.delivery.history import (
    FELL_BACK,
    NO_ADDRESS,
    LineEnds,
    MessageEnd,
    event_of,
    lines_of,
    tell_secretariat,
)
from dondoc.services.delivery.job import Job
from dondoc.services.delivery.readers import Readers
from dondoc.services.delivery.refused_addresses import disable
from dondoc.services.history.events import append
from dondoc.services.reminders.nudges import write
from dondoc.store.bulk import among, set_all
from models.event import EventKind
from models.message import Attempt, Message, MessageState

_BATCH = 500
_NO_SYNC: dict[str, Any] = {"synchronize_session": False}
_DONE: dict[str, Any] = {"claimed_by": None, "claimed_until": None}


def settle(job: Job) -> int:
    """Settles all that there is; says how many attempts."""
    people = Readers(job.now, job.open_channels)
    done = 0
    with job.settling:
        while settled := job.patiently(lambda: _portion(job, people)):
            done += settled
    return done


def _portion(job: Job, people: Readers) -> int:
    with job.writing() as session:
        attempts = unsettled(session, _BATCH)
        if attempts:
            _Portion(session, job, attempts).settle(people)
    return len(attempts)


class _Portion:
    def __init__(self, session: Session, job: Job, attempts: Sequence[UnsettledAttempt]) -> None:
        self.session, self.job, self.attempts = session, job, attempts
        self.lines: LineEnds = lines_of(session, [attempt.message_id for attempt in attempts])
        self.events: list[dict[str, Any]] = []

    def settle(self, people: Readers) -> None:
        """Writes all that follows."""
        arrived = [attempt for attempt in self.attempts if attempt.delivered]
        failures = [attempt for attempt in self.attempts if not attempt.delivered]
        self._arrived(arrived)
        if failures:
            self._failures(failures, people)
        append(self.session, self.job.now, self.events)
        ids = [attempt.attempt_id for attempt in self.attempts]
        done = update(Attempt).where(among(self.session, col(Attempt.id), ids))
        self.session.execute(done.values(settled=True), execution_options=_NO_SYNC)

    def _arrived(self, part: Sequence[UnsettledAttempt]) -> None:
        """All in one statement: nearly every message comes this way."""
        values = {"state": MessageState.SENT, "ended_at": self.job.now, "end_reason": "",
                  "retry_after": None, "attempts": col(Message.attempts) + 1, **_DONE}  # fmt: skip
        ids = [attempt.message_id for attempt in part]
        set_all(self.session, Message, ids, values)
        self.events += [self._event(attempt, EventKind.DELIVERED) for attempt in part]

    def _failures(self, part: list[UnsettledAttempt], people: Readers) -> None:
        judge = FailureRules(self.job, people)
        judge.read(self.session, part)
        next_steps = [(attempt, judge.decide(attempt)) for attempt in part]
        refused = [attempt for attempt in part if attempt.about_address]
        self.events += disable(self.session, refused, self.job.now)
        self._change([(attempt, self._values(attempt, step)) for attempt, step in next_steps])
        self._tell(next_steps)

    def _values(self, attempt: UnsettledAttempt, next_step: NextStep) -> dict[str, Any]:
        if next_step.moved is not None:
            gone = [*attempt.passed_over, attempt.contact_id]
            way = {"channel": next_step.moved.channel, "contact_id": next_step.moved.contact_id}
            return {**way, "passed_over": gone, "retry_after": None, **THAWED, **_DONE}
        if next_step.pause is not None:
            return {"retry_after": self.job.policy.wall() + next_step.pause, **_DONE}
        return {"state": MessageState.FAILED, "ended_at": self.job.now,
                "end_reason": next_step.failed, **_DONE}  # fmt: skip

    def _change(self, changes: Sequence[tuple[UnsettledAttempt, dict[str, Any]]]) -> None:
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for change, values in changes:
            row = {"key": change.message_id, "attempts": change.number, **values}
            alike.setdefault(tuple(row), []).append(row)
        for rows in alike.values():
            set_each(self.session, rows)

    def _tell(self, next_steps: Sequence[tuple[UnsettledAttempt, NextStep]]) -> None:
        """History of every ending and change of way; the secretariat of who is not reached."""
        self._tell_history(next_steps)
        lost = [attempt for attempt, step in next_steps if step.failed or attempt.about_address]
        about = {attempt.person_id: self.lines.get(attempt.message_id, ()) for attempt in lost}
        tell_secretariat(self.session, about, self.job.now, write.REFUSED)
        self._drop_dead(
            attempt for attempt, step in next_steps if step.failed and attempt.about_address
        )

    def _tell_history(self, next_steps: Sequence[tuple[UnsettledAttempt, NextStep]]) -> None:
        for unsettled_attempt, next_step in next_steps:
            if next_step.moved is not None:
                way = {"channel": next_step.moved.channel, "contact": next_step.moved.contact_id}
                self.events.append(
                    self._event(unsettled_attempt, EventKind.UNDELIVERED, FELL_BACK, next=way)
                )
            elif next_step.failed:
                self.events.append(
                    self._event(unsettled_attempt, EventKind.UNDELIVERED, next_step.failed)
                )

    def _drop_dead(self, attempts: Iterable[UnsettledAttempt]) -> None:
        """Nobody is there to read it at that address: those who stand in hear of it instead."""
        lines = [
            (line.line_id, line.nudge_id)
            for attempt in attempts
            for line in self.lines.get(attempt.message_id, ())
        ]
        if lines:
            drop_lines(self.session, lines, NO_ADDRESS)

    def _event(
        self, attempt: UnsettledAttempt, kind: EventKind, why: str = "", **more: Any
    ) -> dict[str, Any]:
        end = MessageEnd(
            attempt.message_id,
            attempt.person_id,
            attempt.channel,
            attempt.message_ref,
            attempt.number,
            attempt.answer,
        )
        row = event_of(end, self.lines.get(attempt.message_id, ()), kind, why)
        row["data"] |= more
        return row
