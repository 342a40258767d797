"""The numbers of a returned paper against those that it was made of."""

import re
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from docx.document import Document

from dondoc.i18n import translator
from dondoc.services.papers.layouts import Layout
from dondoc.services.papers.returned.finding import FindingSort, PaperFinding, beginning
from dondoc.services.papers.returned.row_names import row_name
from dondoc.services.papers.returned.texts import (
    body_texts,
    grids_of,
    is_tracked,
    styles_in,
    texts_beside,
)
from dondoc.services.papers.word_styles import style_name

_NUMBER = re.compile(r"(?:(?<![\w.,/%)–-])[-−])?(?:\d[\d.,]*\d%?|\d%?)")
"""Also its sign, where nothing stands before it: 2022-2025 has none."""
LIKE = 0.6
"""So alike are a paragraph and the one that it was edited from."""


def figure_findings(
    document: Document, context: Mapping[str, Any], layout: Layout
) -> Iterator[PaperFinding]:
    """Every number that is not the figure's own, named by its place; what the office's own
    template says (`own_words`) is none.
    """
    left = yield from _paragraphs(body_texts(document), list(_known(context)))
    own = context.get("own_words", ())
    for text in left:
        if _numbers(text) and text not in own:
            yield _finding(beginning(text), "paragraph_new")
    tables = [block for block in context["blocks"] if block["sort"] == "table"]
    yield from _tables(document, tables, layout, own)
    known = set(_numbers(all_text(context)))
    for text in texts_beside(document):
        for number in dict.fromkeys(_numbers(text)):
            if number not in known:
                yield _finding(beginning(text), "number_beside", found=number)
    if is_tracked(document):
        yield PaperFinding(
            FindingSort.OPEN, translator("vi")("papers.check.place.whole"), "tracked"
        )


def _known(context: Mapping[str, Any]) -> Iterator[str]:
    """The texts of the paper that stand in no table, as they are written."""
    names = ("notice", "subject", "subject_note", "annex_label", "annex_title", "annex_with")
    yield from (context[name] for name in names)
    yield from (*context["addressees"], *context["grounds"])
    for block in context["blocks"]:
        match block["sort"]:
            case "table":
                yield from (block["unit_words"], block["after"])
            case "chart":
                yield from (block["title"], block["after"])
            case "article":
                yield f"{block['label']} {block['text']}"
            case "signatures":
                yield from context["receivers"] if block["receivers_below"] else ()
            case _:
                yield block["text"]


def all_text(value: Any) -> str:
    """All words of a paper's values, however deep they lie."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return " ".join(all_text(each) for key, each in value.items() if key != "svg")
    if isinstance(value, list | tuple):
        return " ".join(all_text(each) for each in value)
    return ""


def _numbers(text: str) -> list[str]:
    return [number.replace("−", "-") for number in _NUMBER.findall(text)]


def _frame(text: str) -> str:
    """A text without its numbers: what stays the same when only a number is changed."""
    return _NUMBER.sub("#", text)


def _paragraphs(
    texts: Sequence[str], known: Sequence[str]
) -> Generator[PaperFinding, None, list[str]]:
    """What is wrong with those that are known; the others are given back."""
    left, changed = list(texts), []
    for text in known:
        if text in left:
            left.remove(text)
        elif _numbers(text):
            changed.append(text)
    for text in changed:
        nearest = _nearest(text, left)
        if nearest is None:
            yield _finding(beginning(text), "paragraph_missing")
            continue
        left.remove(nearest)
        yield from _changed(beginning(nearest), nearest, text)
    return left


def _nearest(text: str, left: Sequence[str]) -> str | None:
    """The one that it was edited into: it has the same words, or most of its letters."""
    frame = _frame(text)
    same = next((each for each in left if _frame(each) == frame), None)
    if same is not None:
        return same
    best, found = LIKE, None
    likeness = SequenceMatcher(None, b=frame)
    for each in left:
        likeness.set_seq1(_frame(each))
        # What cannot be more alike is not compared letter by letter.
        if likeness.real_quick_ratio() >= best and likeness.quick_ratio() >= best:
            ratio = likeness.ratio()
            if ratio >= best:
                best, found = ratio, each
    return found


def _changed(place: str, text: str, known: str) -> Iterator[PaperFinding]:
    """The numbers of a place that differ: one beside the other where they are as many."""
    there, right = _numbers(text), _numbers(known)
    if len(there) == len(right):
        for number, figure in zip(there, right, strict=True):
            if number != figure:
                yield _finding(place, "number", found=number, known=figure)
        return
    new, gone = Counter(there) - Counter(right), Counter(right) - Counter(there)
    for number in new:
        yield _finding(place, "number_new", found=number)
    for figure in gone:
        yield _finding(place, "number_gone", known=figure)


def _finding(place: str, key: str, **params: str) -> PaperFinding:
    return PaperFinding(FindingSort.FIGURE, place, key, params)


def _tables(
    document: Document,
    known: Sequence[Mapping[str, Any]],
    layout: Layout,
    own: Collection[str],
) -> Iterator[PaperFinding]:
    grids = dict(enumerate(grids_of(document)))
    places = _matched(known, grids)
    for number, table in enumerate(known):
        place = translator("vi")("papers.check.place.table", table=table["title"])
        if number not in places:
            yield _finding(place, "table_missing")
            continue
        yield from _rows(place, grids.pop(places[number])[1:], table)
    ours = {style_name(part) for part in layout.cells}
    for nth, grid in grids.items():
        said = " ".join(cell for row in grid for cell in row if cell not in own)
        # The head and the end of a paper are tables, too; what stands there is the clerk's.
        if _numbers(said) and not styles_in(document, nth) & ours:
            yield _finding(beginning(said), "table_new")


def _matched(
    known: Sequence[Mapping[str, Any]], grids: Mapping[int, list[list[str]]]
) -> dict[int, int]:
    """Which table of the file each one is: of those with its heads, the one with most of its rows.

    A table that was moved or taken out makes no other one wrong.
    """
    alike = []
    for number, table in enumerate(known):
        rows = _counted(table["rows"], table["numbers"])
        for nth, grid in grids.items():
            if grid and grid[0] == table["columns"]:
                same = (rows & _counted(grid[1:], table["numbers"])).total()
                alike.append((-same / max(len(grid) - 1, len(table["rows"]), 1), number, nth))
    found: dict[int, int] = {}
    for _, number, nth in sorted(alike):
        if number not in found and nth not in found.values():
            found[number] = nth
    return found


def _counted(rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(_words(row, numbers)) for row in rows)


def _rows(
    place: str, grid: Sequence[list[str]], table: Mapping[str, Any]
) -> Iterator[PaperFinding]:
    left = list(grid)
    for nth, row in enumerate(table["rows"]):
        here = _same_row(row, left, table["numbers"]) or (
            left[0] if len(left) == len(table["rows"]) - nth else None
        )
        label = row_name(row, table)
        if here is None:
            yield _finding(place, "row_missing", row=beginning(label))
            continue
        left.remove(here)
        cells = zip_longest(here[: len(row)], row, fillvalue="")
        pairs = zip(table["columns"], table["numbers"], cells, strict=False)
        for column, is_number, (there, right) in pairs:
            if there != right:
                where = translator("vi")(
                    "papers.check.place.cell", place=place, row=beginning(label), column=column
                )
                yield from _cell(where, there, right, is_number)
    for row in left:
        yield _finding(place, "row_new", row=beginning(" ".join(row)))


def _cell(where: str, there: str, right: str, is_number: bool) -> Iterator[PaperFinding]:
    """In a column of numbers every letter counts: 12 million is not 12."""
    if is_number or len(_numbers(there)) != len(_numbers(right)):
        if is_number or _numbers(there) or _numbers(right):
            yield _finding(where, "number", found=there or "–", known=right or "–")
    else:
        yield from _changed(where, there, right)


def _same_row(
    row: Sequence[str], left: Sequence[list[str]], numbers: Sequence[bool]
) -> list[str] | None:
    """The row that says the same in its words, whatever its numbers are."""
    words = _words(row, numbers)
    return next((each for each in left if _words(each, numbers) == words), None)


def _words(row: Sequence[str], numbers: Sequence[bool]) -> list[str]:
    pairs = zip(row, numbers, strict=False)
    return [cell for cell, is_number in pairs if not is_number]
