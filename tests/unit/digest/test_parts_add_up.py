"""For any work: parts add up to totals in every table and form, and sentences say the figures."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import permutations
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from random_digest import AS_OF, digests

from dondoc.errors import BadInput
from dondoc.rendering.table_sums import faults_of
from dondoc.services.digest.check import check_digest, faults
from dondoc.services.digest.render import render_digest, writer_of
from dondoc.services.digest.report_tables import tables_of
from dondoc.services.digest.summary import details_of, requests_in_words, summary_of
from dondoc.services.figures.shapes import DigestFigures
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.of_digest import PaperOrder, digest_paper
from dondoc.services.papers.write import FileFormat, written
from models.rules.due import DueState
from models.rules.measures import part_of
from models.rules.totals import Counts

ORDER = PaperOrder(PaperForm.PARTY, AS_OF)
SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(digests())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_it_adds_up_and_survives_being_kept(figures: DigestFigures) -> None:
    assert list(faults(figures)) == []
    assert DigestFigures.from_json(figures.as_json()) == figures
    paper = digest_paper(figures, ORDER)
    assert [list(faults_of(table)) for table in paper.tables] == [[] for _ in paper.tables]


@given(digests())
@settings(max_examples=5, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_every_form_says_the_same_cells(figures: DigestFigures) -> None:
    paper = digest_paper(figures, ORDER)
    page, text = render_digest(figures)
    flat, sheets = " ".join(text.split()), load_workbook(BytesIO(written(paper, FileFormat.XLSX)))
    document = Document(BytesIO(written(paper, FileFormat.DOCX)))
    bodies = [table for table in document.tables if len(table.columns) > 2]
    said = [[cell.text for row in table.rows for cell in row.cells] for table in bodies]
    for table in paper.tables:
        cells = [cell for row in table.rows for cell in row.cells]
        assert any(contains(body, cells) for body in said), table.title
        assert any(table.title.startswith(name) for name in sheets.sheetnames), table.title
        for row in table.rows:
            assert row.cells[-1] in page and row.cells[-1].split(" ")[0].split()[0] in flat


def contains(body: list[str], cells: list[str]) -> bool:
    return list(map(one_line, body[-len(cells) :])) == list(map(one_line, cells))


def one_line(cell: str) -> str:
    return " ".join(cell.split())


@given(digests())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_every_number_of_a_sentence_is_a_figure(figures: DigestFigures) -> None:
    for part in (figures, *figures.of_groups.values()):
        writer, known = writer_of(part, "vi"), set(numbers_of(part))
        assert part.report is not None
        said = [*summary_of(writer, part), *details_of(writer, part)]
        said += requests_in_words(writer, part.report)
        said += [table.after for table in tables_of(writer, part)]
        for sentence in said:
            unknown = [number for number in read_back(sentence) if not is_known(number, known)]
            assert not unknown, sentence
            assert not _BARE_ZERO.search(sentence), sentence


_BARE_ZERO = re.compile(r"(?<![\d.,/])0 \w")
"""Nobody writes "0 overdue": what is nothing is said in words, or left out."""
_DATE = re.compile(r"\d+/\d+/\d+|quý [IV]+/\d+|năm \d{4}")
_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?%?")


def read_back(sentence: str) -> list[str]:
    """The numbers that a reader sees, as written: 1.602; 88,4%."""
    return [found.strip(".") for found in _NUMBER.findall(_DATE.sub("", sentence))]


def is_known(number: str, known: set[Decimal]) -> bool:
    value = Decimal(number.rstrip("%").replace(".", "").replace(",", "."))
    if not number.endswith("%"):
        return value in known
    if value in known:
        return True
    wholes = [size for size in known if size and size == int(size) and 0 < size < 1000]
    return any(
        abs(part_of(int(part), int(whole)) - value) <= Decimal("0.1")
        for part, whole in permutations([*wholes, Decimal(0)], 2)
        if whole and part <= whole
    ) or value in (0, 100)


def numbers_of(figures: DigestFigures) -> Iterator[Decimal]:
    """Every number of the context: of the figures, what is done of counts, how long lists are."""
    yield from (Decimal(0), Decimal(1))
    yield Decimal(10)  # within so many percent a forecast was right
    yield from _numbers(figures.as_json())
    report = figures.report
    assert report is not None
    counts = [figures.counts, report.due, report.year]
    counts += [each for day in report.compared for each in (day.due, day.period)]
    yield from (Decimal(each.done) for each in counts)
    for day in report.compared:
        yield Decimal(abs(day.overdue - report.year.overdue))
    yield Decimal(report.trial.tried - report.trial.near)
    lists = (figures.backlog, figures.later, report.silent_owners, report.sources)
    yield from (Decimal(len(each)) for each in lists)
    yield Decimal(sum(not item.counted for item in figures.moved))
    yield Decimal(sum(not each.founded for each in report.committees))


def _numbers(value: Any) -> Iterator[Decimal]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int):
        yield Decimal(value)


@given(digests().filter(lambda each: each.counts.total and each.report.officials))
@settings(max_examples=5, deadline=None, suppress_health_check=SLOW_TO_DRAW)
def test_what_does_not_add_up_is_not_compiled_and_it_says_which(figures: DigestFigures) -> None:
    check_digest(figures)
    wrong = replace(figures, counts=figures.counts + Counts(done_in_time=1))
    with pytest.raises(BadInput) as said:
        check_digest(wrong)
    assert said.value.params["where"] == f"groups.{DueState.DONE_IN_TIME}"
    assert said.value.params["total"] != said.value.params["parts"]
