"""Officials' points worked out a second time: a plain fold, and the decree's formula by hand.

Nothing of the product's rules is used: what people recorded, as `figures_recomputed` folds it, and
sums of plain fractions. The three rule sets differ in two numbers alone that matter here: the most
points of the results, and what a share is cut at.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from calendar_recomputed import Calendar, calendar_of
from column_values import local
from figures_recomputed import Work, work_on
from posts_recomputed import Posts, answer, posts_of
from sqlalchemy import Engine, text

MOST = {"MINH-HOA-2021-2022": 100, "ND-335-2025": 70, "366-QD-TW": 70}
_CAUSES = text("""
    SELECT c.checkpoint_id, c.kind, c.number, s.act, s.recorded_at
    FROM cause_statement c JOIN submission s ON s.id = c.submission_id
    WHERE s.state <> 'refused' ORDER BY s.id
""")
_QUALITY = text("""
    SELECT v.checkpoint_id, v.verdict, v.quality, s.recorded_at
    FROM verification v JOIN submission s ON s.id = v.submission_id
    WHERE s.state <> 'refused' ORDER BY v.id
""")
QUALITY_COUNTED = {"MINH-HOA-2021-2022"}
Excused = frozenset[tuple[int, str, int]]


def results(
    engine: Engine, year: int, day: date
) -> Mapping[tuple[int, int], Mapping[str, Fraction | None]]:
    """By person and quarter: the points of the results by each rule set."""
    calendar, posts = calendar_of(engine, year), posts_of(engine)
    excused, quality = excused_on(engine, day), quality_on(engine, day)
    led: dict[tuple[int, int], list[Work]] = defaultdict(list)
    for work in work_on(engine, year, day):
        person = _lead(work, posts, day, calendar)
        if person is not None and work.due_on.year == year:
            led[person, (work.due_on.month + 2) // 3].append(work)
    return {
        (person, quarter): {
            code: _points(
                _Led(works, posts, person, excused, quality if code in QUALITY_COUNTED else {}),
                day,
                calendar,
                most,
            )
            for code, most in MOST.items()
        }
        for (person, quarter), works in led.items()
    }


class _Led(NamedTuple):
    works: Sequence[Work]
    posts: Posts
    person: int
    excused: Excused
    quality: Mapping[int, Fraction]

    def own(self, work: Work, kind: str, days: Sequence[tuple[int, date]]) -> int:
        """How many of these, by their numbers and days, were theirs and are not excused."""
        return sum(
            led_on(work, self.posts, day) == self.person
            and (work.id, kind, number) not in self.excused
            for number, day in days
        )


def excused_on(engine: Engine, day: date) -> Excused:
    """The failed reviews and latenesses whose cause stood confirmed at the end of a day."""
    acts: dict[tuple[int, str, int], str] = {}
    with engine.connect() as connection:
        for row in connection.execute(_CAUSES):
            if local(row.recorded_at).date() <= day:
                acts[row.checkpoint_id, row.kind, row.number] = row.act
    return frozenset(key for key, act in acts.items() if act == "confirm_cause")


def quality_on(engine: Engine, day: date) -> Mapping[int, Fraction]:
    """The share in quality that verifying gave at last; a correction without one keeps it."""
    shares: dict[int, Fraction] = {}
    with engine.connect() as connection:
        for row in connection.execute(_QUALITY):
            if local(row.recorded_at).date() > day:
                continue
            if row.quality is not None:
                shares[row.checkpoint_id] = Fraction(row.quality, 10**6)
            elif row.verdict != "corrected":
                shares.pop(row.checkpoint_id, None)
    return shares


def _lead(work: Work, posts: Posts, day: date, calendar: Calendar) -> int | None:
    whose = answer(work, posts, day, calendar)
    return whose[0] if whose else None


def _points(led: _Led, day: date, calendar: Calendar, most: int) -> Fraction | None:
    """(a + b + c) / 3 of what was assigned; a quarter off for each lateness and failed review."""
    assigned = done = quality = progress = Fraction(0)
    for work in led.works:
        share = share_of(work, day, calendar)
        if share is None:
            continue
        weight = Fraction(work.weight)
        worth = weight * share
        assigned, done = assigned + weight, done + worth
        failed = Fraction(led.own(work, "review", returned_reports(work)), 4)
        quality += worth * max(Fraction(0), led.quality.get(work.id, Fraction(1)) - failed)
        progress += max(
            Fraction(0), worth * (4 - led.own(work, "lateness", late_ends(work, calendar))) / 4
        )
    return most * (done + quality + progress) / (3 * assigned) if assigned else None


def share_of(work: Work, day: date, calendar: Calendar) -> Fraction | None:
    """None where it is not counted; of a number at most the whole."""
    computed = work.kind == "composite" and not work.product
    nothing = work.expected is None or (work.expected <= 0 and not work.lower)
    waits = not work.settled or work.due_on > day
    may_come = work.undelivered and day <= calendar.last_day(work.due_on)
    if computed or (nothing and not work.product) or waits or may_come:
        return None
    if work.missing or work.undelivered or work.reported_on is None or work.result is None:
        return Fraction(0)
    value = work.result[0]
    if work.product or value is None:
        return Fraction(int(work.product))
    actual, expected = Fraction(value), Fraction(work.expected or 0)
    if not work.lower:
        return max(Fraction(0), min(Fraction(1), actual / expected))
    if expected <= 0 or actual <= 0:
        return Fraction(int(actual <= expected))
    return min(Fraction(1), expected / actual)


def returned_reports(work: Work) -> list[tuple[int, date]]:
    """The number and the day of each report that was sent back."""
    found: list[tuple[int, date]] = []
    came = None
    for act, day in work.acts:
        if act == "report":
            came = day
        elif act == "return":
            assert came is not None
            found.append((len(found) + 1, came))
    return found


def late_ends(work: Work, calendar: Calendar) -> list[tuple[int, date]]:
    """The last day in time of each term that ran out before its report came, by its number.

    In the example year nothing is sent back twice, so a term that a return ended is the first.
    """
    last = calendar.last_day(work.due_on)
    ends = [(1, work.late_before)] if work.late_before else []
    if work.reported_on is not None and work.reported_on > last and work.late_before != last:
        ends.append((work.returns + 1, last))
    return ends


def led_on(work: Work, posts: Posts, day: date) -> int | None:
    for held in posts.get(work.assignment, {}).values():
        return next((person for person, start, end in held if start <= day <= end), None)
    return None
