"""A template that was edited in Word is tried before it is used, in a sandbox."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document
from example_paper import GIVEN, example_paper

from dondoc.errors import BadInput
from dondoc.exports.libreoffice import ConversionError
from dondoc.i18n import translator
from dondoc.services.papers import write
from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own.check import TemplateFault, check_template
from dondoc.services.papers.word import paper_docx
from dondoc.services.papers.word_template import standard_template
from dondoc.services.papers.write import FileFormat, written


def edited(text: str = "", form: PaperForm = PaperForm.STATE) -> bytes:
    """The standard template with another paragraph at its end."""
    layout = known_layouts(form)[-1]
    document: Document = docx.Document(BytesIO(standard_template(form, layout.code)))
    document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def faults(text: str) -> list[TemplateFault]:
    return check_template("mau.docx", edited(text), PaperForm.STATE)


@pytest.mark.parametrize("form", PaperForm)
def test_the_standard_template_with_words_added_is_right(form: PaperForm) -> None:
    content = edited("Đường dây nóng: {{ issuer|upper }}", form)
    assert check_template("mau.docx", content, form) == []
    made = docx.Document(BytesIO(paper_docx(example_paper(form, **GIVEN), content)))
    assert "Đường dây nóng: VĂN PHÒNG" in [each.text for each in made.paragraphs]


@pytest.mark.parametrize(
    ("text", "what", "tag"),
    [
        ("Số {{ so_hieu }} mới", "unknown", "so_hieu"),
        ("{{ range(9) }}", "not_allowed", "call"),
        ("{{ issuer.__class__ }}", "not_allowed", "__class__"),
        ("{{ 9 ** 9 }}", "not_allowed", "pow"),
        ("{{ issuer|tojson }}", "filter", "tojson"),
        ("{% set x = 1 %}", "not_allowed", "assign"),
        ("{% macro m() %}x{% endmacro %}", "not_allowed", "macro"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(text: str, what: str, tag: str) -> None:
    found = faults(f"Chỗ này: {text}")
    assert (what, tag) in [(fault.what, fault.tag) for fault in found]
    fault = next(each for each in found if each.tag == tag)
    assert "Chỗ này" in fault.line
    assert tag in fault.text(translator("vi")) and "Chỗ này" in fault.text(translator("vi"))


def test_a_tag_that_is_not_closed_is_named_with_its_paragraph() -> None:
    (fault,) = faults("Chỗ này: {{ issuer")
    assert fault.what == "syntax" and "Chỗ này" in fault.line


def test_what_fails_only_when_it_is_filled_in_is_found() -> None:
    (fault,) = faults("Chỗ này: {{ blocks[0].nothing }}")
    assert fault.what == "failed" and "Chỗ này" in fault.line


def test_what_would_be_fetched_from_elsewhere_is_refused() -> None:
    outside = (
        b'<Relationship Id="r9" TargetMode="External" Target="http://x/" Type="http://x/image"/>'
    )
    content, file = edited(), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = part.replace(b"</Relationships>", outside + b"</Relationships>")
            new.writestr(name, part)
    with pytest.raises(BadInput) as refused:
        check_template("mau.docx", file.getvalue(), PaperForm.STATE)
    assert refused.value.key == "papers.error.foreign_parts"


def test_without_libreoffice_a_pdf_of_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_content: bytes) -> bytes:
        raise ConversionError("missing")

    monkeypatch.setattr(write, "pdf_of_word", missing)
    with pytest.raises(BadInput) as refused:
        written(example_paper(), FileFormat.PDF, edited())
    assert "LibreOffice" in refused.value.text(translator("vi"))
    assert written(example_paper(), FileFormat.PDF).startswith(b"%PDF-")
