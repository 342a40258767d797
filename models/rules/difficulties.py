"""How long a difficulty is open: until somebody removes it, or its own side leaves it out.

A difficulty is over when somebody says that it is removed, or when the side that raised it files
a later report that no longer says it in the same words. Later is first the checkpoint's period,
then the report: mending the report of an older quarter ends nothing newer, and repeats nothing
that a newer one left out. The secretariat's note of a telephone call ends no unit's difficulty.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from models.rules.roles import Role


class End(StrEnum):
    """Whether a difficulty is open, and if not, how it ended."""

    OPEN = "open"
    REMOVED = "removed"
    LEFT_OUT = "left_out"  # its author's side no longer repeats it


class Side(StrEnum):
    """Who speaks in a report: the unit itself, or the office that notes what it heard."""

    UNIT = "unit"
    OFFICE = "office"


class Filing(NamedTuple):
    """A report or an update. `report` grows with each; `period` orders its checkpoint."""

    report: int
    period: date
    side: Side = Side.UNIT

    def is_later_than(self, other: "Filing") -> bool:
        """By the checkpoint's period, then in the order in which they were filed."""
        return (self.period, self.report) > (other.period, other.report)

    def may_end(self, other: "Filing") -> bool:
        """Whether its silence counts: the unit's for all of the unit, the office's for its own."""
        return self.is_later_than(other) and self.side in (Side.UNIT, other.side)


class DifficultyStatement(NamedTuple):
    """A difficulty as one report says it."""

    filing: Filing
    day: date
    difficulty: str
    proposal: str
    removed: bool

    @property
    def words(self) -> tuple[str, str]:
        """What makes two of them the same: the words, whatever their case and spaces."""
        return _plain(self.difficulty), _plain(self.proposal)


class DifficultyStanding(NamedTuple):
    """A difficulty and how it stands. `since`: the day from which it was said without a break.

    `silence`: the report that left it out, where that is how it ended.
    """

    statement: DifficultyStatement
    since: date
    end: End
    silence: Filing | None = None


def side_of(roles: Set[Role]) -> Side:
    """Who speaks: the office only through somebody who is nothing else to the checkpoint."""
    return Side.OFFICE if Role.SECRETARIAT in roles and not roles & _UNIT_ROLES else Side.UNIT


_UNIT_ROLES = frozenset({
    Role.OFFICIAL, Role.FORMER_OFFICIAL, Role.UNIT_HEAD, Role.PARENT_HEAD, Role.COMMITTEE_HEAD,
    Role.COMMITTEE_DEPUTY, Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY,
})  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def standing(
    filings: Iterable[Filing], difficulties: Iterable[DifficultyStatement]
) -> list[DifficultyStanding]:
    """How each difficulty of one assignment stands, of those said again only the last time.

    `filings`: all reports and updates on it, also those without a difficulty, in any order.
    """
    alike: dict[tuple[str, str], list[DifficultyStatement]] = {}
    for statement in sorted(difficulties, key=lambda difficulty: difficulty.filing.report):
        alike.setdefault(statement.words, []).append(statement)
    reports = {filing.report: filing for filing in filings}
    silent = {words: _without(reports, times) for words, times in alike.items()}
    return [_stands(times, silent[words]) for words, times in alike.items()]


def _without(reports: dict[int, Filing], times: Sequence[DifficultyStatement]) -> list[Filing]:
    """The reports that could have repeated the words, and did not, in the order of filing."""
    naming = {difficulty.filing.report for difficulty in times}
    first = times[0].filing.report
    return [reports[key] for key in sorted(reports) if key > first and key not in naming]


def _stands(times: Sequence[DifficultyStatement], silent: Sequence[Filing]) -> DifficultyStanding:
    last, unbroken = times[-1], _unbroken(times, silent)
    since = min((difficulty.day for difficulty in unbroken), default=last.day)
    if last.removed:
        return DifficultyStanding(last, since, End.REMOVED)
    silence = _silence(unbroken, silent)
    return DifficultyStanding(last, since, End.OPEN if silence is None else End.LEFT_OUT, silence)


def _unbroken(
    times: Sequence[DifficultyStatement], silent: Sequence[Filing]
) -> list[DifficultyStatement]:
    """The last times that it was said, back to where it had been over."""
    unbroken: list[DifficultyStatement] = []
    for difficulty in times:
        before = [each for each in silent if each.report < difficulty.filing.report]
        if unbroken and (unbroken[-1].removed or _is_new_statement(difficulty, unbroken, before)):
            unbroken = []
        unbroken.append(difficulty)
    return unbroken


def _is_new_statement(
    difficulty: DifficultyStatement,
    unbroken: Sequence[DifficultyStatement],
    before: Sequence[Filing],
) -> bool:
    """Whether it was over; who mends the report of a time that is past says nothing anew."""
    over = _silence(unbroken, before) is not None
    return over and not any(each.may_end(difficulty.filing) for each in before)


def _silence(unbroken: Sequence[DifficultyStatement], silent: Sequence[Filing]) -> Filing | None:
    """The report with which it was over; None while one time that it was said still counts."""
    ended = [
        next((each for each in silent if each.may_end(difficulty.filing)), None)
        for difficulty in unbroken
    ]
    whole = [filing for filing in ended if filing is not None]
    return max(whole, key=lambda filing: filing.report) if len(whole) == len(ended) else None
