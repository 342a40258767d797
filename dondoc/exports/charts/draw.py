"""Draws a chart: as SVG in a page, as SVG for a PDF, as a picture for Word.

The same description gives the same bytes. Nothing in the SVG is a script, a style sheet or an
address of another machine; every text in it is escaped by the writer of XML.
"""

from functools import lru_cache
from typing import Final

import typst
from lxml import etree
from markupsafe import Markup

from dondoc.exports.charts.description import Bars, Chart, KeyEntry, Plot, readable
from dondoc.exports.charts.key import add_key
from dondoc.exports.charts.layers import drawn_plot
from dondoc.exports.charts.looks import PAGE, PAPER, LookAttributes
from dondoc.exports.charts.plotting import FONT_SIZE, StackedBars
from dondoc.exports.charts.tidy import tidy
from dondoc.exports.typefaces import typefaces

WIDE: Final = 600
NARROW: Final = 330
"""Units across: for a desk or paper, and for a phone of 360 px."""
PAPER_FACES: Final = ("Times New Roman", "Tinos", "Liberation Serif")
_FALLBACK: Final = "Libertinus Serif"
"""Typst's own, which has every Vietnamese letter."""
_MAX_DRAWINGS: Final = 1024
"""Drawings that are kept: a page's charts are the same until a figure changes."""
_PIXELS_AN_INCH: Final = 220
_PICTURE: Final = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg")'
)


@lru_cache(maxsize=_MAX_DRAWINGS)
def page_svg(chart: Chart, width: int = WIDE) -> Markup:
    """An SVG to stand in a page, in the colours of its style sheet: light, dark or printed."""
    root = _drawn(chart, width, PAGE, f"{chart.name}-{width}")
    return _markup(root)


@lru_cache(maxsize=_MAX_DRAWINGS)
def small_svg(plot: Plot, width: int = 120) -> Markup:
    """A picture for a cell of a table whose row says the same: nothing to a screen reader."""
    root = drawn_plot(plot, width, PAGE)
    size = {"width": f"{width}", "height": f"{plot.height:g}"}
    root.attrib.update({"class": "spark", "aria-hidden": "true", **size})
    return _markup(root)


@lru_cache(maxsize=_MAX_DRAWINGS)
def key_svg(entries: tuple[KeyEntry, ...], width: int = WIDE) -> Markup:
    """What the small pictures of a table mean, to stand above it once."""
    root = etree.Element("svg", nsmap={None: "http://www.w3.org/2000/svg"})
    height = add_key(root, entries, width, PAGE)
    words = "; ".join(readable(entry.text) for entry in entries)
    box = {"viewBox": f"0 {-height:g} {width} {height:g}", "font-size": f"{FONT_SIZE}"}
    root.attrib.update({"class": "chart", "role": "img", "aria-label": words, **box})
    return _markup(root)


@lru_cache(maxsize=_MAX_DRAWINGS)
def paper_svg(chart: Chart, width: int = WIDE) -> str:
    """An SVG that stands alone, for a PDF: colours and typefaces are written out."""
    root = _drawn(chart, width, PAPER, chart.name)
    root.set("font-family", ", ".join(f"'{face}'" for face in (*PAPER_FACES, _FALLBACK)))
    box = root.get("viewBox", "").split()
    root.attrib.update({"width": box[2], "height": box[3]})
    return str(etree.tostring(root, encoding="unicode"))


def png_of(svg: str) -> bytes:
    """What `paper_svg` drew as a picture for Word, sharp in print."""
    picture = typst.compile(
        _PICTURE,
        font_paths=typefaces(PAPER_FACES),
        sys_inputs={"svg": svg},
        format="png",
        ppi=_PIXELS_AN_INCH,
    )
    assert isinstance(picture, bytes)
    return picture


def _drawn(chart: Chart, width: int, colours: LookAttributes, name: str) -> etree._Element:
    colours = {**colours, "hatch": f"url(#{name}-hatch)"}
    picture = chart.picture
    if isinstance(picture, Bars):
        root = _drawn_bars(picture, width, colours)
    else:
        root = drawn_plot(picture, width, colours)
    root.insert(0, _hatch(f"{name}-hatch", colours))
    above = add_key(root, chart.key, width, colours)
    *_, box_width, box_height = root.get("viewBox", "").split()
    root.set("viewBox", f"0 {-above:g} {box_width} {float(box_height) + above:g}")
    root.attrib.update({"role": "img", "aria-labelledby": f"{name}-title {name}-words"})
    _describe(root, "desc", f"{name}-words", chart.words)
    _describe(root, "title", f"{name}-title", chart.title)
    root.set("font-size", f"{FONT_SIZE}")
    return root


def _drawn_bars(bars: Bars, width: int, colours: LookAttributes) -> etree._Element:
    root: etree._Element = StackedBars(bars, width).render_tree()
    tidy(root, colours, bars.parts)
    return root


def _describe(root: etree._Element, tag: str, name: str, text: str) -> None:
    node = etree.Element(tag, id=name)
    node.text = readable(text)
    root.insert(0, node)


def _hatch(name: str, colours: LookAttributes) -> etree._Element:
    """Stripes for what is done late, so that it is told apart without colour."""
    size = {"width": "5", "height": "5"}
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    defs = etree.Element("defs")
    pattern = etree.SubElement(defs, "pattern", {"id": name, **size, **turned})
    etree.SubElement(pattern, "rect", {**size, "fill": colours["sheet"]})
    stripe = {"d": "M1.2 0V5", "stroke": colours["soon"], "stroke-width": "2.2"}
    etree.SubElement(pattern, "path", stripe)
    return defs


def _markup(root: etree._Element) -> Markup:
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 (lxml escaped every text)
