"""How long a difficulty is open: until somebody removes it, or a report leaves it out.

What the latest report or update on an assignment says is what its author still says. A
difficulty of an earlier one that is not repeated there is over; one that is repeated in the same
words is open since it was first said without a break.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class End(StrEnum):
    """Whether a difficulty is open, and if not, how it ended."""

    OPEN = "open"
    REMOVED = "removed"
    LEFT_OUT = "left_out"  # its author no longer repeats it


class Said(NamedTuple):
    """A difficulty as one report says it. `report`: grows with every report on the assignment."""

    report: int
    day: date
    difficulty: str
    proposal: str
    removed: bool

    @property
    def words(self) -> tuple[str, str]:
        """What makes two of them the same: the words, whatever their case and spaces."""
        return _plain(self.difficulty), _plain(self.proposal)


class Stands(NamedTuple):
    """A difficulty and how it stands. `since`: the day from which it was said without a break."""

    said: Said
    since: date
    end: End


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def standing(reports: Sequence[int], said: Sequence[Said]) -> list[Stands]:
    """How each difficulty of one assignment stands, of those said again only the last time.

    `reports`: all reports and updates on it, also those without a difficulty, in any order.
    """
    ordered = sorted(set(reports) | {one.report for one in said})
    latest = {one.words: one for one in sorted(said, key=lambda one: one.report)}
    return [Stands(one, _since(one, ordered, said), _end(one, ordered)) for one in latest.values()]


def _end(one: Said, ordered: Sequence[int]) -> End:
    if one.removed:
        return End.REMOVED
    return End.OPEN if one.report == ordered[-1] else End.LEFT_OUT


def _since(one: Said, ordered: Sequence[int], said: Sequence[Said]) -> date:
    alike = {other.report: other for other in said if other.words == one.words}
    return min((each.day for each in _unbroken(one, ordered, alike)), default=one.day)


def _unbroken(one: Said, ordered: Sequence[int], alike: dict[int, Said]) -> Iterator[Said]:
    """The same words, from report to report backwards, up to where they were removed."""
    yield one
    for report in reversed(ordered[: ordered.index(one.report)]):
        if report not in alike or alike[report].removed:
            return
        yield alike[report]
