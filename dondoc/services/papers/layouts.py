"""How papers are laid out: dated data with its source, chosen by form and day."""

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dondoc.errors import BadInput
from models.rules.validity import on_day


class PaperForm(StrEnum):
    """Which rules a paper follows: the State's or the Party's."""

    STATE = "state"
    PARTY = "party"


class Certainty(StrEnum):
    """How sure a number is: seen in the rule itself, from others, disputed, or our own choice."""

    ORIGINAL = "original"
    SECONDARY = "secondary"
    DISPUTED = "disputed"
    OWN = "own"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Allowed(_Data):
    """A number as it is used and the bounds that the rule sets; written alone, it is the only one.

    `standing`: None where it is as sure as the layout.
    """

    used: Decimal
    least: Decimal | None = None
    most: Decimal | None = None
    standing: Certainty | None = None

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"used": value, "least": value, "most": value}

    @model_validator(mode="after")
    def _within(self) -> "Allowed":
        low, high = self.least, self.most
        if (low is not None and self.used < low) or (high is not None and self.used > high):
            raise ValueError(f"{self.used} is outside {low} to {high}")
        return self


class PageLayout(_Data):
    """Millimetres: the sheet, its margins, the columns of the head, the page number's place, and
    the room for a signature.
    """

    width: Decimal
    height: Decimal
    top: Allowed
    bottom: Allowed
    left: Allowed
    right: Allowed
    head_left: Decimal
    head_right: Decimal
    number_from_top: Decimal
    signature_room: Decimal

    @property
    def body(self) -> Decimal:
        """How wide the body is."""
        return self.width - self.left.used - self.right.used


class CellLayout(_Data):
    """A part of the paper: size in points. `line`: the length of the line below, least and most,
    as a share of the text's.
    """

    size: Allowed
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    capitals: bool = False
    align: Literal["left", "center", "justify"]
    line: tuple[Decimal, Decimal] | None = None
    boxed: bool = False
    colour: str = ""
    numerals: str = ""
    space_before: Decimal = Decimal(0)


class LineSpacing(Allowed):
    """Lines of the body: a multiple of single, at least so many points, or exactly."""

    rule: Literal["multiple", "at_least", "exact"]


class BodyLayout(_Data):
    """Paragraphs of the body: points, and the indent of the first line in millimetres."""

    size: Allowed
    align: Literal["justify"]
    indent: Allowed
    space_before: Allowed
    line: LineSpacing


class TableLayout(_Data):
    """Tables: points, and the space within cells in millimetres."""

    size: Allowed
    padding: Decimal
    padding_above: Decimal
    rule: Decimal
    unit_size: Decimal


class PaperKind(_Data):
    """A kind of paper: its code in the symbol, and its name.

    `symbol`: where it is not the layout's; what follows its last "-" is left open. `standing`: how
    sure that is, None where it is as sure as the layout.
    """

    code: str
    title: str
    symbol: str = ""
    standing: Certainty | None = None


class FixedWords(_Data):
    """The paper's own words, as the rule writes them; '' where it has none."""

    nation: str
    motto: str
    star: str
    number_label: str
    symbol: str
    after_subject: str
    to: str
    to_submission: str
    receivers: str
    receiver_mark: str
    receiver_end: str
    last_receiver_end: str
    archive: str
    about: str
    unit_label: str
    annex: str
    article: str
    resolves: str
    annex_with: str
    grounds_mark: str
    grounds_end: str
    last_ground_end: str
    for_collective: str
    for_head: str
    by_order: str
    authorised: str


class Electronic(_Data):
    """What Decree 30 asks of a paper that is signed electronically."""

    least_pdf: str
    signature_colour: str
    seal_covers_left: Decimal
    annex_size: Decimal
    annex_time: str


class Layout(_Data):
    """The rules of a form of paper between two days, with their source and how sure they are."""

    form: PaperForm
    code: str
    title: str
    source: str
    standing: Certainty
    valid_from: date
    valid_to: date | None = None
    typefaces: tuple[str, ...]
    spelling: Literal["hòa", "hoà"]
    series: Literal["year", "term"]
    number_digits: int
    zero_before_days_under: int
    zero_before_months_up_to: int
    comma_before_quoted_day: bool
    ending: str
    page: PageLayout
    words: FixedWords
    kinds: dict[str, PaperKind]
    body: BodyLayout
    table: TableLayout
    cells: dict[str, CellLayout]
    electronic: Electronic | None = None

    def doubts(self) -> Iterator[tuple[str, Allowed]]:
        """Numbers that are less sure than the layout itself: where they stand, and which."""
        named = {"line": self.body.line, "table": self.table.size, **_sizes(self.cells)}
        for name, number in named.items():
            if number.standing is not None and number.standing is not self.standing:
                yield name, number

    def doubtful_symbols(self) -> Iterator[PaperKind]:
        """Kinds whose symbol is less sure than the layout itself."""
        return (kind for kind in self.kinds.values() if kind.standing not in (None, self.standing))


class _Layouts(_Data):
    layout: tuple[Layout, ...] = Field(min_length=1)


def _sizes(cells: dict[str, CellLayout]) -> dict[str, Allowed]:
    return {name: cell.size for name, cell in cells.items()}


@cache
def known_layouts(form: PaperForm) -> tuple[Layout, ...]:
    """All layouts of a form, as they follow each other."""
    text = files("dondoc.data").joinpath(f"papers_{form}.toml").read_text(encoding="utf-8")
    return _Layouts.model_validate(tomllib.loads(text, parse_float=Decimal)).layout


@cache
def lying(form: PaperForm, code: str) -> Layout:
    """A layout on the sheet that lies; margins keep their sides, since no rule says otherwise."""
    layout = next(layout for layout in known_layouts(form) if layout.code == code)
    across = {"width": layout.page.height, "height": layout.page.width}
    return layout.model_copy(update={"page": layout.page.model_copy(update=across)})


def layout_for(form: PaperForm, day: date) -> Layout:
    """The layout that holds on a day. Raises BadInput for a day before the first."""
    for layout in known_layouts(form):
        if on_day(layout.valid_from, layout.valid_to, day):
            return layout
    first = known_layouts(form)[0].valid_from
    raise BadInput("papers.error.no_layout", day=day, first=first)
