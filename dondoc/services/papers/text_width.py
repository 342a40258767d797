"""How wide a text is in Times, and what follows from it: lines below texts, columns of tables."""

import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from math import ceil

from models.rules.texts import composed_letters

MM_PER_POINT = 25.4 / 72
_LONGEST_NUMBER = 16
"""Characters of what is never broken, such as `115/118 (97,5%)`."""
LONGEST_WORD = 18
"""Letters of a word that has a line of its own; an address or a name of a file is broken."""
_SHAPE = 1100
"""A shape such as ▼ comes from another typeface, in which it may be as wide as it is high."""
_SLACK = 0.5
"""Millimetres by which programs that show a file disagree about the same typeface."""


@cache
def _widths(bold: bool) -> tuple[dict[str, int], int]:
    text = files("dondoc.data").joinpath("times_widths.toml").read_text(encoding="utf-8")
    groups = tomllib.loads(text)["bold" if bold else "upright"]
    other = groups.pop("other")
    return {letter: int(width) for width, letters in groups.items() for letter in letters}, other


@cache
def _letter(letter: str, bold: bool) -> int:
    """Marks take no room: ế is as wide as e, but ư is wider than u; a space is as wide as any."""
    known, other = _widths(bold)
    if letter == "\N{NO-BREAK SPACE}":
        return known[" "]
    if unicodedata.category(letter) == "So":
        return _SHAPE
    while letter not in known:
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) == 1:
            return other
        letter = composed_letters(parts[:-1])
    return known[letter]


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Millimetres of one line of text at a size in points."""
    return sum(_letter(letter, bold) for letter in text) * size / 1000 * MM_PER_POINT


def column_widths(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    room: float,
    size: float,
) -> list[float]:
    """Relative widths that sum to `room` (same unit as `size` gives): millimetres.

    Numbers are never broken, but where texts had a word a line a share in brackets stands below its
    count; texts share what is left by how much they have to say.
    """
    columns = [[row[index] for row in rows] for index in range(len(headings))]
    least, easy, wanted, share = _bounds_of(headings, columns, numbers, room, size)
    if share < _CRAMPED:
        columns = [_below(cells) if has_numbers else cells
                   for cells, has_numbers in zip(columns, numbers, strict=True)]  # fmt: skip
        least, easy, wanted, share = _bounds_of(headings, columns, numbers, room, size)
    start = [low + share * (far - low) for low, far in zip(least, easy, strict=True)]
    return _shared(start, wanted, room)


_CRAMPED = 0.5
"""The part of what would be read with ease, under which columns of texts are too narrow."""


def _below(cells: Sequence[str]) -> list[str]:
    """What is never broken of each cell, `115/118` and `(97,5%)`."""
    return [part for cell in cells for part in (cell.split(" ") if " (" in cell else (cell,))]


def _bounds_of(
    headings: Sequence[str],
    columns: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    room: float,
    size: float,
) -> tuple[Sequence[float], Sequence[float], Sequence[float], float]:
    """The bounds of all columns, and how far they come from the narrowest to what is read with
    ease: one word a line is read badly; as far as there is room, texts have two or three.
    """
    bounds = [
        _bounds(heading, cells, size, is_number=is_number)
        for heading, cells, is_number in zip(headings, columns, numbers, strict=True)
    ]
    least, easy, wanted = zip(*bounds, strict=True)
    towards = (room * _EASY_PART - sum(least)) / ((sum(easy) - sum(least)) or 1)
    return least, easy, wanted, min(1, max(0, towards))


_EASY_PART = 0.85
_EASY_LETTERS = 10
"""Letters of a line that is read with ease, as `Sở Nội vụ`."""


def _figures_of(cell: str) -> Sequence[str]:
    """What of a number is never broken: of `đã dùng 116,7%` each word stands by itself."""
    return cell.split(" ") if cell[:1].isalpha() else (cell,)


def _bounds(
    heading: str, cells: Sequence[str], size: float, *, is_number: bool
) -> tuple[float, float, float]:
    """The narrowest that a column may be, one that is read with ease, and the wished for width.

    A sentence in a column of numbers is broken as any other.
    """
    heads = max((width_mm(word, size, bold=True) for word in heading.split()), default=0.0)
    longest = max(cells, key=len, default="")
    said = max((cell for cell in cells if cell[:1].isalpha()), key=len, default="")
    if is_number:
        cells = [part for cell in cells for part in _figures_of(cell)]
        longest = max(cells, key=len, default="")
    if is_number and len(longest) <= _LONGEST_NUMBER:
        width = max(heads, width_mm(longest, size, bold=True)) + _SLACK
        easy = max(width, _heading_width(heading, size) + _SLACK, _easy_width(said, size))
        return width, easy, easy
    # A no-break space holds words together.
    words = (word for cell in cells for word in cell.split(" "))
    word = max((word for word in words if not is_unbroken(word)), key=len, default="")
    low = max(heads, width_mm(word, size)) + _SLACK
    mean = (sum(len(cell) ** 2 for cell in cells) / len(cells)) ** 0.5 if cells else 0
    # Never wider than what stands in it: the room is for others.
    whole = width_mm(longest, size) + _SLACK
    easy = max(low, _easy_width(longest, size))
    return low, easy, max(easy, min(whole, width_mm("n" * int(mean), size)))


def is_unbroken(word: str) -> bool:
    """Whether it is so long without a blank that a line may end within it."""
    return len(word) > LONGEST_WORD and "\N{NO-BREAK SPACE}" not in word


def _easy_width(text: str, size: float) -> float:
    """In which a text is read with ease; no wider than it is itself."""
    return min(width_mm(text, size) + _SLACK, width_mm("n" * _EASY_LETTERS, size)) if text else 0


@lru_cache(1024)
def _heading_width(heading: str, size: float) -> float:
    """The narrowest in which a heading stands in two lines, or in three if it has many words."""
    words = heading.split()
    most = 2 if len(words) <= 4 else 3
    places = range(len(words) + 1)
    parts = (words[start:end] for start, end in combinations(places, 2))
    widths = sorted(width_mm(" ".join(part), size, bold=True) for part in parts)
    return next((each for each in widths if _lines(words, each, size) <= most), 0.0)


def _lines(words: Sequence[str], width: float, size: float) -> int:
    """In how many lines bold words stand; more than there are where one of them does not fit."""
    lines, line = 1, ""
    for word in words:
        longer = f"{line} {word}".strip()
        if width_mm(longer, size, bold=True) <= width:
            line = longer
        elif width_mm(word, size, bold=True) <= width:
            lines, line = lines + 1, word
        else:
            return len(words) + 1
    return lines


def _shared(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    total, low = sum(wanted), sum(least)
    if low >= room:
        return [width * room / low for width in least]
    spare = room - low
    wishes = [high - narrow for narrow, high in zip(least, wanted, strict=True)]
    if spare >= sum(wishes):
        return [width * room / total for width in wanted]
    return [narrow + spare * wish / sum(wishes) for narrow, wish in zip(least, wishes, strict=True)]


def lines_of(text: str, width: float, size: float) -> int:
    """In how many lines a text stands in a column; a word wider than it is broken."""
    lines, left = 1, width
    for word in text.split():
        wide = width_mm(word, size)
        if wide > left:
            lines, left = lines + (left < width), width
        lines += max(0, ceil(wide / width) - 1)
        left -= wide % width + width_mm(" ", size)
    return lines
