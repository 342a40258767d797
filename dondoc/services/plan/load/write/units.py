"""Writes the programme and the units."""

from datetime import date
from typing import Any

from sqlmodel import select

from dondoc.i18n import translator
from dondoc.services.plan.load.changes import ThingKind
from dondoc.services.plan.load.write.writer import Writer
from dondoc.services.programme.rule_sets import ensure_rule_set
from dondoc.services.workbook.plan import GROUPS
from dondoc.store.row_batches import delete_rows, insert_rows, update_rows
from models.programme import Programme
from models.unit import Unit, UnitGroup, UnitName, UnitParent


def write_programme(writer: Writer) -> None:
    """Adds or changes the programme; a new one follows the year before it."""
    for entry in writer.entries(ThingKind.PROGRAMME):
        row = entry.row
        row["rule_set_id"] = ensure_rule_set(writer.session, row.pop("rule_set")).key
        if writer.programme_id:
            update_rows(writer.connection, Programme, {writer.programme_id: row})
        else:
            _add_programme(writer, entry.key[0], row)


def _add_programme(writer: Writer, year: int, row: dict[str, Any]) -> None:
    row |= {"year": year, "created_at": writer.now, "previous_id": _of_year(writer, year - 1)}
    [writer.programme_id] = insert_rows(writer.connection, Programme, [row])
    if (following := _of_year(writer, year + 1)) is not None:
        values = {"previous_id": writer.programme_id}
        update_rows(writer.connection, Programme, {following: values})


def _of_year(writer: Writer, year: int) -> int | None:
    return writer.session.exec(select(Programme.id).where(Programme.year == year)).first()


def write_units(writer: Writer) -> None:
    """Writes units, their names and their parents."""
    work = writer.comparison.units
    groups = _groups(writer)
    _add_units(writer, groups)
    changed: dict[int, dict[str, Any]] = {}
    for unit_id, end in work.ends.items():
        changed.setdefault(unit_id, {})["ended_on"] = end
    for unit_id, group in work.regrouped.items():
        changed.setdefault(unit_id, {})["group_id"] = groups[group]
    update_rows(writer.connection, Unit, changed)
    _write_names(writer)
    _write_parents(writer)


def _groups(writer: Writer) -> dict[str, int]:
    """The three groups of the practice; their titles are data that a province may reword."""
    known = {g.code: g.key for g in writer.session.exec(select(UnitGroup))}
    new = [code for code in GROUPS if code not in known]
    tr = translator("vi")
    rows = [
        {"code": code, "title": tr(f"plan_load.group.{code}"), "rank": GROUPS.index(code)}
        for code in new
    ]
    return known | dict(zip(new, insert_rows(writer.connection, UnitGroup, rows), strict=True))


def _add_units(writer: Writer, groups: dict[str, int]) -> None:
    new = writer.comparison.units.new_units
    rank = len(writer.stored.units.order)
    rows = [
        {
            "group_id": groups[unit.group],
            "founded_on": unit.valid_from,
            "ended_on": unit.valid_to,
            "rank": rank + number,
        }
        for number, unit in enumerate(new)
    ]
    keys = insert_rows(writer.connection, Unit, rows)
    writer.units |= dict(zip((unit.code for unit in new), keys, strict=True))


def _write_names(writer: Writer) -> None:
    work = writer.comparison.units
    update_rows(writer.connection, UnitName, work.renamed)
    rows = [{"unit_id": writer.units[name["code"]], **name} for name in work.new_names]
    insert_rows(writer.connection, UnitName, rows)


def _write_parents(writer: Writer) -> None:
    work = writer.comparison.units
    gone = [key for key, values in work.moved.items() if values.get("parent") == ""]
    delete_rows(writer.connection, UnitParent, gone)
    moved = {
        key: {"parent_id": writer.units[values["parent"]]} if "parent" in values else values
        for key, values in work.moved.items()
        if key not in gone
    }
    update_rows(writer.connection, UnitParent, moved)
    rows = [_parent(writer, *parent) for parent in work.new_parents]
    insert_rows(writer.connection, UnitParent, rows)


def _parent(
    writer: Writer, code: str, parent: str, start: date, end: date | None
) -> dict[str, Any]:
    return {
        "unit_id": writer.units[code],
        "parent_id": writer.units[parent],
        "valid_from": start,
        "valid_to": end,
    }
