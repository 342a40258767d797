"""The key of a chart, within its picture: a sample of each look with its words, above the plot."""

from typing import Final

from lxml import etree

from dondoc.exports.charts.description import KeyEntry, MarkForm, readable
from dondoc.exports.charts.looks import LookAttributes, look_of
from dondoc.exports.charts.plotting import LETTER

_SAMPLE, _GAP, _ROW = 22, 10, 19
_SHAPES: Final = {
    MarkForm.LINE: ("path", "M0 5h16"),
    MarkForm.SPANS: ("path", "M0 5h16"),
    MarkForm.DOTS: ("circle", ""),
    MarkForm.TICKS: ("path", "M8 -1v12"),
    MarkForm.TRIANGLES: ("path", "M2.5 0h11l-5.5 10.5z"),
}


def add_key(
    root: etree._Element, entries: tuple[KeyEntry, ...], width: int, colours: LookAttributes
) -> float:
    """Puts the entries above the picture, in as many rows as they need; gives their height."""
    if not entries:
        return 0
    group = etree.SubElement(root, "g", {"class": "key"})
    across, row = 0.0, 0
    for entry in entries:
        needed = _SAMPLE + len(entry.text) * LETTER
        if across and across + needed > width:
            across, row = 0.0, row + 1
        _entry(group, entry, (across, row * _ROW), colours)
        across += needed + _GAP
    height = (row + 1) * _ROW + 4
    group.set("transform", f"translate(1 {-height + 1})")
    return height


def _entry(
    group: etree._Element, entry: KeyEntry, at: tuple[float, float], colours: LookAttributes
) -> None:
    place = etree.SubElement(group, "g", {"transform": f"translate({at[0]:.1f} {at[1]})"})
    look = look_of(entry.name, colours)
    if entry.form is None:
        size = {"y": "0", "width": "14", "height": "10"}
        etree.SubElement(place, "rect", {**size, **look})
    elif entry.form is MarkForm.DOTS:
        etree.SubElement(place, "circle", {"cx": "8", "cy": "5", "r": "4.5", **look})
    else:
        tag, path = _SHAPES[entry.form]
        etree.SubElement(place, tag, {"d": path, **look})
    words = {"x": f"{_SAMPLE}", "y": "9.5", "class": "label", **look_of("label", colours)}
    etree.SubElement(place, "text", words).text = readable(entry.text)
