"""Texts in a part of the paper, as the layout wants them: in capitals, with a line below."""

from dondoc.services.papers.layouts import Layout
from dondoc.services.papers.text_width import width_mm
from dondoc.services.papers.wording import clean

OPEN = "……"
"""Where a person still has to write."""


def cased(text: str, layout: Layout, cell: str) -> str:
    """In capitals where the rule wants them."""
    return clean(text).upper() if layout.cells[cell].capitals else clean(text)


def line_below(text: str, layout: Layout, cell: str) -> float:
    """Millimetres of the line below a text; 0 where the rule has none.

    Between the bounds that the rule sets, and of a text in several lines never wider than one.
    """
    rules = layout.cells[cell]
    if rules.line is None or not text:
        return 0.0
    room = float(layout.page.body if cell == "subject" else _column(layout, cell))
    width = min(width_mm(text, float(rules.size.used), bold=rules.bold), room)
    return round(width * float(sum(rules.line) / 2), 1)


def _column(layout: Layout, cell: str) -> float:
    page = layout.page
    return float(page.head_left if cell == "issuer" else page.head_right)
