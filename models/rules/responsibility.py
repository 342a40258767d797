"""Whose a checkpoint is: whoever held the position on the day that counts.

What is still to be reported is the present holder's to do. What was reported, or passed over in
silence, belongs to whoever held the position on the day that counts, and stays theirs when they
leave: a successor inherits the work, never the failure, and never the merit either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.rules.calendar import WorkingCalendar
from models.rules.checkpoints import local_date
from models.rules.due import DueFacts, came_late, last_day
from models.rules.returned_reports import ReturnedReport
from models.rules.stages import UNREPORTED, Stage
from models.rules.validity import on_day


@dataclass(frozen=True)
class Term:
    """Somebody in a position from a day to a day; both count, None is open."""

    person_id: int
    name: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class Tenure:
    """A position that somebody held from a day to a day; both count, None is open.

    `heads`: the unit that its holder heads.
    """

    position_id: int
    start: date
    end: date | None = None
    heads: int | None = None

    def covers(self, day: date) -> bool:
        """Whether they held it on that day."""
        return on_day(self.start, self.end, day)

    def meets(self, first: date, last: date) -> bool:
        """Whether they held it on some day from `first` to `last`."""
        return self.start <= last and on_day(None, self.end, first)


@dataclass(frozen=True)
class FormerPost:
    """A position that answered for an assignment until a plan named others.

    `since`: the day from which it did; None from the beginning. Both days count.
    """

    assignment_id: int
    position_id: int
    since: date | None
    until: date

    def last_day(self, person_id: int, tenures: Iterable[Tenure], day: date) -> date | None:
        """The last day, until `day`, on which somebody of these tenures answered in it."""
        start, end = self.since or date.min, min(day, self.until)
        days = (
            min(tenure.end or end, end)
            for tenure in tenures
            if tenure.position_id == self.position_id and start <= end and tenure.meets(start, end)
        )
        return max(days, default=None)


@dataclass(frozen=True)
class FormerHolder:
    """Somebody who answered for an assignment until a plan said that they never held its position.

    Both days count.
    """

    assignment_id: int
    position_id: int
    person_id: int
    since: date
    until: date

    def last_day(self, person_id: int, tenures: Iterable[Tenure], day: date) -> date | None:
        """The last day, until `day`, on which this person answered; it is in no tenure."""
        end = min(day, self.until)
        return end if person_id == self.person_id and self.since <= end else None


Former = FormerPost | FormerHolder
"""What history knows of whoever answered for an assignment and does so no more."""


def answered(
    former: Former, person_id: int, tenures: Iterable[Tenure], first: date, last: date
) -> bool:
    """Whether a person answered for it so on a day from `first` to `last`."""
    day = former.last_day(person_id, tenures, last)
    return day is not None and first <= day


@dataclass(frozen=True)
class Occasion:
    """What the day that counts depends on.

    `reported_on`: the day of the report that stands. `undelivered`: it says that the product is
    not there, so whoever holds the position until the last day can still deliver it.
    `returned`: of the reports that were sent back, the one that came latest after its due date.
    """

    stage: Stage
    due_on: date
    reported_on: date | None = None
    undelivered: bool = False
    returned: ReturnedReport | None = None

    @classmethod
    def of(cls, facts: DueFacts) -> "Occasion":
        """The occasion of a checkpoint as its due state is reckoned."""
        reported = None if facts.reported_at is None else local_date(facts.reported_at)
        return cls(facts.stage, facts.due_on, reported, facts.undelivered, facts.returned)

    @property
    def open(self) -> bool:
        """Whether somebody must still report."""
        return self.stage in UNREPORTED


@dataclass(frozen=True)
class Answer:
    """Who answers, nobody where the position was vacant.

    `newcomers`: those of them who took the position up when it was overdue already, under those
    in `before` (nobody where it was vacant). Whoever was there then and came back is none.
    """

    holders: tuple[Term, ...]
    newcomers: tuple[Term, ...] = ()
    before: tuple[Term, ...] = ()


def day_that_counts(occasion: Occasion, today: date, calendar: WorkingCalendar) -> date:
    """The day on which a position had to be held to answer for a checkpoint.

    Open: today. Otherwise the day of the report, but never a day after the last one in time:
    lateness and silence belong to whoever let that day pass, and a report in time to whoever
    made it, even where they left before the day it was due. To say that a product is not there
    is no such report: it can be delivered until the last day, by whoever holds the position.
    What was late before it was sent back stays late, and stays with whoever made it so,
    however soon their successor mends it.
    """
    if occasion.open:
        return today
    if occasion.undelivered or occasion.reported_on is None:
        return min(today, last_day(occasion.due_on, calendar))
    if occasion.returned is not None and came_late(occasion.returned, calendar):
        return last_day(occasion.returned.due_on, calendar)
    return min(occasion.reported_on, last_day(occasion.due_on, calendar))


def held_by(terms: Iterable[Term], day: date) -> tuple[Term, ...]:
    """Those who hold a position on a day, in the order given."""
    return tuple(term for term in terms if on_day(term.start, term.end, day))


def answers_for(
    terms: Iterable[Term],
    occasion: Occasion,
    today: date,
    calendar: WorkingCalendar,
    predecessors: Iterable[Term] | None = None,
) -> Answer:
    """Who of those who ever held a position answers for a checkpoint, seen on a day.

    `predecessors`: the holders of the positions that a plan had named for the last day in time,
    where this one was not among them.
    """
    ever = tuple(terms)
    holders = held_by(ever, day_that_counts(occasion, today, calendar))
    if not occasion.open:
        return Answer(holders)
    last = last_day(occasion.due_on, calendar)
    then = held_by(ever if predecessors is None else predecessors, last)
    there = {each.person_id for each in then}
    newcomers = tuple(each for each in holders if last < each.start and each.person_id not in there)
    return Answer(holders, newcomers, then if newcomers else ())
