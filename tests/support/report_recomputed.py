"""What a digest says beside its counts, worked out a second time, with nothing of the product."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from calendar_recomputed import Calendar, calendar_of
from figures_recomputed import Work, counts, work_on
from pages_recomputed import days_over, indicators_of, shown_percent
from posts_recomputed import Posts, answer, posts_of
from sqlalchemy import Engine

COUNTED = (
    "done_in_time", "done_late", "open_in_time", "overdue", "due_soon", "waiting", "missing",
    "undelivered",
)  # fmt: skip
Lead = int | str | None
Shortfall = tuple[Any, Any, Fraction | None, bool]
"""Actual, planned, percent of the plan (or of what was allowed), and whether less is better."""


class World:
    """A programme whose works are folded once a day."""

    def __init__(self, engine: Engine, year: int) -> None:
        self.engine, self.year = engine, year
        self.calendar: Calendar = calendar_of(engine, year)
        self.posts: Posts = posts_of(engine)
        self.indicators = indicators_of(engine, year)
        self._known: dict[date, list[Work]] = {}

    def works(self, day: date) -> list[Work]:
        if day not in self._known:
            self._known[day] = work_on(self.engine, self.year, day)
        return self._known[day]

    def kind(self, work: Work) -> str:
        return str(self.indicators[work.indicator].kind)

    def lead(self, work: Work, day: date) -> Lead:
        """Who answers first; None where the position is vacant, '' where there is none."""
        return next(iter(answer(work, self.posts, day, self.calendar)), "")


def number_of(work: Work) -> Any:
    """The verified number, None where there is none."""
    return work.result[0] if work.settled and not work.missing and work.result else None


@dataclass(frozen=True)
class Recount:
    """A part of a digest: `has` says of a work and a day whether it is of the part."""

    world: World
    span: tuple[date, date]
    day: date
    has: Callable[[Work, date], bool]

    @cached_property
    def works(self) -> list[Work]:
        return self.on(self.day)

    def on(self, day: date) -> list[Work]:
        return [work for work in self.world.works(day) if self.has(work, day)]

    @cached_property
    def within(self) -> list[Work]:
        return [work for work in self.works if self.span[0] <= work.due_on <= self.span[1]]

    def late(self, work: Work, day: date | None = None) -> bool:
        return work.state(day or self.day, self.world.calendar) == "overdue"

    def days_over(self, work: Work) -> int:
        return days_over(work, self.day, self.world.calendar)

    def counted(self, works: Iterable[Work], day: date | None = None) -> dict[str, int]:
        tally = counts(works, day or self.day, self.world.calendar)
        return {name: tally[name] for name in COUNTED}

    def come(self, day: date | None = None) -> list[Work]:
        """What was due by a day; what is overdue is a part of it."""
        day = day or self.day
        return [work for work in self.on(day) if work.due_on <= day or self.late(work, day)]

    def reports(self) -> dict[str, int]:
        tally = dict.fromkeys(("in_time", "late", "silent", "open"), 0)
        for work in self.come():
            last = self.world.calendar.last_day(work.due_on)
            if work.reported_on is not None:
                in_time = work.reported_on <= last and not work.late_before
                tally["in_time" if in_time else "late"] += 1
            else:
                tally["open" if self.day <= last else "silent"] += 1
        return tally

    def against(self, then: date) -> tuple[dict[str, int], int, int, int, int]:
        """Counts of what was due then, how many were overdue, and what appeared, stayed, ended."""
        before = {work.id for work in self.on(then) if self.late(work, then)}
        now = {work.id for work in self.works if self.late(work)}
        due = self.counted(self.come(then), then)
        return due, len(before), len(now - before), len(now & before), len(before - now)

    def changes(self, then: date) -> tuple[Counter[Any], set[str], int]:
        """From which state to which, what changed, and how many did not."""
        before, after = ({work.id: work for work in some} for some in (self.on(then), self.works))
        moves: Counter[Any] = Counter()
        changed, same = set(), 0
        for key in {**before, **after}:
            old, new = before.get(key), after.get(key)
            states = (
                old.state(then, self.world.calendar) if old else None,
                new.state(self.day, self.world.calendar) if new else None,
            )
            moves[states] += 1
            if old and new and states[0] == states[1] and old.due_on == new.due_on:
                same += 1
            else:
                changed.add((new or old).ref)  # type: ignore[union-attr]
        return moves, changed, same

    def below(self) -> dict[str, Fraction | None]:
        """Verified numbers of the period that missed what was expected, with their percentage."""
        return {
            work.ref: _percent(number_of(work), work.expected)
            for work in self.within
            if work.verdict()[0] is False and not work.product
        }

    def below_so_far(self) -> dict[str, Shortfall]:
        """By assignment, what its verified numbers of the year lie below plan."""
        found = {}
        for ref, steps in self.steps():
            kind, lower = self.world.kind(steps[0]), steps[0].lower
            given = [work for work in steps if number_of(work) is not None]
            given = given if kind == "increment" else given[-1:]
            if not given or kind == "composite" or any(work.expected is None for work in given):
                continue
            actual = sum(number_of(work) for work in given)
            plan = sum(work.expected or 0 for work in given)
            if actual > plan if lower else actual < plan:
                found[ref] = (actual, plan, _percent(actual, plan), lower)
        return found

    def ten(self) -> tuple[list[str], int]:
        """The ten that need attention first, and how many there are."""
        below = self.below_so_far()
        first = sorted(below, key=lambda ref: (_gravity(below[ref]), ref))
        late = sorted(
            filter(self.late, self.works), key=lambda w: (-self.days_over(w), w.due_on, w.ref)
        )
        room = max(6, 10 - len(late))
        listed = (*first[:room], *(work.ref for work in late))
        return list(listed[:10]), len(below) + len(late)

    def by_lead(self, works: Iterable[Work]) -> dict[Lead, list[Work]]:
        found: dict[Lead, list[Work]] = defaultdict(list)
        for work in works:
            found[self.world.lead(work, self.day)].append(work)
        return found

    def had_time(self, work: Work, person: int) -> bool:
        """Whether who leads what nobody reported had the five working days to take it on."""
        if work.stage not in ("assigned", "in_progress"):
            return True
        calendar, held = self.world.calendar, next(iter(self.world.posts[work.assignment].values()))
        since = min(start for key, start, _ in held if key == person)
        if work.opens_on < since and self.day <= calendar.last_day(work.due_on):
            return False
        return calendar.days_until(self.day, max(since, work.opens_on)) > 5

    def course(self) -> list[tuple[date, int]]:
        """How many were overdue on each Friday of the year, and on the day."""
        first = date(self.world.year, 1, 1)
        days = [first + timedelta(days=n) for n in range((self.day - first).days)]
        days = [*(day for day in days if day.isoweekday() == 5), self.day]
        return [(day, sum(self.late(work, day) for work in self.on(day))) for day in days]

    def steps(self) -> Iterator[tuple[str, list[Work]]]:
        """By assignment, what asks for a number, in its order."""
        found: dict[str, list[Work]] = defaultdict(list)
        for work in sorted(self.works, key=lambda one: (one.due_on, one.place, one.id)):
            if not work.product:
                found[work.ref.partition("/")[0]].append(work)
        yield from found.items()


def _percent(actual: Any, plan: Any) -> Fraction | None:
    return shown_percent(Fraction(actual) / Fraction(plan) * 100) if plan > 0 else None


def _gravity(found: Shortfall) -> float:
    if found[2] is None:
        return float("-inf") if found[3] else 0.0
    return -abs(float(100 - found[2]))
