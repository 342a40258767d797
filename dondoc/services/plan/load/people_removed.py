"""People whom a plan takes out of a position as if they had never held it: is that meant?

A successor whose first day is that of their predecessor leaves no day to the predecessor: what
those let pass would be the successor's.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from dondoc.rendering import formats
from dondoc.services.plan.load.changes import ChangeKind, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.work.answering.other_holders import OtherHolder


def people_removed(
    stored: StoredPlan, entries: Iterable[PlanChange], passing: Iterable[OtherHolder], today: date
) -> Iterator[Doubt]:
    """Each holding that had begun and would be no more, with the results that pass by it."""
    passed = tuple(passing)
    for entry in entries:
        if entry.what is not ThingKind.HOLDING or entry.change is not ChangeKind.REMOVED:
            continue
        if entry.key[2] <= today:
            yield _doubt(stored, entry, passed)


def with_removed(
    asked: tuple[Doubt, ...], removed: Iterable[Doubt], sure: frozenset[str]
) -> tuple[Doubt, ...]:
    """Of people who exchange their positions only what passes is asked about besides.

    Nothing of those about whom it is still asked whether they have a new code: they may stay.
    """
    exchanged = {doubt.params["code"] for doubt in asked if doubt.key == "plan_load.doubt.holding"}
    unknown = {
        doubt.params["old"]
        for doubt in asked
        if doubt.key == "plan_load.doubt.code" and not doubt.answer(sure)
    }
    more = (
        doubt
        for doubt in removed
        if doubt.params["code"] not in unknown
        and (doubt.params["n"] or doubt.params["code"] not in exchanged)
    )
    return (*asked, *more)


def _doubt(stored: StoredPlan, entry: PlanChange, passing: Iterable[OtherHolder]) -> Doubt:
    position, person, since = entry.key
    who, post = stored.people[person], stored.positions[position]
    results = [
        f"{passed.ref_of_year}: {passed.before or '–'} → {passed.after or '–'}"
        for passed in passing
        if who.id in passed.people and passed.title == post.row["title"]
    ]
    details = {
        "code": person,
        "name": who.row["full_name"],
        "position": stored.place(post.row),
        "day": formats.day(since),
        "n": len(results),
        "results": "; ".join(results),
    }
    key = "plan_load.doubt.removed" if results else "plan_load.doubt.removed_idle"
    sure = DoubtAnswer(f"removed:{position}/{person}", "plan_load.sure.removed")
    return Doubt(key, (sure,), details)
