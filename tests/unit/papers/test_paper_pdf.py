"""The PDF, measured: typefaces within, where texts stand, and the same words as in Word."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

import pytest
import typst
from example_paper import GIVEN, HOSTILE, LETTERS, example_paper
from pypdf import PdfReader

from dondoc.exports import displayable, pdf
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.paper import Paper, Paragraph
from dondoc.services.papers.pdf import paper_pdf

MM = 72 / 25.4


class PlacedText(NamedTuple):
    """Millimetres from the left and from the top, and points."""

    text: str
    left: float
    top: float
    size: float


def opened(paper: Paper) -> PdfReader:
    return PdfReader(BytesIO(paper_pdf(paper)))


def placed(reader: PdfReader, page: int = 0) -> list[PlacedText]:
    found = []
    height = float(reader.pages[page].mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(PlacedText(text.strip(), x / MM, (height - y) / MM, size * abs(tm[0])))

    reader.pages[page].extract_text(visitor_text=visit)
    return found


def typefaces(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("form", PaperForm)
def test_the_page_and_the_body_stand_where_the_rule_wants_them(form: PaperForm) -> None:
    paper = example_paper(form, **GIVEN)
    layout, reader = paper.layout, opened(paper)
    box = reader.pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (210, 297)
    texts = placed(reader)
    indented = next(each for each in texts if each.text.startswith("Toàn"))
    wanted = float(layout.page.left.used + layout.body.indent.used)
    assert indented.left == pytest.approx(wanted, abs=0.3)
    assert indented.size == pytest.approx(float(layout.body.size.used), abs=0.1)
    assert min(each.left for each in texts) >= float(layout.page.left.used) - 0.3
    assert min(each.top for each in texts) >= float(layout.page.top.used)


@pytest.mark.parametrize("form", PaperForm)
def test_number_and_day_stand_on_one_line_in_their_sizes(form: PaperForm) -> None:
    paper = example_paper(form, **GIVEN)
    texts, cells = placed(opened(paper)), paper.layout.cells
    number = next(each for each in texts if each.text.startswith(paper.layout.words.number_label))
    day = next(each for each in texts if each.text.startswith("Vĩnh Phúc"))
    assert number.top == pytest.approx(day.top, abs=0.6)
    assert number.size == pytest.approx(float(cells["number"].size.used), abs=0.1)
    assert day.size == pytest.approx(float(cells["place_date"].size.used), abs=0.1)
    nation = next(each for each in texts if "VIỆT NAM" in each.text)
    assert nation.size == pytest.approx(float(cells["nation"].size.used), abs=0.1)
    assert nation.left > 210 / 2 - 30 > number.left


@pytest.mark.parametrize("form", PaperForm)
@pytest.mark.parametrize("grounds", [(), ("Luật Tổ chức chính quyền địa phương",)])
def test_the_first_paragraph_keeps_clear_of_the_line_below_the_subject(
    form: PaperForm, grounds: tuple[str, ...]
) -> None:
    paper = example_paper(form, **GIVEN)
    paper = replace(paper, blocks=(Paragraph("Ngày đầu, ếẪ"),), grounds=grounds)
    texts = placed(opened(paper))
    subject = max(each.top for each in texts if paper.subject[-8:] in each.text)
    first = min(each.top for each in texts if each.text.startswith(("Ngày đầu", "Luật", "- Luật")))
    # The line lies 6 pt below the subject, and letters with tones are as high as their size.
    layout = paper.layout.body
    least = 6 + float(layout.space_before.used) + float(layout.size.used)
    assert (first - subject) * MM > least, (first - subject) * MM


def test_it_is_an_archive_pdf_with_its_typefaces_within() -> None:
    reader = opened(example_paper())
    assert float(reader.pdf_header.removeprefix("%PDF-")) >= 1.4
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    found = list(typefaces(reader))
    assert found and all("/FontFile2" in font or "/FontFile3" in font for font in found)


def test_letters_and_hostile_texts_come_out_as_they_are() -> None:
    words = words_of(opened(example_paper(names=(LETTERS, *HOSTILE), **GIVEN)))
    assert LETTERS in words
    for text in HOSTILE:
        assert text in words


def test_pages_are_numbered_from_the_second_on_and_a_table_repeats_its_head() -> None:
    reader = opened(example_paper(names=[f"Đơn vị {n}" for n in range(60)]))
    first, second = placed(reader), placed(reader, 1)
    assert (
        second[0].text == "2"
        and second[0].top < 20
        and second[0].left == pytest.approx(112.5, abs=8)
    )
    assert not [each for each in first if each.top < 20]
    assert "Tỷ lệ" in reader.pages[1].extract_text()


def test_the_same_paper_is_the_same_file() -> None:
    assert paper_pdf(example_paper()) == paper_pdf(example_paper())


def test_a_machine_without_typefaces_writes_every_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    own = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(pdf, "typefaces", lambda _families: own)
    reader = opened(example_paper())
    assert LETTERS in words_of(reader)
    assert {str(font["/FontName"]).split("+")[1].split("-")[0] for font in typefaces(reader)} == {
        "LibertinusSerif"
    }


def test_a_long_paper_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    made = typst.compile
    sources: list[bytes] = []

    def counting(source: bytes, **options: Any) -> Any:
        sources.append(source)
        return made(source, **options)

    monkeypatch.setattr(pdf.typst, "compile", counting)
    paper_pdf(example_paper())
    assert len(sources) == 1
    monkeypatch.setattr(pdf, "LONG", 1000)
    paper_pdf(example_paper())
    assert sources[2:] == [b""] * 12


PICTURES = ("👨‍👩‍👧", "Xong ✅ 漢字", "1️⃣ 25", "\ue000", "\u0378", "ก", "e\u0334\u0489")


@pytest.mark.parametrize("name", PICTURES, ids=ascii)
def test_a_letter_that_no_typeface_has_keeps_no_paper_from_being_written(name: str) -> None:
    words = words_of(opened(example_paper(names=(name, "Huyện Lập Thạch"), **GIVEN)))
    assert "Huyện Lập Thạch" in words and "1.001" in words


def test_a_box_stands_for_it_and_the_letters_beside_it_stay() -> None:
    words = words_of(opened(example_paper(names=("Xong 漢 25%, 1\u20e3", "B"), **GIVEN)))
    assert "Xong □ 25%, 1" in words


def test_a_whole_text_in_another_script_is_not_tried_letter_by_letter() -> None:
    script = "".join(chr(0x4E00 + nth) for nth in range(2 * displayable.MAX_TRIED))
    shown = displayable.displayable(script, ("Libertinus Serif",))
    assert shown == displayable.BOX * len(script)


def test_what_only_together_has_no_shape_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displayable, "_has_shape", lambda *_: True)
    paper = example_paper(names=("Xong 漢", "Huyện Lập Thạch"), **GIVEN)
    assert "Xong □" in words_of(opened(paper))


class PanicException(BaseException):
    pass


def test_where_typst_breaks_down_it_is_an_error_that_is_caught_as_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise PanicException("range start index 1 out of range")

    monkeypatch.setattr(typst, "compile", breaks)
    with pytest.raises(pdf.TypesetterError, match="out of range"):
        paper_pdf(example_paper(PaperForm.STATE))
