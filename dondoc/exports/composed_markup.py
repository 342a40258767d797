"""The text of markup in composed letters (NFC): some keyboards type ữ in three characters."""

import re

from models.rules.texts import composed_letters

_TEXT = re.compile(r"(?<=>)[^<]+")


def composed_text(xml: str) -> str:
    """The same markup with every letter of its text one character; the markup is left as it is.

    As a whole it could not be composed: a mark that follows a ">" would make another sign of it.
    """
    return _TEXT.sub(lambda text: composed_letters(text[0]), xml)
