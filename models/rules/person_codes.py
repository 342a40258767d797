"""Codes of people: what may be one, and which two are the same."""

import re
import unicodedata

_SHAPE = re.compile(r"[^\W_][\w.-]{1,39}")


def folded(code: str) -> str:
    """What two codes of one person share: cb-lt2, CB-LT2 and any way of composing its letters."""
    plain = unicodedata.normalize("NFC", code.strip())
    return unicodedata.normalize("NFC", plain.casefold())


def may_be_code(code: str) -> bool:
    """Letters, digits, dots, hyphens and underscores, a letter or digit first, never two dots.

    A code stands in the address of a page, where `..` means the page above.
    """
    return _SHAPE.fullmatch(code) is not None and ".." not in code
