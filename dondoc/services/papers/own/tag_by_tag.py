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


class FaultyTag(NamedTuple):
    """A tag that cannot be read, in a line of the source: in the library's words, or `unclosed` or
    `stray` where others of its kind are missing.
    """

    lineno: int
    what: str
    tag: str


class ReadTag(NamedTuple):
    """A tag that can be read by itself, as if it stood in its line alone."""

    lineno: int
    tree: nodes.Template


class _Open(NamedTuple):
    lineno: int
    word: str


@dataclass
class _Reading:
    """How far the tags of a source were read; `still_open`: what waits for its end."""

    still_open: list[_Open] = field(default_factory=list)

    def closed(self, lineno: int, word: str) -> Iterator[FaultyTag]:
        """What is wrong where a loop or a choice ends: it was not begun, or others within it are
        still open.
        """
        wanted = _CLOSES[word]
        if wanted not in {each.word for each in self.still_open}:
            yield FaultyTag(lineno, "stray", word)
            return
        while (last := self.still_open.pop()).word != wanted:
            yield FaultyTag(last.lineno, "unclosed", last.word)

    def left(self) -> Iterator[FaultyTag]:
        """What was never closed."""
        for each in self.still_open:
            yield FaultyTag(each.lineno, "unclosed", each.word)


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
    for lineno, tag in _tags(source):
        word = found[1] if (found := _WORD.match(tag)) else ""
        if tag in _ENDS.values():
            yield FaultyTag(lineno, "stray", tag)
        elif word in _CLOSES and tag.endswith("%}"):
            yield from reading.closed(lineno, word)
        elif word == "else":
            if not reading.still_open:
                yield FaultyTag(lineno, "stray", word)
        else:
            yield from _read(lineno, tag, word, reading)
    yield from reading.left()


def _read(lineno: int, tag: str, word: str, reading: _Reading) -> Iterator[FaultyTag | ReadTag]:
    if word in ("for", "if"):
        reading.still_open.append(_Open(lineno, word))
    elif word == "elif" and not any(each.word == "if" for each in reading.still_open):
        yield FaultyTag(lineno, "stray", word)
    alone = _TRIED.get(word, "{tag}").format(tag=tag) if tag.endswith("%}") else tag
    try:
        yield ReadTag(lineno, parsed("\n" * (lineno - 1) + alone))
    except TemplateSyntaxError as error:
        yield FaultyTag(lineno, error.message or "", "")


def _tags(source: str) -> Iterator[tuple[int, str]]:
    """Every tag with its line. Of one without its end what follows it among the words; an end
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
        yield source.count("\n", 0, begin) + 1, source[begin:place]
