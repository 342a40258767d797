"""How a paragraph of a Word file looks in the end: its own shape, else that of its styles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length
from docx.text.paragraph import Paragraph

from dondoc.i18n import translator
from dondoc.services.papers.cells import OPEN

_ASKED = tuple(f"papers.open.{name}" for name in ("issuer", "receiver", "position", "name"))


@dataclass(frozen=True)
class ParagraphShape:
    """`indent`: of the first line; `space_before` in points. `line`: a multiple of single, or
    points with `line_in_points`.
    """

    bold: bool
    italic: bool
    align: WD_ALIGN_PARAGRAPH | None
    indent: int | None
    space_before: float | None
    line: float | None
    line_in_points: bool


def paragraphs_of(document: Document) -> Iterator[Paragraph]:
    """Those of the body and of every cell."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def is_open(paragraph: Paragraph) -> bool:
    """Whether somebody still has to write there."""
    text = paragraph.text
    return any(mark in text for mark in _open_marks())


@cache
def _open_marks() -> tuple[str, ...]:
    tr = translator("vi")
    return (OPEN, *(tr(key) for key in _ASKED))


def style_names(document: Document) -> dict[str | None, str]:
    """The names of the styles by their keys: python-docx looks each up anew for every paragraph."""
    return {style.style_id: style.name or "" for style in document.styles}


def shape_of(paragraph: Paragraph) -> ParagraphShape:
    """Bold and italic are those of most of its letters."""
    line = _format(paragraph, "line_spacing")
    before = _format(paragraph, "space_before")
    in_points = isinstance(line, Length)
    return ParagraphShape(
        bold=_mostly(paragraph, "bold"),
        italic=_mostly(paragraph, "italic"),
        align=_format(paragraph, "alignment"),
        indent=_format(paragraph, "first_line_indent"),
        space_before=before.pt if before is not None else None,
        line=None if line is None else line.pt if in_points else float(line),
        line_in_points=in_points,
    )


def sizes_of(paragraph: Paragraph) -> list[float]:
    """The sizes of its letters, in points, each once."""
    sizes: dict[float, None] = {}
    for run in paragraph.runs:
        size = run.font.size or _font(paragraph, "size")
        if run.text.strip() and size is not None:
            sizes[size.pt] = None
    return list(sizes)


def _mostly(paragraph: Paragraph, name: str) -> bool:
    counted = {True: 0, False: 0}
    styled = bool(_font(paragraph, name))
    for run in paragraph.runs:
        own = getattr(run.font, name)
        counted[styled if own is None else bool(own)] += len(run.text.strip())
    return counted[True] > counted[False]


def _font(paragraph: Paragraph, name: str) -> Any:
    style: Any = paragraph.style
    while style is not None:
        value = getattr(style.font, name)
        if value is not None:
            return value
        style = style.base_style
    return None


def _format(paragraph: Paragraph, name: str) -> Any:
    own = getattr(paragraph.paragraph_format, name)
    style: Any = paragraph.style
    while own is None and style is not None:
        own = getattr(style.paragraph_format, name)
        style = style.base_style
    return own
