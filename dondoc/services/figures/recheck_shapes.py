"""What a digest says of verified results that others looked at again, as plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RechecksCounted:
    """Verified results of the period that others looked at again, of the samples drawn by the day.

    `seeds`: of the samples, by which anybody draws them again; `drawn_on`: the earliest.
    """

    sampled: int
    agreed: int
    disagreed: int
    waiting: int
    seeds: tuple[str, ...]
    drawn_on: date

    @property
    def answered(self) -> int:
        """How many somebody looked at."""
        return self.agreed + self.disagreed
