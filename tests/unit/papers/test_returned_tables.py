"""Tables with the same heads in a paper that comes back: each is compared with its own figures."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from example_paper import GIVEN, counts_table, example_paper

from dondoc.i18n import translator
from dondoc.services.papers.context import context_of
from dondoc.services.papers.paper import Paper, PaperColumn, PaperRow, PaperTable
from dondoc.services.papers.returned.check import findings_of
from dondoc.services.papers.word import paper_docx


def found(paper: Paper, edit: Callable[[Document], None]) -> list[str]:
    """What is said of the paper once it was edited."""
    document = docx.Document(BytesIO(paper_docx(paper)))
    edit(document)
    findings = findings_of(document, paper.layout, context_of(paper))
    return [finding.text(translator("vi")) for finding in findings]


def alike() -> Paper:
    """Three tables with the same heads, as the pages of a meeting's pack have them."""
    tables = [
        replace(counts_table([f"Xã {nth}{name}" for name in "ABC"]), title=f"Lộ trình {nth}")
        for nth in (1, 2, 3)
    ]
    return replace(example_paper(**GIVEN), blocks=tuple(tables))


def test_a_table_taken_out_makes_no_other_one_wrong() -> None:
    def without(document: Document) -> None:
        document.tables[2]._tbl.getparent().remove(document.tables[2]._tbl)

    (said,) = found(alike(), without)
    assert "Lộ trình 2" in said and "thiếu bảng" in said


def test_a_table_that_was_moved_is_compared_with_its_own_figures() -> None:
    def moved(document: Document) -> None:
        document.tables[1]._tbl.addprevious(document.tables[3]._tbl)

    assert found(alike(), moved) == []

    def edit(document: Document) -> None:
        moved(document)
        document.tables[1].cell(2, 2).paragraphs[0].runs[0].text = "1.010"

    (said,) = found(alike(), edit)
    assert "Lộ trình 3" in said and "Xã 3B" in said and "1.010 trong văn bản" in said


def table_of(columns: str, *rows: tuple[str, ...]) -> Paper:
    """A paper of one table; `#` marks numbers."""
    heads = tuple(
        PaperColumn(head.lstrip("#"), is_number=head.startswith("#")) for head in columns.split("|")
    )
    return replace(
        example_paper(**GIVEN),
        blocks=(PaperTable("Chỉ tiêu", heads, tuple(PaperRow(row) for row in rows)),),
    )


@pytest.mark.parametrize(
    ("paper", "named"),
    [
        (
            table_of("Chỉ tiêu|ĐVT|#Kế hoạch", ("Giảm nghèo", "hộ", "5"), ("Việc làm", "hộ", "7")),
            "Việc làm",
        ),
        (
            table_of("#TT|Chỉ tiêu|#Kế hoạch", ("1", "Giảm nghèo", "5"), ("2", "Trường", "7")),
            "Trường",
        ),
        (
            table_of("#TT|Nội dung|#Điểm", ("I", "Tiêu chí chung", "5"), ("II", "Kết quả", "7")),
            "Kết quả",
        ),
        (
            table_of("Ngày họp|Kết luận|#Số", ("05/02/2022", "A", "5"), ("05/02/2022", "B", "7")),
            "B",
        ),
        (
            table_of("Đơn vị|Chỉ tiêu|#Số", ("Sở Y tế", "Giường", "5"), ("Sở Y tế", "Trạm", "7")),
            "Sở Y tế – Trạm",
        ),
    ],
)
def test_a_row_is_named_by_what_it_is_called(paper: Paper, named: str) -> None:
    """Without a number in front the second cell is the unit of measure."""

    def edit(document: Document) -> None:
        document.tables[1].cell(2, 2).paragraphs[0].runs[0].text = "9"

    (said,) = found(paper, edit)
    assert f"dòng «{named}»" in said
