"""A Word paper that comes back: what was changed is found and named by its place."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from example_paper import GIVEN, example_paper

from dondoc.i18n import translator
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.returned.check import findings_of, marks_of
from dondoc.services.papers.returned.read import read_word
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.word_styles import style_name


def returned(paper: Paper, edit: Callable[[Document], None]) -> Document:
    """The paper, edited and saved as somebody does it in Word."""
    document = docx.Document(BytesIO(paper_docx(paper)))
    edit(document)
    file = BytesIO()
    document.save(file)
    return read_word("bao-cao.docx", file.getvalue())


def found(paper: Paper, edit: Callable[[Document], None] = lambda _: None) -> list[str]:
    tr = translator("vi")
    findings = findings_of(returned(paper, edit), paper.layout, context_of(paper))
    return [finding.text(tr) for finding in findings]


@pytest.mark.parametrize("form", PaperForm)
def test_a_paper_that_nobody_changed_has_nothing_wrong(form: PaperForm) -> None:
    assert found(example_paper(form, **GIVEN)) == []


def test_what_is_still_open_is_said() -> None:
    said = found(example_paper(PaperForm.STATE))
    assert said and all("còn chỗ phải điền" in each for each in said)


def test_a_changed_cell_is_named_by_row_and_column() -> None:
    def edit(document: Document) -> None:
        document.tables[1].cell(2, 2).paragraphs[0].runs[0].text = "1.010"

    (said,) = found(example_paper(**GIVEN), edit)
    place = "bảng «Theo đơn vị», dòng «Huyện Lập Thạch», cột «Số mốc»"
    assert said == f"{place}: 1.010 trong văn bản, 1.001 trong số liệu"


def test_a_changed_number_in_a_sentence_is_named() -> None:
    def edit(document: Document) -> None:
        sentence = next(each for each in document.paragraphs if "107 trên 121" in each.text)
        sentence.runs[0].text = sentence.text.replace("107", "117")

    (said,) = found(example_paper(**GIVEN), edit)
    assert said.endswith(": 117 trong văn bản, 107 trong số liệu")


def test_a_row_that_was_taken_out_or_put_in_is_said() -> None:
    def without(document: Document) -> None:
        rows = document.tables[1].rows
        rows[1]._tr.getparent().remove(rows[1]._tr)

    assert any("thiếu dòng" in each for each in found(example_paper(**GIVEN), without))

    def more(document: Document) -> None:
        for cell, text in zip(
            document.tables[1].add_row().cells, ("9", "x", "8", "–"), strict=True
        ):
            cell.text = text

    assert any("thêm dòng" in each for each in found(example_paper(**GIVEN), more))


def sentence(document: Document, words: str = "Toàn tỉnh") -> Paragraph:
    return next(each for each in document.paragraphs if words in each.text)


def say(document: Document, words: str, old: str, new: str) -> None:
    paragraph = sentence(document, words)
    text = paragraph.text.replace(old, new)
    assert text != paragraph.text
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text


def cell(document: Document, row: int, column: int, text: str) -> None:
    document.tables[1].cell(row, column).paragraphs[0].runs[0].text = text


def piece(xml: str) -> BaseOxmlElement:
    return parse_xml(xml.replace(">", f" {nsdecls('w', 'wp')}>", 1))


def tracked(document: Document, old: str, new: str) -> None:
    """As Word keeps a change that is tracked: what was there beside what is there."""
    paragraph = sentence(document)
    before, after = paragraph.text.split(old)
    for run in paragraph.runs:
        paragraph._p.remove(run._r)
    for xml in (
        f'<w:r><w:t xml:space="preserve">{before}</w:t></w:r>',
        f'<w:del w:id="1" w:author="a"><w:r><w:delText>{old}</w:delText></w:r></w:del>',
        f'<w:ins w:id="2" w:author="a"><w:r><w:t>{new}</w:t></w:r></w:ins>',
        f'<w:r><w:t xml:space="preserve">{after}</w:t></w:r>',
    ):
        paragraph._p.append(piece(xml))


def text_box(document: Document) -> None:
    words = "<w:p><w:r><w:t>Đạt 98%</w:t></w:r></w:p>"
    box = f"<w:txbxContent>{words}</w:txbxContent>"
    shape = (
        f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{box}</v:textbox></v:shape>'
    )
    sentence(document)._p.append(piece(f"<w:r><w:pict>{shape}</w:pict></w:r>"))


def header(document: Document) -> None:
    document.sections[0].first_page_header.paragraphs[0].text = "Đạt 98%"


def new_table(document: Document) -> None:
    document.add_table(2, 2).cell(1, 1).text = "98%"


def without_column(document: Document) -> None:
    for each in document.tables[1].columns[3].cells:
        each._tc.getparent().remove(each._tc)


CHANGES: dict[str, tuple[Callable[[Document], object], str]] = {
    "the year of the subject": (
        lambda it: say(it, "quý II", "2022", "2023"), "2023 trong văn bản, 2022 trong số liệu",
    ),
    "a number in a heading": (lambda it: say(it, "Tóm tắt", "tắt", "tắt 99%"), "đoạn này có số"),
    "another paragraph": (
        lambda it: sentence(it).insert_paragraph_before("Tỷ lệ là 99%."), "đoạn này có số",
    ),
    "a paragraph taken out": (
        lambda it: sentence(it)._p.getparent().remove(sentence(it)._p), "thiếu đoạn này",
    ),
    "a sign": (lambda it: cell(it, 2, 2, "-1.001"), "-1.001 trong văn bản"),
    "another unit": (lambda it: cell(it, 2, 2, "1.001 triệu"), "1.001 triệu trong văn bản"),
    "an emptied cell": (lambda it: cell(it, 2, 2, ""), "– trong văn bản, 1.001 trong số liệu"),
    "a tracked change": (lambda it: tracked(it, "107", "117"), "117 trong văn bản, 107"),
    "a tracked change said": (lambda it: tracked(it, "Toàn", "Cả"), "Track Changes"),
    "a text box": (text_box, "98% ở đầu trang"),
    "a header": (header, "98% ở đầu trang"),
    "another table": (new_table, "bảng này không có"),
    "a column taken out": (without_column, "thiếu bảng này"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_wherever_a_number_was_changed_it_is_said(name: str) -> None:
    edit, words = CHANGES[name]
    assert any(words in each for each in found(example_paper(**GIVEN), edit))


def test_words_may_be_edited_and_paragraphs_put_in_another_order() -> None:
    def edit(document: Document) -> None:
        say(document, "Toàn tỉnh", "đã hoàn thành", "hoàn thành đúng tiến độ")
        sentence(document, "Huyện Đức")._p.addnext(sentence(document)._p)

    assert found(example_paper(**GIVEN), edit) == []


def test_what_lies_in_a_content_control_is_read() -> None:
    def edit(document: Document) -> None:
        paragraph, held = sentence(document)._p, piece("<w:sdt><w:sdtContent/></w:sdt>")
        paragraph.addprevious(held)
        held[0].append(paragraph)

    assert found(example_paper(**GIVEN), edit) == []


def test_the_number_of_a_page_is_no_figure() -> None:
    def edit(document: Document) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        for kind, words in (("begin", ""), ("separate", "98"), ("end", "")):
            paragraph._p.append(piece(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'))
            paragraph._p.append(piece(f"<w:r><w:t>{words}</w:t></w:r>"))

    assert found(example_paper(**GIVEN), edit) == []


def test_margins_sizes_and_shapes_outside_the_rule_are_said() -> None:
    def edit(document: Document) -> None:
        document.sections[0].left_margin = Mm(20)
        written = [paragraph for paragraph in document.paragraphs if paragraph.text]
        by_style = {paragraph.style.name: paragraph for paragraph in written}
        by_style[style_name("kind")].runs[0].font.size = Pt(18)
        by_style[style_name("subject")].runs[0].font.bold = False
        body = by_style[style_name("paragraph")]
        body.runs[0].font.name = "Arial"
        body.paragraph_format.first_line_indent = Mm(0)

    paper = example_paper(**GIVEN)
    said = "\n".join(found(paper, edit))
    assert "Lề trái: 20 mm, quy định 30–35 mm" in said
    assert "cỡ chữ 18, quy định 13–14" in said and "phải in đậm" in said
    assert "phông chữ Arial, quy định Times New Roman" in said
    assert "lùi đầu dòng 0 mm" in said


def test_tones_are_spelled_as_the_layout_says_and_names_are_left() -> None:
    def edit(document: Document) -> None:
        body = next(each for each in document.paragraphs if "Toàn tỉnh" in each.text)
        body.runs[0].text = body.runs[0].text + " Tỉnh uỷ hoà giải."

    said = found(example_paper(PaperForm.STATE, names=("Tỉnh ủy",), **GIVEN), edit)
    assert [each.split(": ", 1)[1] for each in said] == [
        "«uỷ» viết theo quy định là «ủy»",
        "«hoà» viết theo quy định là «hòa»",
    ]


def test_the_file_says_what_it_was_made_of() -> None:
    paper = replace(example_paper(), made_of="dondoc kind=letter unit=9 form=state day=2022-05-20")
    marks = marks_of(paper_docx(paper))
    assert marks is not None
    assert (marks.kind, marks.number("unit"), marks.form) == ("letter", 9, PaperForm.STATE)
    assert marks_of(paper_docx(example_paper())) is None
