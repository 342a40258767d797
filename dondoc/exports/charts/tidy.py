"""Leaves out of pygal's tree what only its scripts need, and gives every mark its look."""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from dondoc.exports.charts.looks import LOOKS, LookAttributes, look_of

_DROPPED: Final = frozenset({"defs", "desc", "title", "script", "style"})
_UNUSED: Final = frozenset({"titles", "tooltip-overlay", "background"})
_MARKS: Final = ("path", "circle", "rect")


def tidy(root: etree._Element, colours: LookAttributes, parts: Sequence[str] = ()) -> None:
    """Changes the tree in place. `colours`: also `hatch`, the drawing's own pattern.

    `parts`: the looks of pygal's series, in their order.
    """
    for node in list(root.iter()):
        parent = node.getparent()
        if parent is not None and not _is_shown(node):
            parent.remove(node)
    del root.attrib["id"]
    _dress_axes(root, colours)
    _dress_series(root, colours, parts)
    for node in root.iter("path", "text"):
        if (name := node.get("class", "")) in LOOKS:
            node.attrib.update(look_of(name, colours))


def _is_shown(node: etree._Element) -> bool:
    if not isinstance(node.tag, str):
        return False  # a comment
    if node.tag in _DROPPED or _classes(node) & _UNUSED:
        return False
    return node.tag != "rect" or bool(float(node.get("width") or 0))


def _classes(node: etree._Element) -> set[str]:
    return set((node.get("class") or "").split())


def _dress_series(root: etree._Element, colours: LookAttributes, parts: Sequence[str]) -> None:
    """Names the groups of a series after its look, and leaves out those with nothing in them."""
    for place, name in enumerate(parts):
        for group in root.findall(f".//g[@class='series serie-{place} color-{place}']"):
            marks = list(group.iter(*_MARKS))
            if not marks:
                _drop(group)
            group.attrib.update({"class": name, **look_of(name, colours)})
            for mark in marks:
                mark.attrib.pop("class", None)


def _drop(node: etree._Element) -> None:
    if (parent := node.getparent()) is not None:
        parent.remove(node)


def _dress_axes(root: etree._Element, colours: LookAttributes) -> None:
    """Guides go along one axis only; labels stand below, or before the beginning of a guide."""
    for axis in root.iter("g"):
        kind = _classes(axis)
        if "axis" not in kind:
            continue
        for line in list(axis.iter("path")):
            if "always_show" in kind:
                line.attrib.update({"class": "guide", **look_of("guide", colours)})
            else:
                _drop(line)
        for text in axis.iter("text"):
            side = "end" if "y" in kind else "middle"
            text.attrib.update({"class": "label", "text-anchor": side})
