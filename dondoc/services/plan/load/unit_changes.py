"""What a plan changes among units: which it adds, renames, puts under another one, or ends."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dondoc.services.plan.load.changes import ChangeKind, PlanChange, ThingKind
from dondoc.services.plan.load.names import DAY
from dondoc.services.plan.load.unit_index import NameRow, UnitIndex
from dondoc.services.workbook.plan import UnitDraft
from models.rules.validity import overlaps


@dataclass
class UnitWork:
    """What to write for units; new names and parents carry codes until units have keys."""

    entries: list[PlanChange] = field(default_factory=list)
    new_units: list[UnitDraft] = field(default_factory=list)
    ends: dict[int, date | None] = field(default_factory=dict)
    regrouped: dict[int, str] = field(default_factory=dict)
    renamed: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_names: list[dict[str, Any]] = field(default_factory=list)
    moved: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_parents: list[tuple[str, str, date, date | None]] = field(default_factory=list)


def compare_units(units: tuple[UnitDraft, ...], unit_index: UnitIndex) -> UnitWork:
    """Rows of one code are taken by their dates: a second one is a new name, or a new unit."""
    work, founded = UnitWork(), set[str]()
    for unit in sorted(units, key=lambda u: u.valid_from or date.min):
        known = unit_index.find(unit.code, unit.valid_from, unit.valid_to, unit.name)
        if known is None and unit.code in founded:
            _name_again(work, unit)
        elif known is None:
            _add(work, unit_index, unit)
            founded.add(unit.code)
        else:
            _change(work, unit_index, unit, known)
    for appended in work.new_names:  # a unit that goes on under another name has not ended
        unit_id = appended.get("unit_id")
        if unit_id in work.ends:
            work.ends[unit_id] = appended["valid_to"]
    return work


def _add(work: UnitWork, unit_index: UnitIndex, unit: UnitDraft) -> None:
    start = unit.valid_from or unit_index.first
    later = unit_index.later_start(unit.code)
    end = unit.valid_to or (later - DAY if later else None)
    work.new_units.append(unit)
    work.new_names.append(_name(unit, start, end))
    if unit.parent_code:
        work.new_parents.append((unit.code, unit.parent_code, start, None))
    new = {
        "name": unit.name,
        "group": unit.group,
        "parent": unit.parent_code or "",
        "valid_from": start,
        "valid_to": end,
    }
    work.entries.append(
        PlanChange(ThingKind.UNIT, ChangeKind.ADDED, (unit.code,), unit.code, None, new)
    )


def _name(unit: UnitDraft, start: date, end: date | None) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, "valid_from": start, "valid_to": end}


def _name_again(work: UnitWork, unit: UnitDraft) -> None:
    """A unit that the same plan founds and renames."""
    start = unit.valid_from or date.min
    former = next(n for n in reversed(work.new_names) if n["code"] == unit.code)
    if former["valid_from"] < start:
        former["valid_to"] = min(former["valid_to"] or date.max, start - DAY)
        number = next(n for n, u in enumerate(work.new_units) if u.code == unit.code)
        work.new_units[number] = replace(work.new_units[number], valid_to=unit.valid_to)
        work.new_names.append(_name(unit, start, unit.valid_to))


def _change(work: UnitWork, unit_index: UnitIndex, unit: UnitDraft, unit_id: int) -> None:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    _rename(work, unit_index, unit, unit_id, (old, new))
    if unit_index.groups[unit_id] != unit.group:
        old["group"], new["group"] = unit_index.groups[unit_id], unit.group
        work.regrouped[unit_id] = unit.group
    _move(work, unit_index, unit, unit_id, (old, new))
    if old != new:
        work.entries.append(
            PlanChange(ThingKind.UNIT, ChangeKind.CHANGED, (unit.code,), unit.code, old, new)
        )


Fields = tuple[dict[str, Any], dict[str, Any]]


def _rename(
    work: UnitWork, unit_index: UnitIndex, unit: UnitDraft, unit_id: int, fields: Fields
) -> None:
    """An empty date says nothing; a date on which another name was in force starts a new one."""
    old, new = fields
    row, start = _row_for(unit_index, unit, unit_id)
    if (
        start is None
        and unit.code in unit_index.recoded
        and (unit.valid_from or date.min) > row.valid_from
    ):
        start = unit.valid_from
    if start is None:
        _put_right(work, unit_index, unit, row, fields)
    else:
        earlier = start < row.valid_from  # a year that is loaded after the one that follows it
        old["name"], new["name"] = row.name, unit.name
        old["valid_from"], new["valid_from"] = row.valid_from, start
        if unit.code in unit_index.recoded:
            old["code"], new["code"] = row.code, unit.code
        end = row.valid_from - DAY if earlier else unit.valid_to or row.valid_to
        work.new_names.append({"unit_id": unit_id, **_name(unit, start, end)})
        if not earlier:
            work.renamed[row.id] = {"valid_to": start - DAY}


def _put_right(
    work: UnitWork, unit_index: UnitIndex, unit: UnitDraft, row: NameRow, fields: Fields
) -> None:
    """Changes a name row itself: a spelling, a beginning, an end."""
    old, new = fields
    rows = unit_index.names[row.unit_id]
    start = unit.valid_from or (unit_index.first if row.valid_from > unit_index.last else None)
    details: dict[str, Any] = {"name": unit.name}
    if start and start < row.valid_from and row is rows[0]:
        details["valid_from"] = start
    if unit.valid_to:
        details["valid_to"] = unit.valid_to
    if unit.code in unit_index.recoded:
        details["code"] = unit.code
    changed = {name: value for name, value in details.items() if value != getattr(row, name)}
    if not changed:
        return
    old |= {name: getattr(row, name) for name in changed}
    new |= changed
    work.renamed[row.id] = changed
    if "valid_to" in changed and row is rows[-1]:
        work.ends[row.unit_id] = unit.valid_to


def _row_for(unit_index: UnitIndex, unit: UnitDraft, unit_id: int) -> tuple[NameRow, date | None]:
    """The stored name that the plan speaks of, and the day from which a new one replaces it."""
    rows = unit_index.names[unit_id]
    start = unit.valid_from or unit_index.first
    same = [
        r
        for r in rows
        if r.name == unit.name and overlaps(r.valid_from, r.valid_to, start, unit.valid_to)
    ]
    if same and (unit.valid_from is None or len(rows) == 1 or same[-1].valid_from <= start):
        return same[-1], None
    row = unit_index.name_on(unit_id, start) or min(
        rows, key=lambda r: (r.valid_from < start, abs((r.valid_from - start).days))
    )
    if row.name != unit.name and (row.valid_from < start or row.valid_from > unit_index.last):
        return row, start
    return row, None


def _move(
    work: UnitWork, unit_index: UnitIndex, unit: UnitDraft, unit_id: int, fields: Fields
) -> None:
    """Within a programme a parent is put right; from one year to the next it is a new row."""
    old, new = fields
    parent = unit_index.under(unit_id)
    was = unit_index.codes.get(parent.parent_id, "") if parent else ""
    parent_code = unit.parent_code or ""
    if was == parent_code:
        return
    old["parent"], new["parent"] = was, parent_code
    start = max(unit_index.first, unit.valid_from or unit_index.first)
    if parent is not None and parent.valid_from >= start:
        work.moved[parent.id] = {"parent": parent_code}
        return
    if parent is not None:
        work.moved[parent.id] = {"valid_to": start - DAY}
    if parent_code:
        _put_under(work, unit_index, unit, unit_id, start)


def _put_under(
    work: UnitWork, unit_index: UnitIndex, unit: UnitDraft, unit_id: int, start: date
) -> None:
    """A later row under the same parent begins earlier instead of being said twice."""
    parent_code = unit.parent_code or ""
    later = next((p for p in unit_index.parents.get(unit_id, []) if p.valid_from > start), None)
    if later is not None and later.parent_id == unit_index.ids.get(parent_code):
        work.moved[later.id] = {"valid_from": start}
        return
    end = later.valid_from - DAY if later else None
    work.new_parents.append((unit.code, parent_code, start, end))
