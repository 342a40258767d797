"""What a unit is called in print where another unit is called the same.

Communes of different districts often are. A name that stands for two of them leaves nothing to
choose by, and whoever adds up by it makes one unit of both; so such a name is never said without
the code of its unit, on whatever page, paper or letter, also where only one of them is named.
"""

from collections import Counter
from collections.abc import Iterable

from models.rules.folding import spelled


def borne_by_several(names: Iterable[str]) -> frozenset[str]:
    """Of the names of all units, those of more than one, as they are heard."""
    called = Counter(spelled(name) for name in names)
    return frozenset(name for name, size in called.items() if size > 1)


def told_apart(name: str, code: str, several: frozenset[str]) -> str:
    """The name, with the code behind it where several units are called so."""
    return f"{name} ({code})" if spelled(name) in several else name
