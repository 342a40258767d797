"""The settings of a delivery run: size of portions, leases, pauses, and when to give up."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dondoc.clock import wall_clock

MINUTE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)
"""A letter is tried again within a day, whatever a provider asks for."""


@dataclass(frozen=True)
class Policy:
    """How a run delivers. `portion`: messages claimed at once; `lease`: for how long, in real time.

    A temporary failure is tried again after `first_pause`, then twice as long each time up to
    `longest_pause`, give or take a fifth, until `most_attempts`: about a day in all. After
    `give_up_run_after` failures in a row the server is taken to be down, and the rest waits.
    `patience`: how long a database that is away or locked is waited for. `scheduled`: it is one
    of the runs that come every few minutes, and leaves a channel to the one before while that is
    at work there. `most_messages`: of each channel. `leave`: channels that another deliverer sees
    to. `worth_a_copy`: for so many letters there is one more process, where this one can be copied.
    """

    portion: int = 500
    lease: timedelta = 10 * MINUTE
    first_pause: timedelta = 2 * MINUTE
    longest_pause: timedelta = 240 * MINUTE
    most_attempts: int = 12
    give_up_run_after: int = 5
    most_messages: int | None = None
    worth_a_copy: int = 300
    leave: frozenset[str] = frozenset()
    scheduled: bool = False
    patience: timedelta = 2 * MINUTE
    wall: Callable[[], datetime] = wall_clock
    chance: random.Random = field(default_factory=random.Random)

    def pause(self, attempts: int, wait: timedelta | None) -> timedelta:
        """How long to wait after so many attempts: as the server asked, but a day at most."""
        doubled: timedelta = self.first_pause * (1 << min(attempts - 1, 20))
        # The spread keeps a thousand letters from coming back in the same second.
        spread = min(doubled, self.longest_pause) * self.chance.uniform(0.8, 1.2)
        return min(max(spread, wait or timedelta()), LONGEST_WAIT)
