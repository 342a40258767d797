"""What was done in a small office, as a plain list, and what the documents make of it.

An oracle: it reads no database and asks no rule of the product. The rules are those of the user
guide and of the decisions 0034, 0037, 0042, 0046 and 0055, told a second time, with working days
of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from office_course import Course
from office_deeds import Days, Deed, Planned

COUNTED = (
    "total", "done_in_time", "done_late", "open_in_time", "overdue",
    "due_soon", "waiting", "missing", "undelivered",
)  # fmt: skip


@dataclass
class Held:
    """Somebody in a position; `before`: the end that a planned hand-over took from them."""

    person: str
    start: date
    end: date | None = None
    before: date | None = None

    def on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass
class Facts:
    """Everything that was done so far."""

    days: Days = field(default_factory=Days)
    planned: dict[str, Planned] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    held: dict[str, list[Held]] = field(default_factory=dict)
    named: dict[str, list[tuple[date, tuple[str, ...]]]] = field(default_factory=dict)
    """By assignment, the days on which plans named other positions, and which."""
    heads: dict[str, str] = field(default_factory=dict)
    """The position of the head of a unit."""

    def courses(self, year: int, day: date) -> dict[str, Course]:
        """The live checkpoints of a year as they stood when a day was over."""
        return {ref: c for ref, c in self.every(day).items() if c.live and c.plan.year == year}

    def every(self, day: date) -> dict[str, Course]:
        found = {ref: Course(plan, plan.due) for ref, plan in self.planned.items()}
        for deed in self.deeds:
            if deed.day <= day:
                found[deed.ref].take(deed, self.days)
        return found

    def holders(self, positions: Iterable[str], day: date) -> list[str]:
        return [h.person for post in positions for h in self.held[post] if h.on(day)]

    def positions(self, plan: Planned, day: date) -> tuple[str, ...]:
        """Which positions answered on a day: a plan counts from its own day on."""
        stood = plan.positions
        for since, positions in self.named.get(plan.assignment, ()):
            if since <= day:
                stood = positions
        return stood

    def officials(self, plan: Planned, day: date) -> list[str]:
        return self.holders(self.positions(plan, day), day)

    def whose(self, course: Course, today: date) -> list[str]:
        return self.officials(course.plan, course.counted_on(today, self.days))

    def answered(self, plan: Planned, today: date) -> set[str]:
        """Who decides nothing about it: present and former officials, and the head of the unit."""
        first = min(plan.opens, today)
        ran = {
            held.person
            for post, since, until in self.stood(plan, today)
            for held in self.held[post]
            if held.start <= until and (held.end is None or held.end >= max(first, since))
            if max(first, since) <= until
        }
        return ran | set(self.holders([self.heads[plan.unit]], today))

    def stood(self, plan: Planned, today: date) -> Iterator[tuple[str, date, date]]:
        """Each position and the days on which it stood there; who stands there now did all along.

        Whoever is replaced answers until the evening of that day.
        """
        since, stood = date.min, plan.positions
        for day, positions in self.named.get(plan.assignment, ()):
            yield from ((post, since, min(day, today)) for post in stood)
            since, stood = day, positions
        yield from ((post, date.min, today) for post in stood)

    def counts(self, courses: Iterable[Course], today: date) -> list[int]:
        tally = dict.fromkeys(COUNTED, 0)
        for course in courses:
            tally["total"] += 1
            tally[course.state(today, self.days)] += 1
            tally["due_soon"] += course.soon(today, self.days)
            tally["waiting"] += course.stage == "reported"
            tally["missing"] += course.settled and course.silent
            tally["undelivered"] += course.settled and course.not_there
        return [tally[name] for name in COUNTED]

    def silent(self, course: Course, today: date) -> bool:
        """Whether silence may be listed: the cut-off is over, and nobody said or asked anything."""
        waits = course.returns or course.asked
        return course.open and not waits and today > course.cut_off(self.days)

    def judged_next(self, course: Course, today: date) -> bool:
        """Whether a result may be evaluated: a missing product only after its last day in time."""
        over = not course.not_there or today > self.days.last(course.due)
        return course.stage == "verified" and over


def told(courses: Sequence[Course]) -> Iterator[str]:
    """What was done on them, for whoever reads a failure."""
    for course in courses:
        yield f"{course.plan}"
        yield from (f"  {deed}" for deed in course.deeds)
