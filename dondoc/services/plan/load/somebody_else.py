"""Another name under a person's code: a spelling, or another person who would take it all over?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dondoc.rendering import formats
from dondoc.services.plan.load.changes import PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.stored_plan import StoredPlan
from models.rules.folding import spelled


def somebody_else(stored: StoredPlan, entries: Iterable[PlanChange]) -> Iterator[Doubt]:
    """People who get another name, and what no plan speaks of that stays with their code.

    Where the code changes, too, both names were shown when that was asked.
    """
    for entry in entries:
        if entry.what is not ThingKind.PERSON or entry.old is None or entry.new is None:
            continue
        if entry.ref in stored.recoded:
            continue
        old, new = entry.old["full_name"], entry.new["full_name"]
        if spelled(old) != spelled(new):
            sure = DoubtAnswer(f"name:{entry.ref}", "plan_load.sure.name")
            details = {"code": entry.ref, "old": old, "new": new}
            besides = tuple(_stays_with_code(stored, entry.ref, details))
            yield Doubt("plan_load.doubt.name", (sure,), details, besides)


def _stays_with_code(
    stored: StoredPlan, code: str, names: Mapping[str, str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Hand-overs that are planned, and absences: they were said of the person, not of a code."""
    today = stored.units.day
    planned = [
        f"{stored.place(stored.positions[position].row)} ({formats.day(since)})"
        for position, person, since in sorted(stored.holdings)
        if person == code and since > today
    ]
    if planned:
        yield "plan_load.doubt.name.planned", {**names, "planned": "; ".join(planned)}
    for absence in stored.absences:
        if code in (absence.away, absence.deputy) and absence.until >= today:
            days = {
                "away": stored.people[absence.away].row["full_name"],
                "deputy": stored.people[absence.deputy].row["full_name"],
                "since": formats.day(absence.since),
                "until": formats.day(absence.until),
            }
            yield "plan_load.doubt.name.absence", {**names, **days}
