"""How each kind of mark looks, once for pages and papers; only the colours differ.

A page's colours are those of its style sheet, so that a chart turns dark and prints with it. A
paper's are written out. No mark relies on its colour: lines differ by dashes, points by shape.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LookAttributes = Mapping[str, str]

_COLOURS: Final = ("ink", "soft", "line", "rule", "accent", "sheet", "overdue", "soon", "done")
PAGE: Final[LookAttributes] = MappingProxyType({name: f"var(--{name})" for name in _COLOURS})
PAPER: Final[LookAttributes] = MappingProxyType(
    {
        "ink": "#000000",
        "soft": "#404040",
        "line": "#d0d0d0",
        "rule": "#808080",
        "accent": "#1a4f8b",
        "sheet": "#ffffff",
        "overdue": "#b3161a",
        "soon": "#8a5200",
        "done": "#17663a",
    }
)
"""The light colours of the style sheet, with black words."""


def _line(colour: str, width: float, dashes: str = "") -> LookAttributes:
    look = {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"}
    return {**look, "stroke-dasharray": dashes} if dashes else look


def _dot(inside: str, edge: str, width: float) -> LookAttributes:
    return {"fill": inside, "stroke": edge, "stroke-width": f"{width:g}"}


_HALO: Final[LookAttributes] = {"stroke": "sheet", "stroke-width": "3", "paint-order": "stroke"}
"""Keeps words readable where a line runs behind them."""

# fmt: off
LOOKS: Final[Mapping[str, LookAttributes]] = {
    "guide": _line("line", 1),
    "course": {**_line("overdue", 2.5), "stroke-linejoin": "round"},
    "course-area": {"fill": "overdue", "fill-opacity": "0.12", "stroke": "none"},
    "course-now": _dot("overdue", "sheet", 1.5),
    "today": _line("soft", 1, "2 3"),
    "roadmap": _line("ink", 1.75),
    "target": _line("soon", 1.5, "7 4"),
    "reached": _dot("accent", "sheet", 1.5),
    "reached-line": {**_line("accent", 2.5), "stroke-linejoin": "round"},
    "unverified": _dot("sheet", "accent", 2),
    "forecast": _line("accent", 2, "2 4"),
    "forecast-end": _dot("sheet", "accent", 2),
    "gap": _line("overdue", 3),
    "tick": _line("rule", 2),
    "span": _line("accent", 3),
    "below": _dot("overdue", "none", 0),
    "below-span": _line("overdue", 3),
    "done_in_time": {"fill": "done", "fill-opacity": "0.3", "stroke": "done", "stroke-width": "1"},
    "done_late": {"fill": "hatch", "stroke": "soon", "stroke-width": "1"},
    "overdue": {"fill": "overdue"},
    "open_in_time": {
        "fill": "sheet", "stroke": "rule", "stroke-width": "1", "stroke-dasharray": "2 2",
    },
    "excellent": {"fill": "done", "fill-opacity": "0.3", "stroke": "done", "stroke-width": "1"},
    "good": {"fill": "hatch", "stroke": "soon", "stroke-width": "1"},
    "completed": {
        "fill": "sheet", "stroke": "rule", "stroke-width": "1", "stroke-dasharray": "2 2",
    },
    "not_completed": {"fill": "overdue"},
    "label": {"fill": "soft"},
    "strong": {"fill": "ink", "font-weight": "700", **_HALO},
    "note": {"fill": "soft", **_HALO},
    "late": {"fill": "overdue", "font-weight": "700", **_HALO},
}
# fmt: on
"""By name, the attributes of SVG; where a value is the name of a colour, the colours give it.

`hatch` is a pattern, which every drawing has of its own.
"""


def look_of(name: str, colours: LookAttributes) -> dict[str, str]:
    """The attributes of a mark in these colours."""
    return {key: colours.get(value, value) for key, value in LOOKS[name].items()}
