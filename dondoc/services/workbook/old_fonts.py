"""Finds text written for fonts older than Unicode (TCVN3, VNI): "QuyÕt ®Þnh" is "Quyết định".

Such a font shows other letters than the file holds, so that a plan is full of words that nobody
can read once it is on a page. So is text that a program saved in the wrong encoding: "Káº¿t náº¡p",
"K?t n?p".
"""

import re

from dondoc.services.workbook.grid import Grid, a1

_FOREIGN = "ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿ"
_WITHIN_WORD = "µ¸¶·¹¨¾¼½©ª¬"
_OLD = re.compile(rf"[{_FOREIGN}]|[a-zA-Z][{_WITHIN_WORD}]|®[a-zA-Z{_FOREIGN}]")
_LOST = re.compile("\ufffd|á[º»]|Ã[\u0080-\u00bf]|[a-zA-Z]\\?+(?=[a-zA-Z])")
_OF_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


def first_in_old_font(grid: Grid) -> tuple[str, str, int] | None:
    """The address and text of the first cell, and how many there are; None where there are none.

    A name such as "Köln" is no sign: it stands alone, or beside letters that only Unicode has.
    """
    found = [
        (a1(row, grid.first_column + offset), value, signs)
        for row, values in grid.rows
        for offset, value in enumerate(values)
        if isinstance(value, str) and (signs := _signs(value))
    ]
    is_sure = len(found) > 1 or any(signs > 1 for _, _, signs in found)
    return (*found[0][:2], len(found)) if is_sure else None


def _signs(text: str) -> int:
    lost = 0 if "://" in text else len(_LOST.findall(text))
    if text.isascii() or _OF_UNICODE.search(text):
        return lost
    return lost + len(_OLD.findall(text))
