"""Two who would hold one position at once because a plan knows nothing of one of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from dondoc.rendering import formats
from dondoc.services.plan.load.changes import Key, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.workbook.plan import PlanDraft
from models.rules.validity import overlaps

Held = tuple[str, date, date | None]
"""Who holds a position, from when to when."""


def held_together(
    draft: PlanDraft, stored: StoredPlan, entries: Iterable[PlanChange]
) -> Iterator[Doubt]:
    """Whose taking up a position was entered on its page, and by the plan another stays on.

    A plan that lists both says itself that both hold it.
    """
    listed: dict[str, set[str]] = defaultdict(set)
    for row in draft.holdings:
        listed[row.position_code].add(row.person_code)
    before, after = _by_position(stored, ()), _by_position(stored, entries)
    for code in sorted(listed):
        for first, second in _pairs(after[code]):
            both = {first[0], second[0]}
            if not both <= listed[code] and both & listed[code]:
                if any({one[0], other[0]} == both for one, other in _pairs(before[code])):
                    continue
                yield _doubt(stored, code, first, second)


def _by_position(stored: StoredPlan, entries: Iterable[PlanChange]) -> dict[str, list[Held]]:
    """Who holds what with these changes made, the earliest first."""
    rows: dict[Key, Mapping[str, Any]] = {key: thing.row for key, thing in stored.holdings.items()}
    for entry in entries:
        if entry.what is ThingKind.HOLDING and entry.new is not None:
            rows[entry.key] = entry.new
        elif entry.what is ThingKind.HOLDING:
            rows.pop(entry.key, None)
    found: dict[str, list[Held]] = defaultdict(list)
    for key, row in rows.items():
        found[key[0]].append((key[1], row["held_from"], row["held_to"]))
    return defaultdict(
        list, {code: sorted(held, key=lambda one: one[1]) for code, held in found.items()}
    )


def _pairs(held: list[Held]) -> Iterator[tuple[Held, Held]]:
    for first, second in combinations(held, 2):
        if first[0] != second[0] and overlaps(first[1], first[2], second[1], second[2]):
            yield first, second


def _doubt(stored: StoredPlan, code: str, first: Held, second: Held) -> Doubt:
    ends = [end for end in (first[2], second[2]) if end is not None]
    details = {
        "position": stored.place(stored.positions[code].row),
        "code": code,
        "name": stored.people[first[0]].row["full_name"],
        "other": second[0],
        "whose": stored.people[second[0]].row["full_name"],
        "since": formats.day(second[1]),
        "until": formats.day(min(ends)) if ends else "…",
    }
    sure = DoubtAnswer(f"together:{code}/{second[0]}", "plan_load.sure.together")
    return Doubt("plan_load.doubt.together", (sure,), details)
