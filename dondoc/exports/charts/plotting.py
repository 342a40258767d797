"""Draws plots and bars with pygal: its scales, axes, lines, areas, dots and stacked bars.

pygal writes a style sheet and scripts into every chart, which the policy of our pages forbids and
papers do not need: those are left out. What it has no form for (ticks, triangles, notes beside a
point) is added on its scales.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Any, Final

import pygal
from lxml.etree import _Element
from pygal.style import Style

from dondoc.exports.charts.description import (
    Anchor,
    Bars,
    Label,
    Plot,
    Point,
    readable,
    told_apart,
)

# pygal looks for maps of its own at every import that fails, by a way that Python 3.12 took away
# and that 3.11 warns of; no map is drawn here.
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__name__ != "PluginImportFixer"]

FONT_SIZE: Final = 13
ROW_HEIGHT: Final = 23
"""Of a bar, with the room around it."""
LETTER: Final = 7.4
"""About how wide a letter is at the size of a label."""
_STYLE: Final = Style(label_font_size=FONT_SIZE, value_font_size=FONT_SIZE)
_COMMON: Final[dict[str, Any]] = {
    "js": (), "css": (), "style": _STYLE, "show_legend": False, "pretty_print": False,
    "no_prefix": True, "spacing": 4, "truncate_label": -1, "classes": ("chart",),
}  # fmt: skip


class _WithoutScripts:
    """Of pygal's charts: neither style sheet nor script, whatever pygal would put there."""

    def _draw(self) -> None:
        self.svg.add_styles = self.svg.add_scripts = _nothing  # type: ignore[attr-defined]
        super()._draw()  # type: ignore[misc]

    def _tooltip_data(self, *_: Any, **__: Any) -> None:
        """Nothing: tooltips need scripts."""


def _nothing() -> None:
    """Stands in for what is left out."""


class LayeredPlot(_WithoutScripts, pygal.XY):  # type: ignore[misc]
    """The axes of a plot: its layers are put upon them afterwards (see `layers`)."""

    def __init__(self, plot: Plot, width: int) -> None:
        """`width`: in units of the drawing."""
        super().__init__(
            width=width, height=plot.height, range=plot.up, xrange=plot.across,
            margin_left=plot.left, margin_right=plot.right, margin_top=plot.over,
            margin_bottom=plot.under,
            x_labels=_labels(_apart(plot, width)), y_labels=_labels(plot.beside, plot.left),
            show_x_guides=False, show_y_guides=any(label.guide for label in plot.beside),
            show_x_labels=bool(plot.below), show_y_labels=bool(plot.beside), **_COMMON,
        )  # fmt: skip
        self._drawn, self._views = plot, list[Callable[[Point], Point]]()
        self.add("", [(plot.across[0], plot.up[0])])  # pygal has no axes without a series

    def axes(self) -> tuple[_Element, Callable[[Point], Point]]:
        """The axes as a tree, and what says where on it a point lies."""
        tree = self.render_tree()
        return tree, self._views[-1]

    def _compute_margin(self) -> None:
        """The room beside the plot is the description's: what words need is known there."""
        super()._compute_margin()
        self.margin_box.left, self.margin_box.right = self._drawn.left, self._drawn.right

    def _plot(self) -> None:
        """Nothing: pygal forgets its scales once it is done, so they are noted."""
        self._views.append(self.view)


def _labels(labels: Iterable[Label], room: float = inf) -> list[dict[str, Any]]:
    letters = 99 if room == inf else max(3, int((room - 8) / LETTER))
    labels = list(labels)
    names = told_apart([readable(label.text) for label in labels], letters)
    return [{"value": label.at, "label": name} for label, name in zip(labels, names, strict=True)]


_USED: Final = 0.96
"""What pygal leaves of the room between the sides for the scale."""


def _apart(plot: Plot, width: int) -> Iterator[Label]:
    """Of the labels below, in their order, those that do not run into the one before."""
    start, end = plot.across
    scale = _USED * (width - plot.left - plot.right) / ((end - start) or 1)
    free = -inf
    for label in plot.below:
        middle, half = (label.at - start) * scale, len(label.text) * LETTER / 2
        if middle - half >= free:
            free = middle + half
            yield label


class StackedBars(_WithoutScripts, pygal.HorizontalStackedBar):  # type: ignore[misc]
    """Bars of one height, with words at their ends."""

    _series_margin = 0.13

    def __init__(self, bars: Bars, width: int) -> None:
        """`width`: in units of the drawing."""
        rows = bars.rows[::-1]  # pygal begins below
        self._left = min(max(len(row.label) for row in rows) * LETTER + 10, width * 0.5)
        letters = int((self._left - 8) / LETTER)
        self._right = max(len(row.end) for row in rows) * LETTER * 1.1 + 12
        super().__init__(
            width=width, height=len(rows) * ROW_HEIGHT + 8, range=(0, bars.longest),
            x_labels=told_apart([readable(row.label) for row in rows], letters),
            show_x_guides=False, show_y_guides=False,
            show_x_labels=False, margin_top=2, margin_bottom=2, **_COMMON,
        )  # fmt: skip
        self._drawn = rows
        for place, part in enumerate(bars.parts):
            self.add(part, [row.sizes[place] for row in rows])

    def _compute_margin(self) -> None:
        super()._compute_margin()
        self.margin_box.left, self.margin_box.right = self._left, self._right
        self.margin_box.bottom = 2

    def _plot(self) -> None:
        super()._plot()
        for place, row in enumerate(self._drawn):
            y, x = self.view((self._x_pos[place], sum(row.sizes)))
            name, attrib = "strong" if row.strong else "note", {"text-anchor": Anchor.START.value}
            node = self.svg.node(
                self.nodes["text_overlay"], "text", x=x + 7, y=y + FONT_SIZE * 0.36, class_=name,
                attrib=attrib,
            )  # fmt: skip
            node.text = readable(row.end)
