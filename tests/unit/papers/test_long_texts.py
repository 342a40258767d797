"""Long texts in papers: nothing runs over an edge, nothing is lost at the end of a page."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from example_paper import GIVEN, example_paper
from pypdf import PdfReader

from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.returned.layout_check import layout_findings
from dondoc.services.papers.tall_rows import is_tall
from dondoc.services.papers.text_width import column_widths, width_mm
from dondoc.services.papers.word import paper_docx

LINK = "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789/view?usp=sharing"
MM = 72 / 25.4


def right_ends(content: bytes) -> list[tuple[str, float, float]]:
    """Each piece of text in a PDF, where it ends on the right, and how far above the page's foot,
    in millimetres.
    """
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / MM + width_mm(text.strip(), size), y / MM))

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    words = " ".join(f"từ{n}" for n in range(1500))
    placed = right_ends(paper_pdf(example_paper(names=("ngắn", words, "cuối"), **GIVEN)))
    assert sum(text.count("từ") for text, _, _ in placed) == 2 * 1500
    assert min(above for *_, above in placed) >= 20  # the margin below


def test_a_row_of_half_a_page_is_not_torn() -> None:
    assert not is_tall(["x" * 100], [50], 11)
    # About 26 letters a line of 50 mm, and 20 lines in 100 mm.
    assert not is_tall(["x" * 480], [50], 11) and is_tall(["x" * 560], [50], 11)
    assert is_tall(["", "x" * 560], [100, 50], 11)


def _row_marks(names: Sequence[str]) -> list[bool]:
    table = docx.Document(BytesIO(paper_docx(example_paper(names=names, **GIVEN)))).tables[1]
    return ["cantSplit" in row._tr.xml for row in table.rows]


def test_word_may_tear_a_tall_row_and_no_other() -> None:
    assert _row_marks(("ngắn", "từ " * 1500)) == [True, True, False, True]


def test_a_link_takes_no_room_from_the_other_columns() -> None:
    rows = [["1", f"Xem {LINK}", "Huyện Lập Thạch", "Trần Duy Long, Bí thư"]]
    widths = column_widths(["TT", "Lý do", "Đơn vị", "Cán bộ"], rows, [True, *[False] * 3], 150, 11)
    assert sum(widths) == pytest.approx(150)
    assert widths[2] >= width_mm("Huyện Lập", 11) and widths[3] >= width_mm("Trần Duy", 11)


@pytest.mark.parametrize("long", [LINK * 2, "duongdanratdaikhongcodautrang" * 6, "A" * 130])
def test_a_text_without_a_blank_stays_within_the_page(long: str) -> None:
    placed = right_ends(paper_pdf(example_paper(names=(long, "Huyện Lập Thạch"), **GIVEN)))
    assert max(right for _, right, _ in placed) <= 210 - 15 + 1  # the margin at the right
    assert long in "".join(text for text, *_ in placed)  # as whoever copies it gets it


@pytest.mark.parametrize("form", PaperForm)
def test_a_link_stretches_no_line_of_a_word_file(form: PaperForm) -> None:
    content = paper_docx(example_paper(form, names=(f"Ảnh mặt bằng: {LINK}",), **GIVEN))
    aligned = {each.text: each.alignment for each in docx.Document(BytesIO(content)).paragraphs}
    assert aligned[f"Ảnh mặt bằng: {LINK}"] is WD_ALIGN_PARAGRAPH.LEFT
    assert [align for text, align in aligned.items() if LINK not in text and align] == []
    # Which is what the office is told by the check of a returned paper, too.
    layout = example_paper(form).layout
    found = layout_findings(docx.Document(BytesIO(content)), layout)
    assert [each for each in found if "align" in each.key] == []


_INDICATORS = "Diện tích bồi thường, giải phóng mặt bằng các dự án trọng điểm"
_COUNTS = ["500", "1.023,5", "204,6%", "2.000,5", "1.602,5", "80,1%", "9/9 (100,0%)"]


def test_shares_stand_below_their_counts_where_a_name_had_a_word_a_line() -> None:
    """As where results of ten columns stand beside the names of their indicators."""
    heads = ["Chỉ tiêu", "ĐVT", *["kế hoạch", "thực hiện", "% quý"] * 2, "đủ số liệu", "đạt"]
    row = [_INDICATORS, "ha", *_COUNTS, "115/118 (97,5%)"]
    numbers = [False, False, *[True] * 8]
    widths = column_widths(heads, [row], numbers, 141, 11)
    assert sum(widths) == pytest.approx(141)
    assert widths[0] >= width_mm("giải phóng mặt", 11)
    assert all(
        wide >= width_mm(part, 11)
        for wide, cell in zip(widths[2:], row[2:], strict=True)
        for part in cell.split(" ")
    )


def test_counts_and_shares_stay_in_one_line_where_there_is_room() -> None:
    heads, row = ["Chỉ tiêu", "ĐVT", "đạt"], [_INDICATORS, "ha", "115/118 (97,5%)"]
    assert column_widths(heads, [row], [False, False, True], 141, 11)[2] >= width_mm(row[2], 11)
