"""What one delivery run came to."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class DeliverResult:
    """How many messages came to which end in this run.

    `later`: to be tried again, maybe elsewhere. `waiting`: put off by quiet hours or days off,
    or sent another way. `lost`: taken over by another deliverer. `down`: per channel the answer
    of a server that refused everything, so that its messages were left for later untried.
    """

    sent: int = 0
    failed: int = 0
    moot: int = 0
    later: int = 0
    lost: int = 0
    waiting: int = 0
    moot_reasons: Counter[str] = field(default_factory=Counter)
    down: dict[str, str] = field(default_factory=dict)
    stopped: str = ""

    @classmethod
    def of(cls, details: dict[str, Any]) -> "DeliverResult":
        """From what another process printed of one."""
        return cls(**{**details, "moot_reasons": Counter(details["moot_reasons"])})

    def add(self, other: "DeliverResult") -> None:
        """Takes another part's counts in."""
        for name in ("sent", "failed", "moot", "later", "lost", "waiting"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.moot_reasons += other.moot_reasons
        self.down |= other.down
        self.stopped = "; ".join(self.down.values())
