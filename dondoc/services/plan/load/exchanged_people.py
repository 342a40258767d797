"""People who take each other's positions by a plan: a rotation, or codes in the wrong rows?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from dondoc.rendering import formats
from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.stored_plan import StoredPlan
from models.rules.rings import in_rings


def people_exchanged(stored: StoredPlan, entries: Iterable[PlanChange]) -> Iterator[Doubt]:
    """Two people who exchange their positions, or any ring of them: each is asked about."""
    moves = _moves([entry for entry in entries if entry.what is ThingKind.HOLDING])
    rings = in_rings((old, new) for _, old, new in moves)
    leaving: dict[str, list[str]] = defaultdict(list)
    for person, old, new in moves:
        if (old, new) in rings:
            leaving[old].append(person)
    asked: set[str] = set()
    for (person, old, new), day in moves.items():
        if (old, new) in rings and person not in asked:
            asked.add(person)
            yield _doubt(stored, (person, old, new), min(leaving[new]), day)


def _moves(entries: list[PlanChange]) -> dict[tuple[str, str, str], date]:
    """Who leaves which position and takes which other one, and from which day."""
    taken: dict[str, list[Key]] = defaultdict(list)
    for entry in entries:
        if entry.change is ChangeKind.ADDED:
            taken[entry.key[1]].append(entry.key)
    return {
        (entry.key[1], entry.key[0], position): day
        for entry in entries
        if _ends(entry)
        for position, _, day in taken[entry.key[1]]
        if position != entry.key[0]
    }


def _ends(entry: PlanChange) -> bool:
    """Whether somebody leaves earlier than was known, or was never there."""
    if entry.old is None or entry.new is None:
        return entry.old is not None
    old, new = entry.old["held_to"], entry.new["held_to"]
    return new is not None and (old is None or new < old)


def _doubt(stored: StoredPlan, move: tuple[str, str, str], other: str, day: date) -> Doubt:
    person, old, new = move
    details = {
        "code": person,
        "name": stored.people[person].row["full_name"],
        "old": stored.place(stored.positions[old].row),
        "new": stored.place(stored.positions[new].row),
        "day": formats.day(day),
        "other": other,
        "whose": stored.people[other].row["full_name"],
    }
    sure = DoubtAnswer(f"holding:{person}", "plan_load.sure.holding")
    return Doubt("plan_load.doubt.holding", (sure,), details)
