"""What an attempt means for its message: arrived, tried again, tried elsewhere, or given up."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from dondoc.services.delivery.job import Job
from dondoc.services.delivery.readers import Readers
from dondoc.services.reach.reachability import Route
from dondoc.store.bulk import among
from models.message import Attempt, AttemptStatus, Message

GAVE_UP = "deliver.gave_up"
REFUSED = "deliver.refused"
_DEFAULT_FALLBACK_AFTER = 3


@dataclass(frozen=True, slots=True)
class UnsettledAttempt:
    """An attempt that nobody has drawn the conclusions from, and its message as it stands."""

    attempt_id: int
    number: int
    channel: str
    contact_id: int | None
    status: AttemptStatus
    answer: str
    reason: str
    wait_seconds: int | None
    about_address: bool
    message_id: int
    person_id: int
    message_ref: str | None
    passed_over: list[int]

    @property
    def delivered(self) -> bool:
        """Whether the provider took it over."""
        return self.status is AttemptStatus.DELIVERED


@dataclass(frozen=True, slots=True)
class NextStep:
    """What becomes of a message that failed.

    `moved`: where it goes instead; `pause`: until it is tried again; else `failed`: why.
    """

    moved: Route | None = None
    pause: timedelta | None = None
    failed: str = ""


def unsettled(session: Session, most: int) -> list[UnsettledAttempt]:
    """The oldest of them; those that another deliverer is settling are left to it."""
    columns: tuple[Any, ...] = (
        col(Attempt.id), col(Attempt.number), col(Attempt.channel), col(Attempt.contact_id),
        col(Attempt.status), col(Attempt.answer), col(Attempt.reason), col(Attempt.wait_seconds),
        col(Attempt.about_address), col(Message.id), col(Message.person_id),
        col(Message.message_ref), col(Message.passed_over),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Message, col(Message.id) == col(Attempt.message_id))
        # Written out, not a parameter: SQLite uses a partial index only for its own condition.
        .where(text("NOT attempt.settled"))
        .order_by(col(Attempt.id))
        .limit(most)
        .with_for_update(of=Attempt, skip_locked=True)
    )
    return [UnsettledAttempt(*row) for row in session.connection().execute(query).all()]


@dataclass
class FailureRules:
    """Decides on failures. `tries`: how often each message was tried at its present address."""

    job: Job
    people: Readers
    tries: dict[int, int] = field(default_factory=dict)

    def read(self, session: Session, failures: list[UnsettledAttempt]) -> None:
        """Reads what deciding on these needs."""
        self.people.refresh(session)
        query = (
            select(col(Attempt.message_id), func.count())
            .join(Message, col(Message.id) == col(Attempt.message_id))
            .where(
                among(
                    session, col(Attempt.message_id), [attempt.message_id for attempt in failures]
                )
            )
            .where(col(Attempt.contact_id) == col(Message.contact_id))
            .group_by(col(Attempt.message_id))
        )
        self.tries = {row[0]: row[1] for row in session.execute(query)}

    def decide(self, attempt: UnsettledAttempt) -> NextStep:
        """What becomes of a message whose attempt failed."""
        tries = self.tries.get(attempt.message_id, attempt.number)
        final = attempt.status is AttemptStatus.PERMANENT
        gave_up = attempt.number >= self.job.policy.most_attempts
        enough = final or gave_up or tries >= self._fallback_after(attempt.channel)
        if enough and (route := self._elsewhere(attempt)) is not None:
            return NextStep(moved=route)
        if final:
            return NextStep(failed=attempt.reason or REFUSED)
        if gave_up:
            return NextStep(failed=GAVE_UP)
        wait = None if attempt.wait_seconds is None else timedelta(seconds=attempt.wait_seconds)
        return NextStep(pause=self.job.policy.pause(tries, wait))

    def _elsewhere(self, attempt: UnsettledAttempt) -> Route | None:
        if attempt.contact_id is None:
            return None
        ways = self.people.ways(attempt.person_id, (*attempt.passed_over, attempt.contact_id))
        return next(iter(ways), None)

    def _fallback_after(self, channel: str) -> int:
        channel_in_use = self.job.open_channels.get(channel)
        return _DEFAULT_FALLBACK_AFTER if channel_in_use is None else channel_in_use.fallback_after
