"""Names of one administration: “UBND huyện Lập Thạch” administers “Huyện Lập Thạch”."""

from models.rules.folding import fold_words

_OFFICES = (("ubnd",), ("uy", "ban", "nhan", "dan"))
_LEVELS = (
    ("tinh",), ("thanh", "pho"), ("huyen",), ("quan",), ("thi", "xa"), ("thi", "tran"),
    ("phuong",), ("xa",), ("dac", "khu"),
)  # fmt: skip
_SHORT = {"tp": ("thanh", "pho"), "h": ("huyen",), "q": ("quan",), "tx": ("thi", "xa"),
          "tt": ("thi", "tran"), "p": ("phuong",), "x": ("xa",)}  # fmt: skip


def is_peoples_committee(name: str) -> bool:
    """Whether a name begins with “UBND” or “Ủy ban nhân dân”."""
    return _without_office(_words(name)) != _words(name)


def administered(name: str) -> tuple[str, ...]:
    """The level and the place that a name is of, the same for a unit and its people's committee.

    Empty where it says no level and place. “Huyện ủy Lập Thạch” is a body of its own: its "ủy"
    counts as of the place, for there are places that begin so (“xã Uy Nỗ”).
    """
    words = _without_office(_words(name))
    if words and words[0] in _SHORT:
        words = (*_SHORT[words[0]], *words[1:])
    for level in _LEVELS:
        place = words[len(level) :]
        if words[: len(level)] == level and place:
            return words
    return ()


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold_words(name).split())


def _without_office(words: tuple[str, ...]) -> tuple[str, ...]:
    for office in _OFFICES:
        if words[: len(office)] == office:
            return words[len(office) :]
    return words
