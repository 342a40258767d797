"""Delivering to a sink at a moment that a test chooses."""

from datetime import UTC, datetime, timedelta

from mail_sink import Sink
from remind_world import OFFICE, World

from dondoc.services.delivery.channels_in_use import only
from dondoc.services.delivery.policy import Policy
from dondoc.services.delivery.result import DeliverResult
from dondoc.services.delivery.run import deliver


class Wall:
    """Real time that a test moves on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def passes(self, time: timedelta) -> None:
        self.moment += time


def send(world: World, sink: Sink, now: datetime, wall: datetime | None = None) -> DeliverResult:
    """One delivery run at a moment of the programme; `wall`: in real time, None for the same."""
    policy = Policy(wall=lambda: wall or now)
    return deliver(world.engine, only(sink.url), now, OFFICE, policy)
