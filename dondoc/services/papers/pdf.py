"""A paper as PDF: the same values as in Word, and the layout's numbers."""

from dataclasses import replace
from functools import cache
from typing import Any

from dondoc.exports.pdf import compiled, page_one
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import Layout, PaperForm, known_layouts, lying
from dondoc.services.papers.paper import Paper, PaperTable
from dondoc.services.papers.text_width import LONGEST_WORD

MAX_ROWS_SHOWN, MAX_BLOCKS_SHOWN = 40, 20
"""More than fit on one page."""


def paper_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A, its typefaces within."""
    return compiled("papers/paper", _values(paper), paper.layout.typefaces)


def preview_png(paper: Paper) -> bytes:
    """Page one as a picture."""
    shown = shortened(paper)
    return page_one("papers/paper", _values(shown), paper.layout.typefaces)


def shortened(paper: Paper) -> Paper:
    """What may stand on page one: of long tables only as many rows."""
    blocks = tuple(
        replace(block, rows=block.rows[:MAX_ROWS_SHOWN]) if isinstance(block, PaperTable) else block
        for block in paper.blocks[:MAX_BLOCKS_SHOWN]
    )
    return replace(paper, blocks=blocks)


def _values(paper: Paper) -> dict[str, Any]:
    layout = paper.layout
    day = paper.dated or paper.day
    return {
        "paper": context_of(paper),
        "layout": _numbers(layout.form, layout.code, paper.lies),
        "longest_word": LONGEST_WORD,
        "day": (day.year, day.month, day.day),
    }


@cache
def _numbers(form: PaperForm, code: str, lies: bool) -> dict[str, Any]:
    layout: Layout = next(layout for layout in known_layouts(form) if layout.code == code)
    layout = lying(form, code) if lies else layout
    return layout.model_dump(include={"page", "body", "table", "cells", "typefaces"})
