"""Tags of a template that cannot be read as a whole, looked at one by one.

The library stops at the first fault. Whoever edits in Word wants all of them at once, and each
where it was made: of a loop that is not closed where it begins, not where another one ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from dondoc.exports.docx import parsed

_BEGIN = re.compile(r"\{[{%]")
_MARK = re.compile(r"\{[{%]|%\}|\}\}")
_ENDS = {"{{": "}}", "{%": "%}"}
_MARKUP = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_TRIED = {
    "for": "{tag}{{% endfor %}}", "if": "{tag}{{% endif %}}",
    "elif": "{{% if true %}}{tag}{{% endif %}}",
}  # fmt: skip
"""How a tag that is only part of something is read by itself."""
_CLOSES = {"endfor": "for", "endif": "if"}
_EDGE = re.compile(r"<w:(p|tc)[ >]|</w:(p|tc)>")

_Cell = tuple[int, ...]
"""A cell of a table: its number within all, behind those of the cells around it."""


class FaultyTag(NamedTuple):
    """A tag that cannot be read, in a line of the source: in the library's words, or `unclosed` or
    `stray` where others of its kind are missing. `until`: the line of the last one that may be
    the unclosed one as well, 0 where there is no other.
    """

    lineno: int
    what: str
    tag: str
    until: int = 0


class ReadTag(NamedTuple):
    """A tag that can be read by itself, as if it stood in its line alone."""

    lineno: int
    tree: nodes.Template


class _Place(NamedTuple):
    """Where a tag stands: in which cell, and in a paragraph or, with its p, between two."""

    cell: _Cell
    in_paragraph: bool


@dataclass
class _Open:
    """A loop or a choice that waits for its end. `until`: the line of the last of its kind within
    it that was taken for closed, and may not be.
    """

    lineno: int
    word: str
    place: _Place
    has_else: bool = False
    until: int = 0

    def unclosed(self) -> FaultyTag:
        return FaultyTag(self.lineno, "unclosed", self.word, self.until)


@dataclass
class _Reading:
    """How far the tags of a source were read; `still_open`: what waits for its end."""

    still_open: list[_Open] = field(default_factory=list)

    def leave(self, cell: _Cell) -> Iterator[FaultyTag]:
        """What was begun in a cell that is left: nothing outside it closes that."""
        while self.still_open:
            begun = self.still_open[-1].place.cell
            if begun == cell[: len(begun)]:
                return
            yield self.still_open.pop().unclosed()

    def closed(self, lineno: int, word: str, place: _Place) -> Iterator[FaultyTag]:
        """What is wrong where a loop or a choice ends: it was not begun, or others within it are
        still open.
        """
        wanted = _CLOSES[word]
        if wanted not in {each.word for each in self.still_open}:
            yield FaultyTag(lineno, "stray", word)
            return
        begun = {(each.word, each.place) for each in self.still_open}
        # Between paragraphs ends what began between them, where there is such.
        exact = not place.in_paragraph and (wanted, place) in begun
        last = self.still_open.pop()
        while last.word != wanted or (exact and last.place != place):
            yield last.unclosed()
            last = self.still_open.pop()
        around = self.still_open[-1] if self.still_open else None
        # One end is missing, and each of those that could take the others' may have lost it.
        if around and (around.word, around.place) == (wanted, last.place):
            around.until = max(last.lineno, last.until)

    def otherwise(self, lineno: int, word: str) -> Iterator[FaultyTag]:
        """The next branch (`else`, `elif`): of the innermost that has no last one yet."""
        takers = ("if",) if word == "elif" else ("if", "for")
        if not any(each.word in takers and not each.has_else for each in self.still_open):
            yield FaultyTag(lineno, "stray", word)
            return
        while (last := self.still_open[-1]).has_else or last.word not in takers:
            yield self.still_open.pop().unclosed()
        last.has_else = word == "else"

    def left(self) -> Iterator[FaultyTag]:
        """What was never closed."""
        for each in self.still_open:
            yield each.unclosed()


def paragraphs_of(xml: str) -> Iterator[str]:
    """The words of every paragraph of a part as they were typed."""
    for paragraph in xml.split("</w:p>"):
        yield " ".join(_MARKUP.sub("", paragraph).split())


def without_end(paragraph: str) -> Iterator[str]:
    """Tags that do not end in the paragraph in which they begin."""
    for _, tag in _tags(paragraph):
        if tag[:2] in _ENDS and not tag.endswith(_ENDS[tag[:2]]):
            yield tag


def tag_by_tag(source: str) -> Iterator[FaultyTag | ReadTag]:
    """Each tag of a source, a line a paragraph, read or with what is wrong."""
    reading = _Reading()
    for lineno, tag, place in _placed(source):
        yield from reading.leave(place.cell)
        word = found[1] if (found := _WORD.match(tag)) else ""
        if tag in _ENDS.values():
            yield FaultyTag(lineno, "stray", tag)
        elif word in _CLOSES and tag.endswith("%}"):
            yield from reading.closed(lineno, word, place)
        elif word == "else":
            yield from reading.otherwise(lineno, word)
        else:
            yield from _read(lineno, tag, word, place, reading)
    yield from reading.left()


def _read(
    lineno: int, tag: str, word: str, place: _Place, reading: _Reading
) -> Iterator[FaultyTag | ReadTag]:
    if word in ("for", "if"):
        reading.still_open.append(_Open(lineno, word, place))
    elif word == "elif":
        yield from reading.otherwise(lineno, word)
    alone = _TRIED.get(word, "{tag}").format(tag=tag) if tag.endswith("%}") else tag
    try:
        yield ReadTag(lineno, parsed("\n" * (lineno - 1) + alone))
    except TemplateSyntaxError as error:
        yield FaultyTag(lineno, error.message or "", "")


def _placed(source: str) -> Iterator[tuple[int, str, _Place]]:
    """Every tag with its line and the place in which it stands."""
    place = _Place((), False)
    counted, read = 0, 0
    for begin, tag in _tags(source):
        for edge in _EDGE.finditer(source, read, begin):
            if edge[1] == "p":
                place = _Place(place.cell, True)
            elif edge[1] == "tc":
                counted += 1
                place = _Place((*place.cell, counted), False)
            else:
                place = _Place(place.cell[:-1] if edge[2] == "tc" else place.cell, False)
        read = begin
        yield source.count("\n", 0, begin) + 1, tag, place


def _tags(source: str) -> Iterator[tuple[int, str]]:
    """Every tag with its place. Of one without its end what follows it among the words; an end
    without its tag by itself.
    """
    place = 0
    while found := _MARK.search(source, place):
        begin, sign, place = found.start(), found[0], found.end()
        if sign in _ENDS:
            following = _BEGIN.search(source, place)
            until = following.start() if following else len(source)
            end = source.find(_ENDS[sign], place, until)
            words = source.find("<", place, until)
            place = end + 2 if end >= 0 else words if words >= 0 else until
        yield begin, source[begin:place]
