"""How many officials have which grade, in a quarter against the past: the watch for inflation.

Scores of a well-known scheme rose from 66% to 94% until nobody believed them. A rise is shown with
its numbers; whether it was earned is for people to say.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from models.rules.evaluation import Grade

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class GradeCounts:
    """Officials by grade, the best first. `without`: those who have none in the quarter."""

    counts: tuple[tuple[Grade, int], ...]
    without: int = 0

    @property
    def graded(self) -> int:
        """Everybody who has a grade: what shares are of."""
        return sum(count for _, count in self.counts)

    def of(self, grade: Grade) -> int:
        """How many have a grade."""
        return dict(self.counts)[grade]


@dataclass(frozen=True)
class RiseParameters:
    """From when on a rise is marked: percentage points, and the fewest officials of either."""

    points: Decimal
    least: int


def count_grades(grades: Iterable[Grade | None]) -> GradeCounts:
    """Counted, in whatever order they come; None: no grade."""
    found = Counter(grades)
    return GradeCounts(tuple((grade, found[grade]) for grade in Grade), found[None])


def rise(now: GradeCounts, before: GradeCounts, grade: Grade) -> Decimal | None:
    """By how many percentage points the share of a grade rose; None where one side has nobody."""
    if not now.graded or not before.graded:
        return None
    shares = (Decimal(each.of(grade)) * _HUNDRED / each.graded for each in (now, before))
    return next(shares) - next(shares)


def has_risen(
    now: GradeCounts, before: GradeCounts, grade: Grade, parameters: RiseParameters
) -> bool:
    """Whether the share of a grade rose so far that somebody should ask why."""
    rose = rise(now, before, grade)
    enough = min(now.graded, before.graded) >= max(1, parameters.least)
    return rose is not None and enough and rose >= parameters.points
