"""Puts the layers and notes of a plot upon its axes.

pygal draws the axes and gives the scales. That takes twenty times as long as what is put upon
them, and thousands of papers share few axes: those are kept, for whatever has the same scales.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from lxml.etree import SubElement, _Element

from dondoc.exports.charts.description import ChartNote, Layer, MarkForm, Plot, Point, readable
from dondoc.exports.charts.looks import LookAttributes, look_of
from dondoc.exports.charts.plotting import LayeredPlot
from dondoc.exports.charts.tidy import tidy

_MAX_AXES: Final = 256
"""Axes that are kept; a year's digests have some dozens."""
_SPAN: Final = "M{:.1f} {:.1f}L{:.1f} {:.1f}"
_SHAPES: Final = {
    MarkForm.TICKS: "M{x:.1f} {y:.1f}m0-6.5v13",
    MarkForm.TRIANGLES: "M{left:.1f} {y:.1f}m0-5h11l-5.5 10.5z",
}


@dataclass(frozen=True)
class _Scales:
    """Axes that were drawn: the tree, where a point lies on it, and how high nothing is."""

    root: _Element
    view: Callable[[Point], Point]
    zero: float


def drawn_plot(plot: Plot, width: int, colours: LookAttributes) -> _Element:
    """The plot in these colours."""
    scales = _scales(replace(plot, layers=(), notes=()), width, tuple(colours.items()))
    root = deepcopy(scales.root)
    below, overlay, words = (node for node in root[0] if "plot" in node.get("class", "").split())
    for layer in plot.layers:
        points = [scales.view(point) for point in layer.points]
        if layer.form in (MarkForm.LINE, MarkForm.AREA):
            _line(below, layer, points, scales.zero, colours)
        elif layer.form is MarkForm.DOTS:
            _dots(overlay, layer, points, plot.dot, colours)
        else:
            _marks(overlay, layer, points, colours)
    for note in plot.notes:
        _note(words, note, scales.view(note.at), colours)
    return root


@lru_cache(maxsize=_MAX_AXES)
def _scales(plot: Plot, width: int, colours: tuple[tuple[str, str], ...]) -> _Scales:
    root, view = LayeredPlot(plot, width).axes()
    tidy(root, dict(colours))
    return _Scales(root, view, view((plot.across[0], plot.up[0]))[1])


def _line(
    parent: _Element, layer: Layer, points: list[Point], zero: float, colours: LookAttributes
) -> None:
    """A line, or the area between it and nothing."""
    if layer.form is MarkForm.AREA and points:
        points = [(points[0][0], zero), *points, (points[-1][0], zero)]
    if len(points) > 1:
        first, *rest = (f"{x:f} {y:f}" for x, y in points)
        group = SubElement(parent, "g", {"class": layer.name, **look_of(layer.name, colours)})
        SubElement(group, "path", d=f"M{first} L{' '.join(rest)}")


def _dots(
    parent: _Element, layer: Layer, points: list[Point], radius: float, colours: LookAttributes
) -> None:
    if not points:
        return
    group = SubElement(parent, "g", {"class": layer.name, **look_of(layer.name, colours)})
    for x, y in points:
        dot = SubElement(group, "g", {"class": "dots"})
        SubElement(dot, "circle", cx=f"{x}", cy=f"{y}", r=f"{radius}")


def _marks(parent: _Element, layer: Layer, points: list[Point], colours: LookAttributes) -> None:
    group = SubElement(parent, "g", {"class": "marks"})
    for shape in _shapes(layer.form, points):
        look = look_of(layer.name, colours)
        SubElement(group, "path", {"d": shape, "class": layer.name, **look})


def _shapes(form: MarkForm, points: Iterable[Point]) -> Iterator[str]:
    if form is MarkForm.SPANS:
        pairs = iter(points)
        for start, end in zip(pairs, pairs, strict=True):
            yield _SPAN.format(*start, *end)
    else:
        for x, y in points:
            yield _SHAPES[form].format(x=x, y=y, left=x - 5.5)


def _note(parent: _Element, note: ChartNote, at: Point, colours: LookAttributes) -> None:
    x, y = at[0] + note.shift, at[1] - note.raised
    place = {"text-anchor": note.anchor.value, "x": f"{x}", "y": f"{y}", "class": note.name}
    words = SubElement(parent, "text", {**place, **look_of(note.name, colours)})
    words.text = readable(note.text)
