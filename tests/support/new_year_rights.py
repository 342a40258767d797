"""What the documents make of each checkpoint of the two districts, worked out by hand.

A line: reference, due state, part of the overdue board, stage, due date in force, the day that
counts for whose it is (-: today), and quantity, quality, progress and total of its evaluation.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from new_year_office import DECEMBER, JANUARY, POSTS, day_of, days_between, holder

OLD = """
KND@LT/Q1 done_in_time done evaluated 31/3/26 30/3/26 100 100 100 100
KND@LT/Q2 done_late done evaluated 30/6/26 30/6/26 70 80 75 75
HN@LT/Q2 done_in_time done evaluated 30/6/26 29/6/26 100 100 100 100
HN@LT/Q3 done_in_time done evaluated 7/10/26 6/10/26 83.33 75 100 86.11
KND@SL/Q2 done_in_time done evaluated 30/6/26 30/6/26 100 90 100 96.67
KND@SL/Q3 done_late done evaluated 13/10/26 13/10/26 100 75 75 83.33
HN@SL/Q3 done_in_time done evaluated 30/9/26 30/9/26 100 100 100 100
SP@SL/B1 done_in_time done evaluated 30/9/26 29/9/26 100 100 100 100
SP@SL/B2 done_in_time done evaluated 31/10/26 2/11/26 100 95 100 98.33
"""
IN_DECEMBER = (
    OLD
    + """
KND@LT/Q3 overdue missing evaluated 30/9/26 30/9/26 0 0 0 0
KND@LT/Q4 open_in_time in_time in_progress 31/12/26 -
HN@LT/B1 open_in_time waiting reported 11/12/26 14/12/26
HN@LT/B2 overdue overdue in_progress 18/12/26 -
SP@LT/B1 overdue undelivered evaluated 30/10/26 29/10/26 0 0 0 0
SP@LT/B2 overdue missing verified 20/11/26 20/11/26
SP@LT/B3 overdue waiting reported 18/12/26 17/12/26
SP@LT/B4 open_in_time in_time in_progress 31/12/26 -
KND@SL/Q1 done_in_time done verified 31/3/26 31/3/26
KND@SL/Q4 open_in_time in_time in_progress 31/12/26 -
HN@SL/B1 overdue overdue in_progress 27/11/26 -
HN@SL/B2 open_in_time due_soon in_progress 22/12/26 -
SP@SL/B3 open_in_time due_soon in_progress 24/12/26 -
SP@SL/B4 open_in_time in_time in_progress 31/12/26 -
SP2@SL/B1 open_in_time due_soon in_progress 22/12/26 -
SP2@SL/B2 open_in_time in_time in_progress 31/12/26 -
"""
)
IN_JANUARY = (
    OLD
    + """
KND@LT/Q3 done_late done evaluated 30/9/26 30/9/26 100 100 75 91.67
KND@LT/Q4 overdue waiting reported 31/12/26 31/12/26 until=4/1/27
HN@LT/B1 done_in_time done verified 11/12/26 14/12/26
HN@LT/B2 overdue overdue in_progress 18/12/26 -
SP@LT/B1 done_late done evaluated 30/10/26 30/10/26 100 100 75 91.67
SP@LT/B2 overdue waiting reported 20/11/26 20/11/26 until=23/12/26
SP@LT/B3 overdue undelivered verified 18/12/26 17/12/26
SP@LT/B4 overdue overdue in_progress 31/12/26 -
KND@SL/Q1 done_in_time done evaluated 31/3/26 31/3/26 80 100 100 93.33
KND@SL/Q4 open_in_time waiting reported 31/12/26 30/12/26
HN@SL/B1 overdue missing evaluated 27/11/26 27/11/26 0 0 0 0
HN@SL/B2 overdue overdue in_progress 29/12/26 -
SP@SL/B3 done_late done verified 24/12/26 23/12/26
SP@SL/B4 open_in_time due_soon in_progress 15/1/27 -
SP2@SL/B1 done_in_time done evaluated 22/12/26 22/12/26 100 100 100 100
SP2@SL/B2 overdue overdue in_progress 31/12/26 -
"""
)
NEXT_IN_DECEMBER = """
KND@LT/Q1 open_in_time in_time assigned 31/3/27 -
KND@SL/Q1 open_in_time in_time assigned 31/3/27 -
SP@LT/B1 open_in_time in_time in_progress 8/1/27 -
SP@SL/B1 open_in_time in_time in_progress 5/1/27 -
HN@SL/B1 open_in_time in_time in_progress 11/1/27 -
"""
NEXT_IN_JANUARY = """
KND@LT/Q1 open_in_time in_time in_progress 31/3/27 -
KND@SL/Q1 open_in_time in_time in_progress 31/3/27 -
SP@LT/B1 open_in_time waiting reported 8/1/27 8/1/27
SP@SL/B1 overdue overdue in_progress 5/1/27 -
HN@SL/B1 open_in_time due_soon in_progress 11/1/27 -
"""


@dataclass(frozen=True)
class Right:
    """What is right about one checkpoint on a day."""

    ref: str
    state: str
    part: str
    stage: str
    due_on: date
    days_late: int
    people: frozenset[str]
    score: tuple[Decimal, ...]

    @property
    def unit(self) -> str:
        return self.ref.partition("@")[2].partition("/")[0]


def right_on(told: str, today: date) -> dict[str, Right]:
    """By reference. Days late of what is overdue; whose it is by the day that counts."""
    right = {}
    for line in told.split("\n"):
        if not line:
            continue
        ref, state, part, stage, due, counts_on, *rest = line.split()
        until = day_of(rest.pop()[6:]) if rest and rest[-1].startswith("until=") else today
        days = int(rest.pop()[5:]) if rest and rest[-1].startswith("days=") else None
        due_on = day_of(due)
        on = today if counts_on == "-" else day_of(counts_on)
        posts = POSTS[ref.partition("/")[0]]
        right[ref] = Right(
            ref, state, part, stage, due_on,
            (days_between(due_on, until) if days is None else days) if state == "overdue" else 0,
            frozenset(holder(post, on, today) for post in posts),
            tuple(map(Decimal, rest)),
        )  # fmt: skip
    return right


STATES = ("done_in_time", "done_late", "open_in_time", "overdue")
COUNTED = (*STATES, "due_soon", "waiting", "missing", "undelivered")
PART_OF_COUNT = {"due_soon": "due_soon", "waiting": "waiting", "missing": "missing",
                 "undelivered": "undelivered"}  # fmt: skip
ASKED = {"SP@LT/B4"}
"""For whom more time is asked in January."""
RETURNED = {DECEMBER: {"SP@SL/B3"}, JANUARY: {"HN@SL/B2"}}
MOVED = {
    DECEMBER: {"HN@LT/Q3", "KND@SL/Q3", "HN@LT/B2", "SP@SL/B3"},
    JANUARY: {"HN@LT/Q3", "KND@SL/Q3", "HN@LT/B2", "SP@SL/B3", "HN@SL/B2", "SP@SL/B4"},
}
"""Whose due date is another one than first; all but the first by acts of the fourth quarter."""
SHARED = {
    DECEMBER: {"KND": (52, 32, "61.5"), "HN": (52, 11, None), "SP": (2, 8)},
    JANUARY: {"KND": (52, 35, "67.3"), "HN": (52, 15, None), "SP": (4, 8)},
}
"""Of 2026: target, verified so far and percent of the target; of products delivered, of how many.

HN is a limit: it has no percent of the year while results of the year are still to come.
"""
SILENT = {DECEMBER: {"HN@SL/B1"}, JANUARY: {"HN@LT/B2"}}


def counted(rights: Iterable[Right]) -> dict[str, int]:
    tally: Counter[str] = Counter()
    for right in rights:
        tally[right.state] += 1
        if right.part in PART_OF_COUNT:
            tally[PART_OF_COUNT[right.part]] += 1
    return {name: tally[name] for name in COUNTED}


def part_names(right: Right, asked: set[str]) -> set[str]:
    state = "open" if right.state == "open_in_time" else right.state
    names = {right.part, f"state_{state}", "all"}
    if right.part in ("overdue", "due_soon"):
        names.add("to_urge")
    if right.ref in asked:
        names.add("extension")
    return names


def section_of(right: Right, returned: set[str]) -> str:
    if right.ref in returned:
        return "returned"
    if right.part in ("missing", "undelivered"):
        return "undone"
    if right.part == "in_time":
        return "later" if right.stage == "assigned" else "open"
    return right.part


def grade_of(total: Decimal) -> str:
    bands = ((90, "excellent"), (70, "good"), (50, "completed"))
    return next((name for least, name in bands if total >= least), "not_completed")


def shown(counts: Any) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED}
