"""New codes in a plan that may be known positions': work and results hang on a position."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import product

from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.new_codes import DoubtOf, NewCodes, new_codes, rename
from dondoc.services.plan.load.person_codes import positions_named
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.plan.load.wanted_plan import position_rows
from dondoc.services.workbook.plan import PlanDraft
from models.rules.names_alike import parts
from models.rules.validity import overlaps

_UNIT, _TITLE, _HOLDER, _WORK = 8, 4, 2, 1
"""How strongly a new code is tied to a known position; all together tie the most."""


def positions_recoded(
    draft: PlanDraft, stored: StoredPlan, sure: frozenset[str], open_units: Collection[str] = ()
) -> NewCodes:
    """New codes of positions that seem to be known under another: asks whether they are.

    In the same unit a position of the same title, or one that the same person holds, which the
    plan names nowhere any more; in another unit two of these: the same title, the same person,
    work that the known position answers for now. A second deputy beside the first is no doubt.
    `open_units`: new codes of units of which it is still asked whether they are known.
    """
    rows = position_rows(draft.holdings)
    ties = (
        (new, old)
        for _, new, old in sorted(_ties(draft, stored))
        if rows[new]["unit"] not in open_units
    )
    return new_codes(ties, _doubt_of(draft, stored), sure)


def recode_position(stored: StoredPlan, new: str, old: str) -> None:
    """From now on a known position goes by the new code, with all that is its."""
    stored.recoded_positions[new] = old
    stored.positions[new] = stored.positions.pop(old)
    rename(stored.holdings, 0, new, old)
    rename(stored.mandates, 0, new, old)
    rename(stored.seats, 1, new, old)
    for thing in stored.assignments.values():
        officials = thing.row["officials"]
        if old in officials:
            thing.row["officials"] = tuple(new if code == old else code for code in officials)


def _ties(draft: PlanDraft, stored: StoredPlan) -> Iterator[tuple[int, str, str]]:
    """The strongest first."""
    named, holders, work = positions_named(draft), _holders(stored), _work_taken(draft, stored)
    left = [code for code in stored.positions if code not in named]
    people: dict[str, set[str]] = defaultdict(set)
    for post in draft.holdings:
        people[post.position_code].add(post.person_code)
    for new, row in position_rows(draft.holdings).items():
        if new in stored.positions:
            continue
        for old in left:
            known = stored.positions[old].row
            alike = (
                _TITLE * (parts(row["title"]) == parts(known["title"])),
                _HOLDER * bool(people[new] & holders[old]),
            )
            taken = _WORK * ((new, old) in work)
            if row["unit"] == known["unit"] and any(alike):
                yield -_UNIT - sum(alike) - taken, new, old
            elif sum(map(bool, (*alike, taken))) > 1:
                yield -sum(alike) - taken, new, old


def _work_taken(draft: PlanDraft, stored: StoredPlan) -> set[tuple[str, str]]:
    """The new codes that stand where known positions answered for the same work until now."""
    taken: set[tuple[str, str]] = set()
    for assignment in draft.assignments:
        known = stored.assignments.get((assignment.indicator_code, assignment.unit_code))
        before = set(known.row["officials"]) if known else set()
        now = set(assignment.responsible)
        taken |= set(product(now - before, before - now))
    return taken


def _holders(stored: StoredPlan) -> dict[str, set[str]]:
    """Who holds each position from the day on that decides in the span."""
    holders: dict[str, set[str]] = defaultdict(set)
    for (position, person, first), thing in stored.holdings.items():
        if overlaps(first, thing.row["held_to"], stored.units.day, None):
            holders[position].add(person)
    return holders


def _doubt_of(draft: PlanDraft, stored: StoredPlan) -> DoubtOf:
    """Whether a new code is a known position's, or a new position's."""
    rows = position_rows(draft.holdings)

    def doubt(new: str, old: str) -> Doubt:
        details = {
            "new": new, "now": stored.place(rows[new]),
            "old": old, "name": stored.place(stored.positions[old].row),
        }  # fmt: skip
        same = DoubtAnswer(f"position-code:{new}={old}", "plan_load.sure.same_position")
        other = DoubtAnswer(f"position-code:{new}=new", "plan_load.sure.new_position")
        return Doubt("plan_load.doubt.position_code", (same, other), details)

    return doubt
