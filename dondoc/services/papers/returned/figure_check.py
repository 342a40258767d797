"""The numbers of a returned paper against those that it was made of."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from docx.document import Document
from docx.table import Table

from dondoc.i18n import translator
from dondoc.services.papers.returned.finding import FindingSort, PaperFinding, beginning
from dondoc.services.papers.wording import clean

_NUMBER = re.compile(r"\d[\d.,]*\d%?|\d%?")
LIKE = 0.6
"""So alike are a paragraph and the one that it was edited from."""


def figure_findings(document: Document, context: Mapping[str, Any]) -> Iterator[PaperFinding]:
    """Every number that is not the figure's own, named by its place."""
    texts = [clean(paragraph.text) for paragraph in document.paragraphs]
    known = [str(block["text"]) for block in context["blocks"] if block["sort"] == "paragraph"]
    labelled = [
        f"{block['label']} {block['text']}"
        for block in context["blocks"]
        if block["sort"] == "article"
    ]
    yield from _paragraphs([text for text in texts if text], [*known, *labelled])
    tables = [block for block in context["blocks"] if block["sort"] == "table"]
    yield from _tables(list(document.tables), tables)


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def _frame(text: str) -> str:
    """A text without its numbers: what stays the same when only a number is changed."""
    return _NUMBER.sub("#", text)


def _paragraphs(texts: Sequence[str], known: Sequence[str]) -> Iterator[PaperFinding]:
    left = list(texts)
    for text in known:
        if not _numbers(text):
            continue
        if text in left:
            left.remove(text)
            continue
        nearest = _nearest(text, left)
        if nearest is None:
            yield _finding(beginning(text), "paragraph_missing")
            continue
        left.remove(nearest)
        yield from _changed(beginning(nearest), nearest, text)


def _nearest(text: str, left: Sequence[str]) -> str | None:
    frame = _frame(text)
    same = next((each for each in left if _frame(each) == frame), None)
    if same is not None:
        return same
    likeness = [(SequenceMatcher(None, frame, _frame(each)).ratio(), each) for each in left]
    best = max(likeness, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= LIKE else None


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


def _tables(tables: Sequence[Table], known: Sequence[Mapping[str, Any]]) -> Iterator[PaperFinding]:
    grids = [[[clean(cell.text) for cell in row.cells] for row in table.rows] for table in tables]
    for table in known:
        place = translator("vi")("papers.check.place.table", table=table["title"])
        grid = next((each for each in grids if each and each[0] == table["columns"]), None)
        if grid is None:
            yield _finding(place, "table_missing")
            continue
        grids.remove(grid)
        yield from _rows(place, grid[1:], table)


def _rows(
    place: str, grid: Sequence[list[str]], table: Mapping[str, Any]
) -> Iterator[PaperFinding]:
    left = list(grid)
    for nth, row in enumerate(table["rows"]):
        here = _same_row(row, left, table["numbers"]) or (
            left[0] if len(left) == len(table["rows"]) - nth else None
        )
        label = next((cell for cell in row[1:] if cell), row[0])
        if here is None:
            yield _finding(place, "row_missing", row=beginning(label))
            continue
        left.remove(here)
        for column, there, right in zip(table["columns"], here, row, strict=False):
            if there != right:
                where = translator("vi")(
                    "papers.check.place.cell", place=place, row=beginning(label), column=column
                )
                yield from _cell(where, there, right)
    for row in left:
        yield _finding(place, "row_new", row=beginning(" ".join(row)))


def _cell(where: str, there: str, right: str) -> Iterator[PaperFinding]:
    if len(_numbers(there)) == len(_numbers(right)) > 0:
        yield from _changed(where, there, right)
    elif _numbers(there) or _numbers(right):
        yield _finding(where, "number", found=there or "–", known=right)


def _same_row(
    row: Sequence[str], left: Sequence[list[str]], numbers: Sequence[bool]
) -> list[str] | None:
    """The row that says the same in its words, whatever its numbers are."""
    words = _words(row, numbers)
    return next((each for each in left if _words(each, numbers) == words), None)


def _words(row: Sequence[str], numbers: Sequence[bool]) -> list[str]:
    pairs = zip(row, numbers, strict=False)
    return [cell for cell, is_number in pairs if not is_number]
