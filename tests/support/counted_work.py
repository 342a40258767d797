"""Somebody's work as an evaluation counts it, worked out a second time, line by line.

Nothing of the product's rules is used: rows that people recorded, as `figures_recomputed` folds
them, and plain fractions.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from calendar_recomputed import as_day, calendar_of
from evaluation_recomputed import (
    excused_on,
    late_ends,
    led_on,
    quality_on,
    returned_reports,
    share_of,
)
from figures_recomputed import Work, work_on
from posts_recomputed import answer, posts_of
from sqlalchemy import Engine, text

DaysBetween = tuple[date, date]


class PlayedReading(NamedTuple):
    """How a rule set reads the decree: as its words go (`own` False), or all the other way.

    `own`: over what was completed, quality counted, more than five days late loses all, undone work
    overrules, absence for half of the working days counts with the next and what falls due in it
    does not, a move is weighed by days, and a head's work is the field's as well; `gates`: of 366.
    """

    own: bool = False
    gates: bool = False
    places: int = 2


class CountedLine(NamedTuple):
    """A piece of work in converted products, and by number."""

    work: Work
    assigned: Fraction
    done: Fraction
    quality: Fraction
    in_time: Fraction
    is_done: bool
    is_late: bool
    passed: bool


class RecountedWork:
    """All that is recorded at the end of a day, read with queries of its own."""

    def __init__(self, engine: Engine, day: date, read: PlayedReading) -> None:
        self.read, self.day, self.calendar = read, day, calendar_of(engine, 2022)
        self.posts, self.excused = posts_of(engine), excused_on(engine, day)
        self.quality = quality_on(engine, day) if read.own else {}
        self.works = work_on(engine, 2022, day)
        self.led: dict[int, list[Work]] = defaultdict(list)
        for work in self.works:
            if (whose := answer(work, self.posts, day, self.calendar)) and whose[0]:
                self.led[whose[0]].append(work)
        self.spans: dict[int, dict[int, list[DaysBetween]]] = defaultdict(lambda: defaultdict(list))
        self.away, self.fields = defaultdict(list), defaultdict(list)
        self.disciplined: dict[int, list[date]] = defaultdict(list)
        with engine.connect() as connection:
            for person, unit, *span in connection.execute(text(_HELD)):
                self.spans[person][unit].append(_span(*span))
            for person, *span in connection.execute(text(_AWAY)):
                self.away[person].append(_span(*span))
            for person, unit, *span in connection.execute(text(_FIELDS)):
                self.fields[person].append((unit, _span(*span)))
            for person, day_of_effect in connection.execute(text(_DISCIPLINED)):
                self.disciplined[person].append(as_day(day_of_effect))

    def lines(self, person: int, number: int) -> list[CountedLine]:
        """Their own work of a quarter, with that of one before which they missed."""
        if number < 4 and self.is_missed(person, number):
            return []
        works = [
            each for each in self.asked(person, number)
            if not (self.read.own and _within(each.due_on, self.away[person]))
        ]  # fmt: skip
        return self._lines(works, person)

    def field(self, person: int, number: int) -> list[CountedLine] | None:
        """What was due of the field that they lead, whoever led it; None: they lead none."""
        if person not in self.fields:
            return None
        return self._lines(
            each for each in self.works
            if quarter_of(each.due_on) == number
            and any(each.unit == unit and _within(each.due_on, [span])
                    for unit, span in self.fields[person])
        )  # fmt: skip

    def is_missed(self, person: int, number: int) -> bool:
        """Whether they were away for half of the working days of a quarter, or more."""
        if not self.read.own or not self.away[person]:
            return False
        days = [day for day in days_of(quarter_span(number)) if self.calendar.works(day)]
        return 2 * sum(_within(day, self.away[person]) for day in days) >= len(days)

    def asked(self, person: int, number: int) -> list[Work]:
        numbers = [number]
        while numbers[-1] > 1 and self.is_missed(person, numbers[-1] - 1):
            numbers.append(numbers[-1] - 1)
        return [each for each in self.led[person] if quarter_of(each.due_on) in numbers]

    def _lines(self, works: Iterable[Work], person: int | None = None) -> list[CountedLine]:
        found = (self._line(each, person) for each in works)
        return [each for each in found if each is not None]

    def _line(self, work: Work, person: int | None) -> CountedLine | None:
        share = share_of(work, self.day, self.calendar)
        if share is None:
            return None
        brought = not (work.missing or work.undelivered or work.reported_on is None)
        failed, late, is_late = Fraction(0), Fraction(0), False
        for kind, ends in (("review", returned_reports(work)),
                           ("lateness", late_ends(work, self.calendar))):  # fmt: skip
            for number, day in ends if brought else ():
                excused = (work.id, kind, number) in self.excused
                if person is not None and led_on(work, self.posts, day) != person:
                    continue
                is_late |= kind == "lateness" and not (self.read.own and excused)
                if kind == "review" and not excused:
                    failed += Fraction(1, 4)
                elif not excused:
                    late += self._part(work, number, day)
        weight = Fraction(work.weight)
        done = weight * share
        quality = done * max(Fraction(0), self.quality.get(work.id, Fraction(1)) - failed)
        value = work.result[0] if work.result else None
        passed = (brought and not work.product and value is not None and work.expected is not None
                  and (value < work.expected if work.lower else value > work.expected))  # fmt: skip
        in_time = done * max(Fraction(0), 1 - late)
        return CountedLine(work, weight, done, quality, in_time, share >= 1,
                    is_late, passed)  # fmt: skip

    def _part(self, work: Work, number: int, last: date) -> Fraction:
        days = work.late_days_before
        if not (work.late_before and number == 1):
            assert work.reported_on is not None
            days = self.calendar.days_until(work.reported_on, last)
        return Fraction(1) if self.read.own and days > 5 else Fraction(1, 4)


_HELD = """SELECT h.person_id, p.unit_id, h.held_from, h.held_to
    FROM holding h JOIN position p ON p.id = h.position_id"""
_AWAY = "SELECT person_id, first_on, last_on FROM evaluation_absence WHERE taken_back_at IS NULL"
_FIELDS = "SELECT person_id, unit_id, first_on, last_on FROM led_field WHERE taken_back_at IS NULL"
_DISCIPLINED = """SELECT person_id, effective_on FROM discipline_record
    WHERE taken_back_at IS NULL AND person_id IS NOT NULL"""


def quarter_of(day: date) -> int:
    """Its number; 0 of another year."""
    return (day.month + 2) // 3 if day.year == 2022 else 0


def quarter_span(number: int) -> DaysBetween:
    after = date(2022 + number // 4, number % 4 * 3 + 1, 1)
    return date(2022, number * 3 - 2, 1), after - timedelta(days=1)


def days_of(span: DaysBetween) -> list[date]:
    """The days of a span within the year."""
    first, last = max(span[0], date(2022, 1, 1)), min(span[1], date(2022, 12, 31))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _span(first: object, last: object) -> DaysBetween:
    return as_day(first), date.max if last is None else as_day(last)


def _within(day: date, spans: Iterable[DaysBetween]) -> bool:
    return any(first <= day <= last for first, last in spans)
