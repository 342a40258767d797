"""What stands over each column where headings take several rows: merged titles, and their parts."""

import re
from dataclasses import dataclass, replace

from dondoc.services.workbook.grid import Grid, Value, shown
from dondoc.services.workbook.layout import heading_index
from dondoc.services.workbook.row_marks import level_of_row
from dondoc.services.workbook.sheet_table import HEADING_DEPTH, Heading
from dondoc.services.workbook.text import fold_heading

QUARTER_KEYS = frozenset({"q1", "q2", "q3", "q4"})
_YEAR_ALONE = re.compile(r"(?:Năm )?20\d\d", re.IGNORECASE)
_ENDS_IN_YEAR = re.compile(r" 20\d\d$")
_BARE_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class RowAsHeadings:
    """A row read as if it held the headings, whatever the kind of sheet.

    `texts`: folded, each once; `years`: how many end in one. `alone`: the only text of the row,
    folded, that neither counts it nor is a year; None where there is none or several.
    """

    position: int
    cells: dict[int, Heading]
    texts: frozenset[str]
    years: int
    alone: str | None

    def is_title_alone(self, kind: str) -> bool:
        """Whether it holds the title of a group: "I | QUÝ I", "Việc chuyển tiếp từ năm 2025".

        Quarters are headings side by side, and what tasks are called is one beside others.
        """
        if self.alone is None:
            return False
        key = heading_index(kind).get(self.alone, ("name", ""))[0]
        return key == "name" or key in QUARTER_KEYS


def row_as_headings(grid: Grid, position: int) -> RowAsHeadings:
    """Reads a row once for all kinds of sheets."""
    cells = heading_cells(grid, position)
    return RowAsHeadings(
        position,
        cells,
        frozenset(fold_heading(heading.text) for heading in cells.values()),
        sum(1 for heading in cells.values() if _ENDS_IN_YEAR.search(heading.text)),
        _text_alone(grid.rows[position][1]),
    )


def _text_alone(values: tuple[Value, ...]) -> str | None:
    texts = [text for value in values if (text := shown(value)) and level_of_row(value, "") is None]
    if len(texts) != 1 or _YEAR_ALONE.fullmatch(texts[0]):
        return None
    return fold_heading(texts[0])


def heading_cells(grid: Grid, position: int) -> dict[int, Heading]:
    """Column -> heading; a blank cell takes the heading above it, as merged headings do."""
    cells: dict[int, Heading] = {}
    bottom = grid.rows[position][0]
    above = grid.rows[max(0, position - HEADING_DEPTH + 1) : position + 1]
    rows = [(row, values) for row, values in above if bottom - row < HEADING_DEPTH]
    titles = rows[-2][1] if len(rows) > 1 else ()
    for row, values in reversed(rows):
        for offset, value in enumerate(values):
            text = shown(value) if isinstance(value, str) else ""
            if row == bottom and _YEAR_ALONE.fullmatch(shown(value)):
                text = f"{_title_at(titles, offset)} {shown(value)}".strip()
            column = grid.first_column + offset
            if text and column not in cells:
                cells[column] = Heading(row, column, text)
    return _quarters_in_full(cells)


def _title_at(titles: tuple[Value, ...], offset: int) -> str:
    """What stands above a column, or left of there, as it is merged over several."""
    filled = [text for value in titles[: offset + 1] if (text := shown(value))]
    return filled[-1] if filled else ""


def _quarters_in_full(cells: dict[int, Heading]) -> dict[int, Heading]:
    """ "I, II, III, IV" side by side below a merged title are the quarters."""
    for column, heading in cells.items():
        four = [cells.get(column + i) for i in range(len(_BARE_QUARTERS))]
        if heading.text == _BARE_QUARTERS[0] and all(
            h and h.text.strip() == text for h, text in zip(four, _BARE_QUARTERS, strict=True)
        ):
            return cells | {h.column: replace(h, text=f"Quý {h.text.strip()}") for h in four if h}
    return cells
