"""What was done in a small office, as a plain list, and what the documents make of it.

An oracle: it reads no database and asks no rule of the product. The rules are those of the user
guide and of the decisions 0034, 0037, 0042 and 0046, told a second time, with working days of
its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import holidays

ONE_DAY = timedelta(days=1)
SOON_DAYS, RETURN_DAYS, CUT_OFF_DAYS = 7, 5, 5
OPEN, SETTLED = ("assigned", "in_progress"), ("verified", "evaluated")
COUNTED = (
    "total", "done_in_time", "done_late", "open_in_time", "overdue",
    "due_soon", "waiting", "missing", "undelivered",
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """One act as it was accepted."""

    at: datetime
    act: str
    ref: str
    by: str
    behalf: str | None = None
    value: Decimal | None = None
    delivered: bool | None = None
    new_due: date | None = None

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Planned:
    """A checkpoint as it was assigned."""

    ref: str
    unit: str
    year: int
    opens: date
    due: date
    product: bool
    expected: Decimal | None
    lower: bool
    positions: tuple[str, ...]
    cut_off: int = CUT_OFF_DAYS

    @property
    def assignment(self) -> str:
        return self.ref.partition("/")[0]


class Days:
    """Working days: the public ones, and what the office said of some since."""

    def __init__(self) -> None:
        self.said: dict[date, bool] = {}

    def works(self, day: date) -> bool:
        if day in self.said:
            return self.said[day]
        return _public(day)

    def last(self, due: date) -> date:
        """Due on a day off: in time until the next working day is over."""
        while not self.works(due):
            due += ONE_DAY
        return due

    def after(self, day: date, until: date) -> int:
        """Working days after a day, up to and including another."""
        return sum(self.works(day + ONE_DAY * n) for n in range(1, (until - day).days + 1))

    def ahead(self, day: date, many: int) -> date:
        """The working day that lies so many ahead."""
        while many:
            day += ONE_DAY
            many -= self.works(day)
        return day


@cache
def _calendar() -> Any:
    return holidays.country_holidays("VN", years=range(2025, 2030))


@cache
def _public(day: date) -> bool:
    known = _calendar()
    if day in known.weekend_workdays:
        return True
    return day.isoweekday() < 6 and day not in known


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
class Course:
    """What became of a checkpoint: the deeds on it, one after the other."""

    plan: Planned
    due: date
    stage: str = "assigned"
    live: bool = True
    report: Deed | None = None
    result: tuple[Decimal | None, bool | None] | None = None
    rests_on: Deed | None = None
    silent: bool = False
    judged: bool = False
    asked: date | None = None
    returns: int = 0
    sent_back: list[tuple[date, date]] = field(default_factory=list)
    waited: list[tuple[date, date]] = field(default_factory=list)
    there_since: date | None = None
    """Since when the latest word on a product is that it is there."""
    deeds: list[Deed] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return self.stage in SETTLED

    @property
    def open(self) -> bool:
        return self.stage in OPEN

    @property
    def finding(self) -> bool:
        """It was verified that the work is not done."""
        return self.silent or (self.plan.product and self.result is not None and not self.result[1])

    @property
    def not_there(self) -> bool:
        """The latest word on a product is no."""
        if not self.plan.product or self.open:
            return False
        if self.settled:
            return not self.silent and self.result is not None and not self.result[1]
        return self.report is not None and not self.report.delivered

    def take(self, deed: Deed, days: Days) -> None:
        """One deed more."""
        self.deeds.append(deed)
        match deed.act:
            case "acknowledge":
                self.stage = "in_progress"
            case "report":
                self.report, self.stage = deed, "reported"
                self.there_since = deed.day if deed.delivered else None
                good = not (self.plan.product and not deed.delivered)
                if good and deed.day <= days.last(self.due):
                    self.asked = None
            case "verify" | "correct":
                self._find(deed)
            case "not_reported":
                self.stage, self.silent, self.judged = "verified", True, False
                self.there_since = None
                self.result, self.report, self.rests_on, self.asked = (None, None), None, None, None
            case "evaluate":
                self.stage, self.judged = "evaluated", True
            case "return":
                self._send_back(deed, days)
            case "ask_extension":
                self.asked = deed.new_due
            case "refuse_extension":
                self.asked = None
            case "change_due":
                assert deed.new_due is not None
                self.asked, self.due = None, deed.new_due
            case "withdraw":
                self.live = False

    def _find(self, deed: Deed) -> None:
        value, delivered = deed.value, deed.delivered
        if deed.act == "verify":
            assert self.report is not None
            self.rests_on = self.report
            value = self.report.value if value is None else value
            delivered = self.report.delivered if delivered is None else delivered
        self._note_wait(deed, there=bool(delivered))
        self.stage, self.silent, self.judged = "verified", False, False
        self.result = (value, delivered)
        self._found_on(deed.day)

    def _found_on(self, day: date) -> None:
        """While it was said to be there, waiting or accepted, its time stood still."""
        if not self.finding:
            self.there_since = self.there_since or day
        elif self.there_since:
            self.waited.append((self.there_since, day))
            self.there_since = None

    def _note_wait(self, deed: Deed, *, there: bool) -> None:
        """The days until a product that was said to be there was found missing are not late."""
        was_missing = (self.settled and self.silent) or self.not_there
        if self.plan.product and there and was_missing:
            self.waited.append((deed.day, deed.day))
        elif self.plan.product and not there and not was_missing:
            ends = [end for _, end in self.waited]
            came = [] if self.report is None else [self.report.day]
            self.waited.append((max([*came, *ends]), deed.day))

    def keeps_date(self, days: Days) -> bool:
        """A late report that would make a finding good is sent back without a date."""
        assert self.report is not None
        return self.finding and self.report.day > days.last(self.due)

    def _send_back(self, deed: Deed, days: Days) -> None:
        assert self.report is not None
        if not self.keeps_date(days):
            self.sent_back.append((self.due, self.report.day))
            self.due = deed.new_due or self.due
        elif not self.not_there:
            self.waited.append((self.report.day, deed.day))
        self.returns, self.asked, self.there_since = self.returns + 1, None, None
        self.report = self.rests_on if self.finding else None
        self.stage = "in_progress"
        if self.finding:
            self.stage = "evaluated" if self.judged else "verified"

    # What is said of it on a day ---------------------------------------------------------------

    def came_late_before(self, days: Days) -> list[tuple[date, date]]:
        return [(due, came) for due, came in self.sent_back if came > days.last(due)]

    def in_time(self, days: Days) -> bool:
        came = self.report is not None and self.report.day <= days.last(self.due)
        return came and not self.came_late_before(days)

    def state(self, today: date, days: Days) -> str:
        if self.settled and not self.silent and not self.not_there:
            return "done_in_time" if self.in_time(days) else "done_late"
        if self.silent and self.settled:
            return "overdue"
        if self.stage == "reported" and not self.not_there:
            return "open_in_time" if self.in_time(days) else "overdue"
        return "open_in_time" if today <= days.last(self.due) else "overdue"

    def soon(self, today: date, days: Days) -> bool:
        last = days.last(self.due)
        return self.open and today <= last and days.after(today, last) <= SOON_DAYS

    def days_late(self, today: date, days: Days) -> int:
        until = today
        done = self.settled and not self.silent and not self.not_there
        if (done or (self.stage == "reported" and not self.not_there)) and self.report:
            until = self.report.day
        elif done:  # found after silence: nobody knows when it came
            until = min(today, days.last(self.due))
        earlier = [days.after(days.last(due), came) for due, came in self.came_late_before(days)]
        last = days.last(self.due)
        lay = sum(
            days.after(max(last, came), min(back, until)) for came, back in self.waited
        )  # an empty span where it came and went in time
        return days.after(last, until) - lay + max(earlier, default=0)

    def counted_on(self, today: date, days: Days) -> date:
        """The day on which one had to hold the position to answer for it."""
        last = days.last(self.due)
        if self.open:
            return today
        if self.report is None or self.not_there:
            return min(today, last)
        late = self.came_late_before(days)
        if late:
            return days.last(max(late, key=lambda pair: days.after(days.last(pair[0]), pair[1]))[0])
        return min(self.report.day, last)

    def part(self, today: date, days: Days) -> str:
        """Where the overdue board lists it."""
        if self.settled:
            return "missing" if self.silent else "undelivered" if self.not_there else "done"
        if self.stage == "reported":
            return "waiting"
        if self.soon(today, days):
            return "due_soon"
        return "in_time" if today <= days.last(self.due) else "overdue"

    def section(self, today: date, days: Days) -> str:
        """Where the list of one's own work has it."""
        part = self.part(today, days)
        if not self.open:
            return part if part in ("waiting", "done") else "undone"
        if self.returns:
            return "returned"
        if part != "in_time":
            return part
        return "open" if self.plan.opens <= today else "later"


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
        over = today > self.days.ahead(self.days.last(course.due), course.plan.cut_off)
        return over and course.open and not course.returns and course.asked is None


def told(courses: Sequence[Course]) -> Iterator[str]:
    """What was done on them, for whoever reads a failure."""
    for course in courses:
        yield f"{course.plan}"
        yield from (f"  {deed}" for deed in course.deeds)
