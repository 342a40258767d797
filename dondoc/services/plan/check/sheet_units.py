"""Says where a sheet names another unit than its tasks are given to: one sheet for each unit."""

import re
from collections.abc import Iterable

from dondoc.services.workbook.grid import a1, shown
from dondoc.services.workbook.named_wrongly import names_unit, wrong_name
from dondoc.services.workbook.problem import Findings
from dondoc.services.workbook.sheet_table import SheetTable
from models.rules.folding import fold_words

_BEFORE_NAME = re.compile(r"(?:KH|Kế hoạch|Biểu|PL|Phụ lục)[\s\d._-]*", re.IGNORECASE)
_NAMED_ABOVE = re.compile(
    r"\(?(?:Tên )?(?:cơ quan|đơn vị)(?: chủ trì| thực hiện| báo cáo| lập)? ?: ?(.+?)[.)]*",
    re.IGNORECASE,
)


def report_other_units(
    tables: Iterable[SheetTable], own: tuple[str, str], findings: Findings
) -> None:
    """A warning for each sheet without a column of units that names another than `own`: the code
    and the name of the unit that is given all its tasks. Of a code alone one name may be its own.
    """
    code, name = own
    named = _named_by_sheet(tables)
    if code == name and len({fold_words(found) for _, found in named.values()}) == 1:
        return
    for sheet, (cell, other) in named.items():
        if not any(_is_same(other, one) for one in own):
            words = {"found": other, "unit": name}
            findings.add("warning", sheet, cell, "plan.warn.other_unit", **words)


def units_of_sheets(tables: Iterable[SheetTable]) -> dict[str, tuple[str | None, str]]:
    """By sheet the unit whose plan it is, and the cell that says so (None: the sheet's name).

    Only where several sheets name one each, and not the same: a sheet for each unit. A single
    name may as well be whose table it is as who is to do the work.
    """
    named = _named_by_sheet(tables)
    whose = {sheet: said for sheet, said in named.items() if wrong_name(said[1]) is None}
    return whose if len({fold_words(unit) for _, unit in whose.values()}) > 1 else {}


def _named_by_sheet(tables: Iterable[SheetTable]) -> dict[str, tuple[str | None, str]]:
    """Of the sheets without a column of units those that name one."""
    return {
        t.grid.name: found for t in tables if "lead_unit" not in t.headings and (found := _named(t))
    }


def _named(table: SheetTable) -> tuple[str | None, str] | None:
    """What is said above the table of whose it is, else the sheet's name, where it names a unit."""
    for row, values in table.grid.rows:
        for offset, value in enumerate(values) if row < table.heading_row else ():
            match = _NAMED_ABOVE.fullmatch(" ".join(shown(value).split()))
            if match and names_unit(match[1]):
                return a1(row, table.grid.first_column + offset), match[1]
    name = _BEFORE_NAME.sub("", table.grid.name, count=1).strip()
    return (None, name) if names_unit(name) else None


def _is_same(one: str, other: str) -> bool:
    """ "Sở Y tế" is "Sở Y tế tỉnh Vĩnh Phúc"."""
    folded = sorted((f"{fold_words(text)} " for text in (one, other)), key=len)
    return folded[1].startswith(folded[0])
