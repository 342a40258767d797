"""A table to be shown: the same cells for the page, the paper and the plain text."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar

from dondoc.i18n import Language, Translate, translator
from dondoc.rendering import formats
from dondoc.rendering.formats import capital
from dondoc.rendering.table_sums import Quotient, RowKind
from dondoc.rendering.written_number import WrittenNumber
from models.rules.measures import Measure, part_of

T = TypeVar("T")
_CACHE_SIZE = 4096
MAX_SHOWN = 300
"""Rows of a list on a paper that somebody is meant to read; the figures keep them all."""


@dataclass(frozen=True)
class DigestColumn:
    """A heading. `state`: the due state whose shape and colour it bears, or ''.

    `adds_up`: totals in it are the sums of their parts. `name`: by which it is told from others.
    """

    heading: str
    is_number: bool = False
    state: str = ""
    adds_up: bool = False
    name: str = ""


@dataclass(frozen=True)
class DigestRow:
    """Cells as they are read. `notes`: under the first cell. `ref`: of the checkpoint it is about.

    `of`: whose checkpoints its counts are, as the page of a figure is asked for them ("unit=5";
    "" of all); None where they have no such page. `states`: the due state of each cell, where the
    column does not say it.
    """

    cells: tuple[str, ...]
    kind: RowKind = "line"
    notes: tuple[str, ...] = ()
    of: str | None = None
    states: tuple[str, ...] = ()
    ref: str = ""


@dataclass(frozen=True)
class DigestTable:
    """A table. `more`: rows that are not shown for want of room; `after`: what is said below it.

    `quotients`: columns of percentages with the columns that they are made of.
    """

    name: str
    columns: tuple[DigestColumn, ...]
    rows: tuple[DigestRow, ...]
    more: int = 0
    after: str = ""
    quotients: tuple[Quotient, ...] = ()


def without(table: DigestTable, names: Container[str]) -> DigestTable:
    """The table without the columns of these names, which say nothing where one unit is meant."""
    left = [
        place
        for place, column in enumerate(table.columns)
        if not place or column.name not in names  # the first says what a row is about
    ]
    if len(left) == len(table.columns):
        return table
    moved = {place: new for new, place in enumerate(left)}
    return replace(
        table,
        columns=tuple(table.columns[place] for place in left),
        rows=tuple(
            _with_cells(row, tuple(row.cells[place] for place in left)) for row in table.rows
        ),
        quotients=tuple(
            (moved[percent], moved[part], None if whole is None else moved[whole])
            for percent, part, whole in table.quotients
        ),
    )


def _with_cells(row: DigestRow, cells: tuple[str, ...]) -> DigestRow:
    """As `replace` makes it, which takes three times as long: thousands of papers have many."""
    return DigestRow(cells, row.kind, row.notes, row.of, row.states)


@dataclass(frozen=True)
class DigestWriter:
    """Writes words and numbers in one language. `span`: of what period the words speak.

    `has_codes`: items are named with their codes, by which they are looked up; a paper that is
    signed has none.
    """

    lang: Language
    span: str = "quarter"
    has_codes: bool = True
    tr: Translate = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tr", translator(self.lang))

    @property
    def in_span(self) -> str:
        """What the period is called within a sentence: quý, sáu tháng, năm."""
        return self.tr(f"digest.span.{self.span}")

    def named(self, title: str, ref: str) -> str:
        """What an item is called, with its code where that is wanted."""
        return f"{title} ({ref})" if self.has_codes else title

    def number(self, value: Decimal | int | None) -> str:
        """A number, or a dash for an unknown one."""
        return _number(value, self.lang)

    def percent(self, value: Decimal | None) -> str:
        """A percentage, or a dash where there is none."""
        return _percent(value, self.lang)

    def of_plan(self, value: Decimal | None, *, is_limit: bool) -> str:
        """A percentage of a plan; of a limit with the word that so much of it is used."""
        text = formats.of_plan(value, self.lang, is_limit=is_limit)
        return text if value is None else WrittenNumber(text, value, is_percent=True)

    def ratio(self, measure: Measure) -> str:
        """A measure against its plan (see `formats.ratio`), to calculate with where it is all."""
        text = formats.ratio(measure, self.lang)
        value = measure.percent if measure.used is None else measure.used
        if value is None or not text.endswith("%"):
            return text
        return WrittenNumber(text, value, is_percent=True)

    def part(self, part: int, whole: int) -> str:
        """What a part is of a whole in percent; a dash without a whole."""
        return self.percent(part_of(part, whole))

    def share(self, part: int, whole: int) -> str:
        """A part with its denominator and percentage; a dash where nothing was compared."""
        return formats.share(part, whole, self.lang)

    def columns(self, *names: str) -> tuple[DigestColumn, ...]:
        """Headings by key; `#` before a key marks numbers, `#state:` a due state's numbers.

        `+` marks numbers whose totals are the sums of their parts.
        """
        return tuple(_column(self.lang, self.in_span, name) for name in names)


@lru_cache(_CACHE_SIZE)
def _number(value: Decimal | int | None, lang: Language) -> str:
    """Thousands of papers hold the same few counts."""
    text = formats.number(value, lang)
    return text if value is None else WrittenNumber(text, value)


@lru_cache(_CACHE_SIZE)
def _percent(value: Decimal | None, lang: Language) -> str:
    text = formats.percent(value, lang)
    return text if value is None else WrittenNumber(text, value, is_percent=True)


@cache
def _column(lang: Language, span: str, name: str) -> DigestColumn:
    """Every digest of a period has the same ones."""
    tr = translator(lang)
    adds_up, key = name.startswith("+"), name.lstrip("#+")
    is_number = adds_up or name.startswith("#")
    if key.startswith("state:"):
        state = key.removeprefix("state:")
        key = "digest.column.due_soon" if state == "due_soon" else f"due_state.{state}"
        return DigestColumn(capital(tr(key)), True, state, adds_up, state)
    heading = tr(f"digest.column.{key}", span=span)
    return DigestColumn(capital(heading), is_number, adds_up=adds_up, name=key)


def numbered(rows: Iterable[tuple[str, ...]]) -> tuple[DigestRow, ...]:
    """Rows with their number in the first cell (TT)."""
    return tuple(DigestRow((str(n), *cells)) for n, cells in enumerate(rows, 1))


def list_table(
    name: str,
    columns: tuple[DigestColumn, ...],
    items: Sequence[T],
    cells_of: Callable[[T], tuple[str, ...]],
) -> DigestTable | None:
    """The first of a list, numbered, and how many more there are; None of an empty one."""
    shown = items[:MAX_SHOWN]
    rows = tuple(
        replace(row, ref=getattr(item, "ref", ""))
        for row, item in zip(numbered(map(cells_of, shown)), shown, strict=True)
    )
    more = max(0, len(items) - MAX_SHOWN)
    return DigestTable(name, columns, rows, more=more) if items else None
