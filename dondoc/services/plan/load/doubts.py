"""Changes that a plan may make without meaning them: each is shown as what it is, and asked about.

Codes are what a plan speaks in, and history hangs on what a code leads to: a slip of one cell
hands one district's results to another, or one official's to somebody else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from dondoc.services.plan.load.changes import ChangeKind, Key, PlanChange, ThingKind
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.exchanged_people import people_exchanged
from dondoc.services.plan.load.held_together import held_together
from dondoc.services.plan.load.same_people import mail_doubts
from dondoc.services.plan.load.somebody_else import somebody_else
from dondoc.services.plan.load.stored_plan import StoredPlan, StoredThing
from dondoc.services.plan.load.wanted_plan import seat_rows
from dondoc.services.workbook.plan import PlanDraft
from models.rules.folding import spelled
from models.rules.names_alike import parts
from models.rules.rings import in_rings
from models.rules.stages import Standing


def doubts(
    draft: PlanDraft, stored: StoredPlan, entries: Iterable[PlanChange]
) -> tuple[Doubt, ...]:
    """What is asked about besides codes that may have changed (`same_people`, `same_units`)."""
    changes = tuple(entries)
    return (
        *_units_exchanged(stored, changes),
        *_indicators_exchanged(stored, changes),
        *_positions_exchanged(stored, changes),
        *people_exchanged(stored, changes),
        *held_together(draft, stored, changes),
        *somebody_else(stored, changes),
        *mail_doubts(changes, stored),
        *_committees_emptied(draft, stored, changes),
    )


def _units_exchanged(stored: StoredPlan, entries: Iterable[PlanChange]) -> Iterator[Doubt]:
    """A unit that is to be called what another one is called: its results would go by that name."""
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for code, unit_id in stored.units.ids.items():
        for row in stored.units.names_within(unit_id):
            bearers[parts(row.name)].add(code)
    renamed = {
        entry.ref: entry for entry in entries
        if entry.what is ThingKind.UNIT and entry.old and entry.new and "name" in entry.new
    }  # fmt: skip
    for code, change in renamed.items():
        assert change.old is not None and change.new is not None
        others = bearers[parts(change.new["name"])] - {code}
        if others and spelled(change.old["name"]) != spelled(change.new["name"]):
            other = min(others)
            details = {
                "code": code,
                "old": change.old["name"],
                "new": change.new["name"],
                "other": other,
            }
            sure = DoubtAnswer(f"unit:{code}", "plan_load.sure.unit")
            yield Doubt("plan_load.doubt.unit", (sure,), details)


def _indicators_exchanged(stored: StoredPlan, entries: Iterable[PlanChange]) -> Iterator[Doubt]:
    """An indicator that is to be called what another one is called: its results would go along."""
    bearers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for (code,), stored_row in stored.indicators.items():
        bearers[parts(stored_row.row["title"])].add(code)
    for entry in entries:
        if entry.what is not ThingKind.INDICATOR or not entry.old or not entry.new:
            continue
        old, new = entry.old["title"], entry.new["title"]
        others = bearers[parts(new)] - {entry.ref}
        if others and spelled(old) != spelled(new):
            details = {"code": entry.ref, "old": old, "new": new, "other": min(others)}
            sure = DoubtAnswer(f"indicator:{entry.ref}", "plan_load.sure.indicator")
            yield Doubt("plan_load.doubt.indicator", (sure,), details)


def _positions_exchanged(stored: StoredPlan, entries: Iterable[PlanChange]) -> Iterator[Doubt]:
    """Positions that take each other's unit, or title: their work and results would go along.

    Two that exchange it, or any ring of them.
    """
    changed = [
        entry for entry in entries if entry.what is ThingKind.POSITION and entry.old and entry.new
    ]
    for change, other in {**_rings(changed, _unit_move), **_rings(changed, _move)}.values():
        places = (stored.place(row) for row in (change.old, change.new) if row)
        details = dict(zip(("old", "new"), places, strict=True)) | {
            "code": change.ref,
            "other": other,
        }
        sure = DoubtAnswer(f"position:{change.ref}", "plan_load.sure.position")
        yield Doubt("plan_load.doubt.position", (sure,), details)


KeyMove = tuple[Key, Key]


def _rings(
    changed: list[PlanChange], move: Callable[[PlanChange], KeyMove]
) -> dict[str, tuple[PlanChange, str]]:
    """The positions that move in a ring, each with one that leaves the place that it takes."""
    rings = in_rings(move(change) for change in changed)
    leaving: dict[Key, list[str]] = defaultdict(list)
    for each_plan_change in changed:
        if move(each_plan_change) in rings:
            leaving[move(each_plan_change)[0]].append(each_plan_change.ref)
    return {
        plan_change.ref: (plan_change, min(leaving[move(plan_change)[1]]))
        for plan_change in changed
        if move(plan_change) in rings
    }


def _unit_move(change: PlanChange) -> KeyMove:
    """From which unit to which."""
    assert change.old is not None and change.new is not None
    return (change.old["unit"],), (change.new["unit"],)


def _move(change: PlanChange) -> KeyMove:
    """From which unit and title to which."""
    assert change.old is not None and change.new is not None
    old, new = ((row["unit"], spelled(row["title"])) for row in (change.old, change.new))
    return old, new


def _committees_emptied(
    draft: PlanDraft, stored: StoredPlan, entries: Iterable[PlanChange]
) -> Iterator[Doubt]:
    """A committee that had members and would have none, or would be no more."""
    gone = {entry.key for entry in entries if entry.change is ChangeKind.WITHDRAWN}
    members: dict[str, set[Key]] = defaultdict(set)
    for key, seat in stored.seats.items():
        if _sits(seat, stored):
            members[key[0]].add(key)
    units = {key[0] for key in seat_rows(draft)}
    for unit, seats in sorted(members.items()):
        dissolved = (unit,) in gone and stored.committees[(unit,)].standing is Standing.LIVE
        if dissolved or (seats <= gone and unit not in units):
            name = stored.units.call(stored.units.ids[unit])
            details = {"code": unit, "name": name.name if name else unit, "n": len(seats)}
            sure = DoubtAnswer(f"committee:{unit}", "plan_load.sure.committee")
            yield Doubt("plan_load.doubt.committee", (sure,), details)


def _sits(seat: StoredThing, stored: StoredPlan) -> bool:
    last = seat.row["seated_to"]
    return last is None or last >= stored.units.day
