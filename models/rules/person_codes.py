"""Codes of people: what may be one, and which two are the same."""

import re
import unicodedata

_SHAPE = re.compile(r"[^\W_][\w.-]{1,39}")


def folded(code: str) -> str:
    """What two codes of one person share: case, composition and width of letters do not count."""
    plain = unicodedata.normalize("NFKC", code).strip()
    return unicodedata.normalize("NFKC", plain.casefold())


def may_be_code(code: str) -> bool:
    """Letters, digits, dots, hyphens and underscores, a letter or digit first, never two dots.

    A code stands in the address of a page, where `..` means the page above. Letters of another
    width look like the plain ones and are none.
    """
    if unicodedata.normalize("NFKC", code) != unicodedata.normalize("NFC", code):
        return False
    return _SHAPE.fullmatch(code) is not None and ".." not in code
