"""Vietnamese text as it is searched for: without marks, in small letters.

The same word is typed with marks and without, composed and decomposed, with đ or with d; folded,
all of them are one.
"""

import unicodedata

MOST_WORDS = 8
"""Of a query: nobody types more, and each one costs a look at every title."""


def fold(text: str) -> str:
    """Small letters without marks; đ is d. Anything else stays, so that codes are found too."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(one for one in plain if not unicodedata.combining(one))


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once; all of them must be found."""
    return tuple(dict.fromkeys(fold(query).replace("@", " ").split()))[:MOST_WORDS]
