"""Names that may be one person's: typed without marks, or with a middle name left out."""

import unicodedata

from models.rules.folding import fold


def alike(text: str, other: str) -> bool:
    """Whether two full names may be the same person's.

    Marks, case, spaces and the width of letters do not count, and the shorter name may lack
    middle names of the longer one. Another middle name is another person.
    """
    shorter, longer = sorted((parts(text), parts(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    if len(shorter) < 2 or (shorter[0], shorter[-1]) != (longer[0], longer[-1]):
        return False
    middle = iter(longer[1:-1])
    return all(name in middle for name in shorter[1:-1])


def parts(name: str) -> tuple[str, ...]:
    """The words of a name, folded: with which names are looked up that may be alike."""
    return tuple(fold(unicodedata.normalize("NFKC", name)).split())
