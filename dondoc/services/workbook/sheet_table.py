"""A table as it was recognised on a sheet: its headings, and the rows below them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dondoc.services.workbook.grid import Grid, Value
from dondoc.services.workbook.layout import SheetLayout, sheet_layouts

# Headings over two rows: a merged title above, its parts below.
HEADING_DEPTH = 3

HeadingRow = tuple[int, tuple[Value, ...]]


@dataclass(frozen=True)
class Heading:
    """A heading cell: zero-based row and column, and its text as it stands there."""

    row: int
    column: int
    text: str


class OtherYear(NamedTuple):
    """A heading of another year than is wanted; `is_spare` where the column can be done without."""

    heading: Heading
    key: str
    is_spare: bool


@dataclass(frozen=True)
class SheetTable:
    """A recognised sheet: which column holds what, and the rows below the headings.

    `unread`: the headings of tables beside it that are of no kind that is read. `split`: headings
    over several columns of which nobody can say which is meant. `months`: the headings of the
    twelve months where the quarters are made of them.
    """

    kind: str
    grid: Grid
    heading_row: int
    headings: Mapping[str, Heading]
    missing: tuple[str, ...] = ()
    repeated: tuple[tuple[Heading, Heading], ...] = ()
    unknown: tuple[tuple[Heading, str | None], ...] = ()
    is_english: bool = False
    other_years: tuple[OtherYear, ...] = ()
    split: tuple[tuple[Heading, tuple[Heading, ...]], ...] = ()
    rows: tuple[HeadingRow, ...] = field(default=(), repr=False)
    unread: tuple[HeadingRow, ...] = ()
    months: tuple[Heading, ...] = ()

    @property
    def layout(self) -> SheetLayout:
        return sheet_layouts()[self.kind]
