"""Which rows of a table may go on on the next page."""

from collections.abc import Sequence
from typing import Final

from dondoc.services.papers.text_width import MM_PER_POINT

MAX_WHOLE_ROW: Final = 100.0
"""Millimetres of a row that stays on one page; half a page, as how high one is is a guess."""
_LETTER, _LINE = 0.5, 1.3
"""A letter and a line beside the size: as wide and as high as they are at the most, nearly."""


def is_tall(cells: Sequence[str], widths: Sequence[float], size: float) -> bool:
    """Whether a row is higher than what stays on one page; one that is not begins on the next.

    `widths`: millimetres; `size`: points. What does not fit on a page is lost there.
    """
    high = MAX_WHOLE_ROW / (size * MM_PER_POINT * _LINE)
    return any(
        len(cell) * size * MM_PER_POINT * _LETTER > high * width
        for cell, width in zip(cells, widths, strict=True)
    )
