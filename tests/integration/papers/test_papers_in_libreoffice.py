"""Word and Excel files open in LibreOffice, which makes the same paper of them."""

import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest
from example_paper import GIVEN, HOSTILE, LETTERS, example_paper
from openpyxl import load_workbook
from pypdf import PdfReader

from dondoc.exports.libreoffice import ConversionError, pdf_of_word
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.word_template import standard_template
from dondoc.services.papers.write import FileFormat, preview, written

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("libreoffice")]


def converted(path: Path, kind: str) -> Path:
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{path.parent}/profile"]
    command += ["--convert-to", kind, "--outdir", str(path.parent / "made"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.parent / "made" / f"{path.stem}.{kind}"


@pytest.mark.parametrize("form", PaperForm)
def test_a_word_file_opens_and_says_the_same(form: PaperForm, tmp_path: Path):
    paper = example_paper(form, names=(LETTERS, *HOSTILE), **GIVEN)
    path = tmp_path / "paper.docx"
    path.write_bytes(written(paper, FileFormat.DOCX))
    reader = PdfReader(converted(path, "pdf"))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for text in (LETTERS, *HOSTILE, "Nguyễn Hữu Long", "ngày 05 tháng 02 năm 2022"):
        assert text in words
    assert len(reader.pages) == 1


def test_a_workbook_opens_and_calculates_the_same_sums(tmp_path: Path):
    path = tmp_path / "paper.xlsx"
    path.write_bytes(written(example_paper(names=("a", "b", "c")), FileFormat.XLSX))
    sheet = load_workbook(converted(path, "xlsx"), data_only=True).worksheets[0]
    assert sheet["C8"].value == 3003


def test_a_paper_by_an_own_template_becomes_pdf(tmp_path: Path):
    paper = example_paper(**GIVEN)
    path = tmp_path / "own.docx"
    path.write_bytes(standard_template(paper.form, paper.layout.code))
    document = docx.Document(str(path))
    document.add_paragraph("Đường dây nóng của tỉnh: ữ ặ Đ")
    document.save(str(path))
    content = written(paper, FileFormat.PDF, path.read_bytes())
    words = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split()
    )
    assert "Đường dây nóng của tỉnh: ữ ặ Đ" in words and LETTERS in words


def test_the_pdf_of_an_own_template_is_one_for_archives():
    paper = example_paper(names=(LETTERS, "Huyện Lập Thạch"), **GIVEN)
    own = standard_template(PaperForm.STATE, paper.layout.code)
    reader = PdfReader(BytesIO(written(paper, FileFormat.PDF, own)))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_conversion_past_its_deadline_is_ended():
    with pytest.raises(ConversionError) as ended:
        pdf_of_word(written(example_paper(), FileFormat.DOCX), deadline=0.05)
    assert ended.value.why == "slow"


def test_page_one_of_an_own_template_becomes_a_picture():
    paper = example_paper(**GIVEN)
    own = standard_template(paper.form, paper.layout.code)
    assert preview(paper, own).startswith(b"\x89PNG")
    assert preview(paper, own) != preview(paper)
