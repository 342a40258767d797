"""Describes a chart as plain data: what is drawn, what it says in words, and the same as a table.

Nothing here knows how it is drawn. Two charts that say the same are equal, so that a drawing can
be kept and used again.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Point = tuple[float, float]


class MarkForm(StrEnum):
    """How the points of a layer are shown; what must be told apart never differs by colour alone.

    A span is a line from each even point to the next; a tick and a triangle stand on a point.
    """

    LINE = "line"
    AREA = "area"
    SPANS = "spans"
    DOTS = "dots"
    TICKS = "ticks"
    TRIANGLES = "triangles"


def readable(text: str) -> str:
    """Words in one line of composed letters, without what XML cannot hold."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shortened(text: str, letters: int) -> str:
    """A text that finds room, with a mark where it was cut; the table has all of it."""
    return text if len(text) <= letters else f"{text[: max(1, letters - 1)].rstrip()}…"


def told_apart(names: Sequence[str], letters: int) -> list[str]:
    """Names that find room; cut in the middle where their beginnings are the same."""
    cut = [shortened(name, letters) for name in names]
    if len(set(cut)) == len(set(names)):
        return cut
    before = max(1, letters // 3)
    after = max(1, letters - before - 1)
    return [
        name if len(name) <= letters else f"{name[:before].rstrip()}…{name[-after:].lstrip()}"
        for name in names
    ]


class Anchor(StrEnum):
    """On which side of its point a note stands."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Layer:
    """Points of one meaning. `name`: that of its look, see `looks.LOOKS`."""

    name: str
    form: MarkForm
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ChartNote:
    """Words at a point. `raised`: so many units above it; `shift`: so many to its right."""

    text: str
    at: Point
    anchor: Anchor = Anchor.MIDDLE
    raised: float = 0
    shift: float = 0
    name: str = "note"


@dataclass(frozen=True)
class Label:
    """A label of an axis. `guide`: whether a faint line leads from it across the chart."""

    text: str
    at: float
    guide: bool = True


@dataclass(frozen=True)
class Plot:
    """Layers on two scales. `across` and `up`: the ends of the scales.

    `left`, `right`, `over`, `under`: room for words around the plot, in units of the drawing;
    what labels below it need is added. `dot`: the radius of a dot.
    """

    layers: tuple[Layer, ...]
    notes: tuple[ChartNote, ...]
    across: Point
    up: Point
    below: tuple[Label, ...] = ()
    beside: tuple[Label, ...] = ()
    left: float = 40
    right: float = 16
    over: float = 18
    under: float = 8
    height: float = 200
    dot: float = 5


@dataclass(frozen=True)
class BarRow:
    """One bar: its label, the sizes of its parts in the order of the chart, words at its end."""

    label: str
    sizes: tuple[int, ...]
    end: str
    strong: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars of equal height, each made of `parts`: names of their looks."""

    parts: tuple[str, ...]
    rows: tuple[BarRow, ...]

    @property
    def longest(self) -> int:
        """The whole of the longest bar."""
        return max(sum(row.sizes) for row in self.rows)


@dataclass(frozen=True)
class KeyEntry:
    """What a look means. `name`, `form`: those of its layer or part; a part has no form."""

    name: str
    form: MarkForm | None
    text: str


@dataclass(frozen=True)
class ChartTable:
    """The same figures for whoever does not see the picture."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart. `name`: unlike any other's on a page. `words`: what it shows, in a sentence or two.

    `notes_below`: sentences that stand under the picture, such as how a forecast is made.
    """

    name: str
    title: str
    words: str
    picture: Plot | Bars
    table: ChartTable
    key: tuple[KeyEntry, ...] = ()
    notes_below: tuple[str, ...] = field(default=())
