"""A paper as PDF: the same values as in Word, and the layout's numbers."""

from functools import cache
from typing import Any

from dondoc.exports.pdf import compiled
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import Layout, PaperForm, known_layouts
from dondoc.services.papers.paper import Paper


def paper_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A, its typefaces within."""
    layout = paper.layout
    day = paper.dated or paper.day
    values = {
        "paper": context_of(paper),
        "layout": _numbers(layout.form, layout.code),
        "day": (day.year, day.month, day.day),
    }
    return compiled("papers/paper", values, layout.typefaces)


@cache
def _numbers(form: PaperForm, code: str) -> dict[str, Any]:
    layout: Layout = next(layout for layout in known_layouts(form) if layout.code == code)
    return layout.model_dump(include={"page", "body", "table", "cells", "typefaces"})
