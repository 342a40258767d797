"""New codes in a plan that may be known units': a code that changes leaves no history behind."""

from collections import defaultdict

from dondoc.services.plan.check.named_units import code_from_name
from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.new_codes import DoubtOf, NewCodes, new_codes
from dondoc.services.plan.load.same_administration import Administrations
from dondoc.services.plan.load.stored_plan import StoredPlan
from dondoc.services.plan.load.unit_index import UnitIndex
from dondoc.services.workbook.plan import PlanDraft, UnitDraft
from models.rules.names_alike import parts


def units_recoded(draft: PlanDraft, stored: StoredPlan, sure: frozenset[str]) -> NewCodes:
    """New codes of units that seem to be known under another: asks whether they are.

    The same name, or a position that was the known unit's; a unit that the plan does not list
    any more comes first. Where `sure` says that one of two new codes is a new unit, the known one
    may be the other.
    """
    unit_index, listed = stored.units, {unit_draft.code for unit_draft in draft.units}
    ties: list[tuple[bool, int, str, str]] = []
    by_name = units_by_name(unit_index)
    moved = _by_position(draft, stored)
    administrations = Administrations(unit_index)
    for number, unit in enumerate(draft.units):
        if unit.code in unit_index.ids:
            continue
        for old in by_name[parts(unit.name)]:
            if old not in listed or _alike(unit, old, draft):
                ties.append((old in listed, number, unit.code, old))
        if unit.code != code_from_name(unit.name):  # else `with_known_units` has asked
            old_of_office = administrations.of(unit.code, unit.name)
            if old_of_office is not None and old_of_office not in listed:
                ties.append((False, number, unit.code, old_of_office))
        ties += [(False, number, unit.code, old) for old in moved[unit.code] if old not in listed]
    in_turn = ((new, old) for _, _, new, old in sorted(ties))
    return new_codes(in_turn, _doubt_of(draft, stored), sure)


def units_by_name(unit_index: UnitIndex) -> dict[tuple[str, ...], list[str]]:
    """The codes of the units that are called so, by the parts of the name.

    Where none is, of those that were called so in the span: a name that another unit has taken
    over since means that one.
    """
    now: dict[tuple[str, ...], list[str]] = defaultdict(list)
    before: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code, unit_id in unit_index.ids.items():
        current = unit_index.call(unit_id)
        name = parts(current.name) if current else ()
        now[name].append(code)
        for former in {parts(row.name) for row in unit_index.names_within(unit_id)} - {name}:
            before[former].append(code)
    by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_name.update(before | now)
    return by_name


def _by_position(draft: PlanDraft, stored: StoredPlan) -> dict[str, list[str]]:
    """Units from which positions would go over to a new code."""
    by_position: dict[str, list[str]] = defaultdict(list)
    for holding in draft.holdings:
        known = stored.positions.get(holding.position_code)
        if known is not None and known.row["unit"] and known.row["unit"] != holding.unit_code:
            by_position[holding.unit_code].append(known.row["unit"])
    return by_position


def _alike(unit: UnitDraft, old: str, draft: PlanDraft) -> bool:
    """Two units of one name in one plan: doubtful where they are under one and the same."""
    return any(
        unit_draft.code == old
        and unit_draft.parent_code == unit.parent_code
        and unit_draft.valid_to is None
        for unit_draft in draft.units
    )


def _doubt_of(draft: PlanDraft, stored: StoredPlan) -> DoubtOf:
    """Whether a new code is a known unit's, or a new unit's."""
    names = {unit.code: unit.name for unit in draft.units}

    def doubt(new: str, old: str) -> Doubt:
        row = stored.units.call(stored.units.ids[old])
        details = {"new": new, "now": names[new], "old": old, "name": row.name if row else old}
        other = DoubtAnswer(f"unit-code:{new}=new", "plan_load.sure.new_unit")
        if old in names:
            return Doubt("plan_load.doubt.second_unit", (other,), details)
        same = DoubtAnswer(f"unit-code:{new}={old}", "plan_load.sure.same_unit")
        return Doubt("plan_load.doubt.unit_code", (same, other), details)

    return doubt
