"""A drain without Prefect: what was recorded moves, and who hears of it at once is written to."""

from sqlalchemy import Engine

from dondoc.clock import Clock
from dondoc.services.advance.drain import Advanced, advance
from dondoc.services.reminders.gather.at_once import tell_at_once


def drain_and_tell(engine: Engine, clock: Clock) -> Advanced:
    """Applies all that waits; letters that go at once are written, and sent by a delivery."""
    done = advance(engine, clock)
    tell_at_once(engine, done.acts, clock.now())
    return done
