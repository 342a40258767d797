"""Units against the dated tree: what a plan adds, renames, moves or ends."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dondoc.services.plan.draft import UnitDraft
from dondoc.services.plan_load.changes import Change, Entry, What
from dondoc.services.plan_load.names import DAY, overlaps
from dondoc.services.plan_load.unit_book import NameRow, UnitBook


@dataclass
class UnitWork:
    """What to write for units; new names and parents carry codes until units have keys."""

    entries: list[Entry] = field(default_factory=list)
    new_units: list[UnitDraft] = field(default_factory=list)
    ends: dict[int, date | None] = field(default_factory=dict)
    regrouped: dict[int, str] = field(default_factory=dict)
    renamed: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_names: list[dict[str, Any]] = field(default_factory=list)
    moved: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_parents: list[tuple[str, str, date]] = field(default_factory=list)


def compare_units(units: tuple[UnitDraft, ...], book: UnitBook) -> UnitWork:
    """Rows of one code are taken by their dates: a second one is a new name, or a new unit."""
    work = UnitWork()
    for unit in sorted(units, key=lambda u: u.valid_from or date.min):
        known = book.find(unit.code, unit.valid_from, unit.valid_to, unit.name)
        if known is None and unit.code in {u.code for u in work.new_units}:
            _name_again(work, unit)
        elif known is None:
            _add(work, book, unit)
        else:
            _change(work, book, unit, known)
    for appended in work.new_names:  # a unit that goes on under another name has not ended
        unit_id = appended.get("unit_id")
        if unit_id in work.ends:
            work.ends[unit_id] = appended["valid_to"]
    return work


def _add(work: UnitWork, book: UnitBook, unit: UnitDraft) -> None:
    start = unit.valid_from or book.first
    later = book.later_start(unit.code)
    end = unit.valid_to or (later - DAY if later else None)
    work.new_units.append(unit)
    work.new_names.append(_name(unit, start, end))
    if unit.parent_code:
        work.new_parents.append((unit.code, unit.parent_code, start))
    new = {
        "name": unit.name,
        "group": unit.group,
        "parent": unit.parent_code or "",
        "valid_from": start,
        "valid_to": end,
    }
    work.entries.append(Entry(What.UNIT, Change.ADDED, (unit.code,), unit.code, None, new))


def _name(unit: UnitDraft, start: date, end: date | None) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, "valid_from": start, "valid_to": end}


def _name_again(work: UnitWork, unit: UnitDraft) -> None:
    """A unit that the same plan founds and renames."""
    start = unit.valid_from or date.min
    former = next(n for n in reversed(work.new_names) if n["code"] == unit.code)
    if former["valid_from"] < start:
        former["valid_to"] = min(former["valid_to"] or date.max, start - DAY)
        work.new_names.append(_name(unit, start, unit.valid_to))


def _change(work: UnitWork, book: UnitBook, unit: UnitDraft, unit_id: int) -> None:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    _rename(work, book, unit, unit_id, (old, new))
    if book.groups[unit_id] != unit.group:
        old["group"], new["group"] = book.groups[unit_id], unit.group
        work.regrouped[unit_id] = unit.group
    _move(work, book, unit, unit_id, (old, new))
    if old != new:
        work.entries.append(Entry(What.UNIT, Change.CHANGED, (unit.code,), unit.code, old, new))


Fields = tuple[dict[str, Any], dict[str, Any]]


def _rename(work: UnitWork, book: UnitBook, unit: UnitDraft, unit_id: int, fields: Fields) -> None:
    """An empty date says nothing; a date on which another name was in force starts a new one."""
    old, new = fields
    row, appended = _row_for(book, unit, unit_id)
    values: dict[str, Any] = {}
    if appended is not None:
        old["name"], new["name"] = row.name, unit.name
        old["valid_from"], new["valid_from"] = row.valid_from, appended
        values["valid_to"] = appended - DAY
        work.new_names.append(
            {"unit_id": unit_id, **_name(unit, appended, unit.valid_to or row.valid_to)}
        )
    else:
        if row.name != unit.name:
            old["name"], new["name"] = row.name, unit.name
            values["name"] = unit.name
        if unit.valid_from and unit.valid_from < row.valid_from and row is book.names[unit_id][0]:
            old["valid_from"], new["valid_from"] = row.valid_from, unit.valid_from
            values["valid_from"] = unit.valid_from
        if unit.valid_to and unit.valid_to != row.valid_to:
            values["valid_to"] = unit.valid_to
    last = book.names[unit_id][-1]
    if unit.valid_to and unit.valid_to != row.valid_to:
        old["valid_to"], new["valid_to"] = row.valid_to, unit.valid_to
        if row is last:
            work.ends[unit_id] = unit.valid_to
    if values:
        work.renamed[row.id] = values


def _row_for(book: UnitBook, unit: UnitDraft, unit_id: int) -> tuple[NameRow, date | None]:
    """The stored name that the plan speaks of, and the day from which a new one replaces it."""
    rows = book.names[unit_id]
    start = unit.valid_from or book.first
    same = [
        r
        for r in rows
        if r.name == unit.name and overlaps(r.valid_from, r.valid_to, start, unit.valid_to)
    ]
    if same and (unit.valid_from is None or len(rows) == 1 or same[-1].valid_from <= start):
        return same[-1], None
    row = book.name_on(unit_id, start) or min(
        rows, key=lambda r: (r.valid_from < start, abs((r.valid_from - start).days))
    )
    if row.name != unit.name and row.valid_from < start:
        return row, start
    return row, None


def _move(work: UnitWork, book: UnitBook, unit: UnitDraft, unit_id: int, fields: Fields) -> None:
    """Within a programme a parent is put right; from one year to the next it is a new row."""
    old, new = fields
    parent = book.parent_on(unit_id, book.day)
    was = book.codes.get(parent.parent_id, "") if parent else ""
    wanted = unit.parent_code or ""
    if was == wanted:
        return
    old["parent"], new["parent"] = was, wanted
    start = max(book.first, unit.valid_from or book.first)
    if parent is not None and parent.valid_from >= start:
        work.moved[parent.id] = {"parent": wanted}
        return
    if parent is not None:
        work.moved[parent.id] = {"valid_to": start - DAY}
    if wanted:
        work.new_parents.append((unit.code, wanted, start))
