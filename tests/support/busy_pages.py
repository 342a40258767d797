"""What every page says of the two busy quarters, set beside what was worked out anew."""

from datetime import date
from fractions import Fraction
from typing import Any

from busy_quarters import YEAR
from calendar_recomputed import Calendar, calendar_of
from figures_recomputed import STATES, Work, counts, work_on
from pages_recomputed import Total, indicators_of, total
from posts_recomputed import Posts, answer, people_of, posts_of
from sites import Site

from models.rules.measures import Measure

OPEN = ("assigned", "in_progress")
COUNTED = ("total", *STATES, "due_soon", "waiting", "missing", "undelivered")


class Seen:
    """The evening of a day, worked out anew."""

    def __init__(self, site: Site, day: date) -> None:
        engine = site.workplace.engine
        self.site, self.day, self.engine = site, day, engine
        self.calendar: Calendar = calendar_of(engine, YEAR)
        self.works: list[Work] = work_on(engine, YEAR, day)
        self.by_ref = {work.ref: work for work in self.works}
        self.posts: Posts = posts_of(engine)
        self.indicators = indicators_of(engine, YEAR)
        self.people = people_of(engine)
        self.whose = {one.ref: answer(one, self.posts, day, self.calendar) for one in self.works}

    def late(self, work: Work) -> bool:
        return work.state(self.day, self.calendar) == "overdue"

    def counted(self, works: list[Work]) -> list[int]:
        tally = counts(works, self.day, self.calendar)
        return [tally[name] for name in COUNTED]

    def asked(self, work: Work) -> bool:
        return work.asked is not None and not work.settled

    def part(self, work: Work) -> str:
        """Where the overdue board lists it."""
        if work.settled:
            if work.missing:
                return "missing"
            return "undelivered" if work.undelivered else "done"
        if work.stage == "reported":
            return "waiting"
        if work.due_soon(self.day, self.calendar):
            return "due_soon"
        return "overdue" if self.late(work) else "in_time"

    def section(self, work: Work) -> str:
        """Where the list of one's own work has it."""
        if work.stage not in OPEN:
            part = self.part(work)
            return part if part in ("waiting", "done") else "undone"
        if work.returns:
            return "returned"
        if (part := self.part(work)) != "in_time":
            return part
        return "open" if work.opens_on <= self.day else "later"

    def measured(self, found: Measure | None, works: list[Work], *, of_year: bool) -> None:
        """An indicator's plan and result across units."""
        expected = total(self.indicators[works[0].indicator], works, self.day, of_year=of_year)
        assert (found is None) == (expected is None), works[0].indicator
        if found is not None and expected is not None:
            same(found, expected, works[0].indicator)


def same(found: Measure, expected: Total, code: str) -> None:
    for name in ("target", "actual", "planned", "percent", "used"):
        assert fraction(getattr(found, name)) == getattr(expected, name), (code, name)
    assert (found.units, found.complete) == (expected.units, expected.complete), code


def fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)
