"""A template that was edited in Word is tried before it is used, in a sandbox."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from example_paper import GIVEN, example_paper
from own_templates import edited, faults

from dondoc.errors import BadInput
from dondoc.exports import docx as word_files
from dondoc.exports.docx import TemplateFaultError
from dondoc.exports.libreoffice import ConversionError
from dondoc.exports.pdf import picture_of_pdf
from dondoc.i18n import translator
from dondoc.services.papers import write
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.paper import PaperSignatures, Paragraph, SigningPlace
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.word import paper_docx, takes_own
from dondoc.services.papers.write import FileFormat, written


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
    assert fault.what == "unknown" and "Chỗ này" in fault.line


def nested(depth: int, over: str = "blocks") -> str:
    begins = "".join(f"{{% for a{nth} in {over} %}}" for nth in range(depth))
    return begins + "{{ issuer }}" + "{% endfor %}" * depth


@pytest.mark.parametrize(
    "text",
    [
        nested(2),
        nested(7),
        "{% for a in blocks %}{% for b in blocks[0].rows %}x{% endfor %}{% endfor %}",
        "{% for a in blocks %}{% for b in a.rows|first %}x{% endfor %}{% endfor %}",
        "{% for a in blocks recursive %}x{% endfor %}",
        "{{ receivers|join(receivers|join(receivers|join)) }}",
        "{{ receivers|join(d=issuer) }}",
        '{{ receivers|join("' + "x" * 21 + '") }}',
    ],
)
def test_what_grows_beyond_its_values_is_refused_before_it_is_filled_in(text: str) -> None:
    assert "unbounded" in {fault.what for fault in faults(f"Chỗ này: {text}")}


def test_a_loop_over_what_the_outer_one_gives_is_right() -> None:
    rows = "{% for b in blocks %}{% for r in b.rows %}{% for c in r %}{{ c }}{% endfor %}"
    text = f"{rows}{{% endfor %}}{{% endfor %}} {{{{ receivers|join('; ') }}}}"
    assert {fault.what for fault in faults(text)} <= {"unknown"}


def test_ten_thousand_tags_are_refused_before_they_are_taken_apart() -> None:
    (fault,) = faults("{{ issuer }}" * 10_000)
    assert fault.what == "too_many" and "2000" in fault.text(translator("vi"))


def test_what_a_template_writes_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_files, "MAX_WRITTEN", 1_000)
    with pytest.raises(TemplateFaultError):
        paper_docx(example_paper(), edited("không giới hạn"))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ block.text }}", "{{p block.table }}", "{{ notice }}", "{{ subject }}",
        "{{ letter_subject }}", "{{ ground }}", "{{ block.unit_words }}",
    ],
)  # fmt: skip
def test_a_template_that_swallows_what_the_standard_one_shows_is_refused(tag: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(
                each, part.replace(tag.encode(), b"") if each == "word/document.xml" else part
            )
    (fault,) = check_template("mau.docx", file.getvalue(), PaperForm.STATE)
    assert (fault.what, fault.tag) == ("left_out", tag)
    assert tag in fault.text(translator("vi"))


def test_without_libreoffice_a_pdf_of_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_contents: Sequence[bytes]) -> list[bytes]:
        raise ConversionError("missing")

    monkeypatch.setattr(write, "pdfs_of_words", missing)
    with pytest.raises(BadInput) as refused:
        written(example_paper(), FileFormat.PDF, edited())
    assert "LibreOffice" in refused.value.text(translator("vi"))
    assert written(example_paper(), FileFormat.PDF).startswith(b"%PDF-")


def test_a_preview_is_of_the_own_template_and_of_the_standard_one_without_libreoffice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper, own = example_paper(PaperForm.STATE, **GIVEN), edited("Bản của tỉnh")
    made: list[bytes] = []

    def pictured(content: bytes) -> bytes:
        made.append(content)
        return paper_pdf(paper)

    monkeypatch.setattr(write, "pdf_of_word", pictured)
    monkeypatch.setattr(write, "program", lambda: "/usr/bin/soffice")
    assert write.preview(paper, own) == picture_of_pdf(paper_pdf(paper))
    words = [each.text for each in docx.Document(BytesIO(made[0])).paragraphs]
    assert "Bản của tỉnh" in words
    assert write.preview(paper).startswith(b"\x89PNG") and len(made) == 1

    def slow(content: bytes) -> bytes:
        raise ConversionError("slow")

    monkeypatch.setattr(write, "pdf_of_word", slow)
    assert write.preview(paper, own).startswith(b"\x89PNG")
    monkeypatch.setattr(write, "program", lambda: None)
    assert write.preview(paper, own).startswith(b"\x89PNG")


def test_what_several_sign_is_on_a_template_only_if_that_can_leave_out_its_own_end() -> None:
    places = (SigningPlace("Thư ký"), SigningPlace("Chủ trì"))
    signed = PaperSignatures(places, receivers_below=True)
    paper = replace(example_paper(), blocks=(Paragraph("Hết."), signed))
    own = edited("Mẫu riêng")
    always = _replaced(own, "{%p if has_end %}", "{%p if blocks %}")
    assert takes_own(paper, own) and not takes_own(paper, always)
    assert takes_own(example_paper(), always)
    for content, is_own in ((own, True), (always, False)):
        said = "\n".join(document_texts(paper_docx(paper, content)))
        assert ("Mẫu riêng" in said) is is_own
        assert "THƯ KÝ" in said and "(chức vụ người ký)" not in said
    other = replace(paper, blocks=(Paragraph("Hết."), PaperSignatures(places)))
    assert not takes_own(other, own)  # a form that a rule prescribes as a whole


def _replaced(content: bytes, tag: str, by: str) -> bytes:
    document = docx.Document(BytesIO(content))
    paragraph = next(each for each in document.paragraphs if each.text == tag)
    paragraph.runs[0].text = by
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def document_texts(content: bytes) -> list[str]:
    """Every paragraph, those in tables too."""
    body = docx.Document(BytesIO(content)).element.body
    return ["".join(each.itertext()) for each in body.iter(qn("w:p"))]
