"""Finds where a sheet's table starts and which kind of sheet it is, by its headings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from dondoc.services.workbook.grid import Grid
from dondoc.services.workbook.heading_cells import (
    QUARTER_KEYS,
    RowAsHeadings,
    row_as_headings,
)
from dondoc.services.workbook.layout import (
    SheetLayout,
    heading_index,
    programme_item_index,
    sheet_layouts,
)
from dondoc.services.workbook.named_wrongly import may_name_unit, names_unit
from dondoc.services.workbook.sheet_table import Heading, SheetTable
from dondoc.services.workbook.split_headings import with_split_headings
from dondoc.services.workbook.text import fold_heading
from models.rules.folding import fold_words

SEARCHED_ROWS = 200
"""Three pages of grounds and prose may stand before a table."""
_TOLD_BY = QUARTER_KEYS | {"target"}
_PRODUCTS = ("san pham", "ket qua")
_SPARE_TARGETS = frozenset({"so luong", "khoi luong", "muc tieu", "chi tieu", "du toan"})
"""What the year's number may be headed, where no other column is."""
_OF_PROGRESS = "ket qua thuc hien"
"""What is to come of a task, or how far it is: beside another column of products the latter."""
_WHOSE = frozenset({"lead_unit", "responsible"})


def find_table(grid: Grid) -> SheetTable | None:
    """The best reading of the sheet, or None when its headings fit no kind of sheet.

    A sheet that has all the required columns of a kind wins; else one that lacks a few is taken,
    so that the person is told which headings are missing rather than that nothing was found.
    """
    tables = list(_best_tables(grid))
    whole = [t for t in tables if not t.missing and not _is_flat_by_mistake(t)]
    pool = whole or [t for t in tables if t.kind != "flat" and _is_nearly(t)]
    best = max(pool, key=_rank, default=None)
    return with_split_headings(best) if best else _bare_programme(grid)


def nearest_table(grid: Grid) -> SheetTable | None:
    """Of a sheet in which no table is found: the row that is most like one's headings."""
    # A title such as "Kế hoạch năm 2026" reads like one heading: a row of headings has two.
    near = [
        replace(table, missing=table.missing or ("target",))
        for table in _best_tables(grid)
        if (table.missing or _is_flat_by_mistake(table)) and len(table.headings) > 1
    ]
    return max(near, key=lambda t: (len(t.headings), -len(t.missing)), default=None)


def _bare_programme(grid: Grid) -> SheetTable | None:
    """A programme sheet whose own heading row ("Mục | Nội dung") was left out."""
    columns: list[Heading] = []
    for row, values in grid.rows[:SEARCHED_ROWS]:
        offset = next(i for i, value in enumerate(values) if value is not None)
        if (
            isinstance(label := values[offset], str)
            and fold_heading(label) in programme_item_index()
        ):
            columns.append(Heading(row, grid.first_column + offset, label))
    if len(columns) < 2:
        return None
    heading = columns[0]
    content = Heading(heading.row, heading.column + 1, heading.text)
    return SheetTable(
        "programme", grid, heading.row, {"item": heading, "content": content}, rows=grid.rows
    )


def _rank(table: SheetTable) -> tuple[int, int]:
    return len(table.headings), len(table.layout.required)


def _is_nearly(table: SheetTable) -> bool:
    needed = len(table.layout.required)
    return len(table.missing) <= needed // 2 and len(table.headings) >= max(
        2, len(table.missing) + 2
    )


def _is_flat_by_mistake(table: SheetTable) -> bool:
    """A one-unit plan names no unit, and has a target, quarters, or a deadline and whose it is."""
    if table.kind != "flat":
        return False
    numbers = _TOLD_BY & set(table.headings) or (
        "deadline" in table.headings and _WHOSE & set(table.headings)
    )
    units = {fold_heading("Mã đơn vị"), fold_heading("Unit code")}
    named = any(fold_heading(h.text) in units for h, _ in table.unknown)
    return named or not numbers


def _best_tables(grid: Grid) -> Iterator[SheetTable]:
    """The best reading as each kind of sheet. Each row is read once for all of them."""
    rows = [row_as_headings(grid, i) for i in range(min(SEARCHED_ROWS, len(grid.rows)))]
    for kind in sheet_layouts():
        if (table := _best_table(grid, kind, rows)) is not None:
            yield table


def _best_table(grid: Grid, kind: str, rows: list[RowAsHeadings]) -> SheetTable | None:
    """The earliest row among those where the most headings are recognised.

    Of two that tell as much that one which has more of the headings that are known and not read:
    "Bắt đầu | Hoàn thành" below a merged "Thời gian thực hiện" belongs to the headings, and so do
    years below a merged "Kế hoạch".
    """
    best, best_score = None, (0, 0)
    for row in rows:
        if not row.is_title_alone(kind) and (score := _score(kind, row)) > best_score:
            best, best_score = row, score
    if best is None or best_score[0] < min(2, len(sheet_layouts()[kind].required)):
        return None
    return _table(grid, kind, best.position, best.cells)


def _score(kind: str, row: RowAsHeadings) -> tuple[int, int]:
    """How many columns are recognised, and how many are known to be none of ours."""
    index, ignored = heading_index(kind), sheet_layouts()[kind].ignored
    known = {index[text][0] for text in row.texts if text in index}
    return len(known), len(row.texts & ignored) + row.years


def _table(grid: Grid, kind: str, position: int, cells: dict[int, Heading]) -> SheetTable:
    layout, index = sheet_layouts()[kind], heading_index(kind)
    headings: dict[str, Heading] = {}
    repeated, unknown, english = [], [], []
    for heading in (cells[c] for c in sorted(cells)):
        key, lang = index.get(fold_heading(heading.text), (None, ""))
        key = _in_context(kind, key, heading, cells)
        if key is None:
            unknown.append(heading)
        elif key in headings:
            repeated.append((headings[key], heading))
        else:
            headings[key] = heading
            english.append(lang == "en")
    if kind == "flat" and _names_units(grid, position, headings):
        headings["lead_unit"] = headings.pop("unit_of_measure")
    unread = [heading for heading in unknown if _heads_a_column(grid, position, heading)]
    return SheetTable(
        kind=kind,
        grid=grid,
        heading_row=grid.rows[position][0],
        headings=headings,
        missing=tuple(c.key for c in layout.columns if c.required and c.key not in headings),
        repeated=tuple(repeated),
        unknown=_unknown(unread, layout, set(headings)),
        is_english=all(english),
        rows=grid.rows[position + 1 :],
    )


def _in_context(
    kind: str, key: str | None, heading: Heading, cells: dict[int, Heading]
) -> str | None:
    """ "Kết quả" beside no target, or "Sản phẩm" beside the task's name, is the year's product.

    A product may be due in the quarters that are marked; a result beside quarters is a number,
    and so is "Số lượng" beside a unit of measure.
    """
    folded = fold_heading(heading.text)
    is_spare = folded.removesuffix(" nam") in _SPARE_TARGETS or (
        folded == "nam" and re.search(r"20\d\d", heading.text) is not None
    )
    is_unit = key == "unit_of_measure" and folded == "don vi"
    if kind != "flat" or not (is_spare or is_unit or key in ("baseline", "name", "target")):
        return key
    index = heading_index(kind)
    others = [c for c in cells.values() if c is not heading]
    texts = {fold_heading(other.text) for other in others} - {_OF_PROGRESS}
    keys = {index.get(other, ("", ""))[0] for other in texts}
    if is_unit:  # beside "ĐVT" it holds the units that do the work
        return "lead_unit" if "unit_of_measure" in keys and "lead_unit" not in keys else key
    if is_spare:
        is_wanted = keys >= {"name", "unit_of_measure"} and texts.isdisjoint(_PRODUCTS)
        return "target" if is_wanted and "target" not in keys else key
    text = fold_words(heading.text.rstrip("¹²³⁴* "))
    if text == _OF_PROGRESS:
        return None if "target" in keys or "san pham" in texts else key
    if folded == "san pham" and "name" in keys:
        return key if "target" in keys else "target"
    return "target" if text == "ket qua" and key == "baseline" and not keys & _TOLD_BY else key


def _names_units(grid: Grid, position: int, headings: dict[str, Heading]) -> bool:
    """Whether a column headed "Đơn vị" holds units that do the work, not units of measure."""
    heading = headings.get("unit_of_measure")
    if heading is None or "lead_unit" in headings or fold_heading(heading.text) != "don vi":
        return False
    offset = heading.column - grid.first_column
    below = [v[offset] for _, v in grid.rows[position + 1 :] if offset < len(v) and v[offset]]
    target = fold_words(headings["target"].text) if "target" in headings else _PRODUCTS[0]
    is_of_tasks = any(word in target for word in _PRODUCTS) and not QUARTER_KEYS & set(headings)
    named = may_name_unit if is_of_tasks else names_unit
    units = sum(1 for value in below if isinstance(value, str) and named(value))
    return units * 2 > len(below)


def _heads_a_column(grid: Grid, position: int, heading: Heading) -> bool:
    """A title above the headings is none, nor is a merged one over others; it heads no values."""
    if heading.row == grid.rows[position][0]:
        return True
    offset = heading.column - grid.first_column
    below = grid.rows[position + 1 : position + 1 + SEARCHED_ROWS]
    return any(offset < len(values) and values[offset] is not None for _, values in below)


def _unknown(
    headings: list[Heading], layout: SheetLayout, texts: set[str]
) -> tuple[tuple[Heading, str | None], ...]:
    """Headings that will not be read, each with the missing column it may have been meant for."""
    free = {
        folded: key for folded, (key, _) in heading_index(layout.kind).items() if key not in texts
    }
    answer = []
    for heading in headings:
        folded = fold_heading(heading.text)
        if not folded or folded in layout.ignored:
            continue
        close = get_close_matches(folded, free, n=1, cutoff=0.8)
        answer.append((heading, free[close[0]] if close else None))
    return tuple(answer)
