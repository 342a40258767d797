"""Which rows of a table may go on on the next page, and which stay on that of the next row."""

from collections.abc import Sequence
from typing import Final

from dondoc.services.papers.text_width import MM_PER_POINT

MAX_WHOLE_ROW: Final = 100.0
"""Millimetres of a row that stays on one page; half a page, as how high one is is a guess."""
MAX_TOGETHER: Final = 3
"""Rows that are kept together: a group's name, its only line, and the sum."""
_LETTER, _LINE = 0.5, 1.3
"""A letter and a line beside the size: as wide and as high as they are at the most, nearly."""


def is_tall(
    cells: Sequence[str], widths: Sequence[float], size: float, most: float = MAX_WHOLE_ROW
) -> bool:
    """Whether a row is higher than what stays on one page; one that is not begins on the next.

    `widths`, `most`: millimetres; `size`: points. What does not fit on a page is lost there.
    """
    high = most / (size * MM_PER_POINT * _LINE)
    return any(
        len(cell) * size * MM_PER_POINT * _LETTER > high * width
        for cell, width in zip(cells, widths, strict=True)
    )


def kept_rows(kinds: Sequence[str], tall: Sequence[bool]) -> list[bool]:
    """Which rows stay on the page of the next: a group's name is never the last of a page, and
    the sum never the only row of the last one.
    """
    sum_follows = [kind == "total" for kind in kinds[1:]] + [False]
    return [
        (kind == "group" or follows) and not is_tall
        for kind, follows, is_tall in zip(kinds, sum_follows, tall, strict=True)
    ]


def spans(
    rows: Sequence[Sequence[str]], kinds: Sequence[str], widths: Sequence[float], size: float
) -> list[int]:
    """How many rows stay together from each on, itself included; 0 where one before holds it.

    As many short ones at the most as fit on one page: what does not fit there is lost.
    """
    most = MAX_WHOLE_ROW / MAX_TOGETHER
    high = [is_tall(row, widths, size, most) for row in rows]
    kept = kept_rows(kinds, high)
    found: list[int] = []
    while (first := len(found)) < len(rows):
        last = first
        while kept[last] and last + 1 < len(rows) and not high[last + 1]:
            last += 1
        length = min(last - first + 1, MAX_TOGETHER)
        found += [length] + [0] * (length - 1)
    return found
