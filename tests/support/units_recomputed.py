"""Units, ranks and caps worked out a second time, by hand, beside `evaluation_recomputed`.

A unit's work is all of it, whoever led it; every failed review and lateness is its own unless a
cause excused it. The caps are counted by trying each number of seats.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from calendar_recomputed import Calendar, calendar_of
from evaluation_recomputed import (
    MOST,
    QUALITY_COUNTED,
    excused_on,
    late_ends,
    quality_on,
    returned_reports,
    share_of,
)
from figures_recomputed import Work, work_on
from sqlalchemy import Engine


class UnitSums(NamedTuple):
    """Of a unit's work in a quarter: how much counts, is done, in time, beyond; and the points."""

    tasks: int
    done: int
    in_time: int
    exceeded: int
    points: Mapping[str, Fraction | None]


def units(engine: Engine, year: int, day: date) -> Mapping[tuple[int, int], UnitSums]:
    """By unit and quarter."""
    facts = _Facts(day, calendar_of(engine, year), excused_on(engine, day), quality_on(engine, day))
    found: dict[tuple[int, int], list[Work]] = defaultdict(list)
    for work in work_on(engine, year, day):
        if work.due_on.year == year:
            found[work.unit, (work.due_on.month + 2) // 3].append(work)
    return {key: _sums(works, facts) for key, works in found.items()}


class _Facts(NamedTuple):
    day: date
    calendar: Calendar
    excused: frozenset[tuple[int, str, int]]
    quality: Mapping[int, Fraction]


def _sums(works: Sequence[Work], facts: _Facts) -> UnitSums:
    day, calendar, excused = facts.day, facts.calendar, facts.excused
    assigned = done = quality = noted = progress = Fraction(0)
    tasks = finished = in_time = exceeded = 0
    for work in works:
        share = share_of(work, day, calendar)
        if share is None:
            continue
        numbers = {
            "review": [number for number, _ in returned_reports(work)],
            "lateness": [number for number, _ in late_ends(work, calendar)],
        }
        left = {
            kind: sum((work.id, kind, number) not in excused for number in every)
            for kind, every in numbers.items()
        }
        weight = Fraction(work.weight)
        worth = weight * share
        assigned, done = assigned + weight, done + worth
        failed = Fraction(left["review"], 4)
        quality += worth * max(Fraction(0), facts.quality.get(work.id, Fraction(1)) - failed)
        noted += worth * max(Fraction(0), 1 - failed)
        progress += max(Fraction(0), worth * (4 - left["lateness"]) / 4)
        tasks += 1
        finished += share == 1
        # What silence or a product that is not there leaves undone is not late once more.
        late = bool(numbers["lateness"]) and not (work.missing or work.undelivered)
        in_time += share == 1 and not late
        exceeded += share == 1 and _passed(work)
    points = {
        code: most * (done + (quality if code in QUALITY_COUNTED else noted) + progress)
        / (3 * assigned) if assigned else None
        for code, most in MOST.items()
    }  # fmt: skip
    return UnitSums(tasks, finished, in_time, exceeded, points)


def _passed(work: Work) -> bool:
    """Beyond the target of a number; of a product there is nothing beyond."""
    value = work.result[0] if work.result else None
    if work.product or value is None or work.expected is None:
        return False
    return value < work.expected if work.lower else value > work.expected


def seats(excellent: int, good: int, everybody: int, base: str, share: int = 20) -> int:
    """The most seats, rounded down, that the people of a base allow."""
    if base == "good_after":
        allowed = [
            number
            for number in range(excellent + good + 1)
            if number <= math.floor(Fraction(share * (good + max(0, excellent - number)), 100))
        ]
        return max(allowed)
    people = {"good_before": good, "good_or_better": excellent + good, "everybody": everybody}[base]
    return people * share // 100


def ranks(points: Mapping[str, Fraction]) -> Mapping[str, int]:
    """One more than the number of those with more points, both rounded to two decimals."""
    shown = {code: math.floor(value * 100 + Fraction(1, 2)) for code, value in points.items()}
    return {code: 1 + sum(other > own for other in shown.values()) for code, own in shown.items()}
