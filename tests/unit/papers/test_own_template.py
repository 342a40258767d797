"""A template that was edited in Word is tried before it is used, in a sandbox."""

import zipfile
from io import BytesIO

import docx
import pytest
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
from dondoc.services.papers.own.foreign_parts import has_foreign_parts
from dondoc.services.papers.pdf import paper_pdf
from dondoc.services.papers.word import paper_docx
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


RELS, BODY = "word/_rels/document.xml.rels", "word/document.xml"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_part(name: str, before: bytes, more: bytes) -> bytes:
    """The standard template with something put into one of its parts."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            assert each != name or before in part
            new.writestr(each, part.replace(before, more + before, 1) if each == name else part)
    return file.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        check_template("mau.docx", content, PaperForm.STATE)
    return caught.value.key


@pytest.mark.parametrize(
    "link",
    [
        'TargetMode="External" Target="http://x/" Type="http://x/image"',
        f"TargetMode='External' Target='http://x/' Type='{TYPES}/image'",
        f'TargetMode="&#69;xternal" Target="http://x/" Type="{TYPES}/image"',
        f'TargetMode = "External" Target="http://x/hyperlink" Type="{TYPES}/attachedTemplate"',
        f'Target="afchunk.dat" Type="{TYPES}/aFChunk"',
        f'Target="embeddings/a.bin" Type="{TYPES}/oleObject"',
        f'Target="a.docx" Type="{TYPES}/subDocument"',
        'Target="vba.bin" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"',
    ],
)
def test_what_would_be_fetched_or_run_is_refused_however_it_is_written(link: str) -> None:
    content = with_part(RELS, b"</Relationships>", f"<Relationship Id='r9' {link}/>".encode())
    assert has_foreign_parts(content) and not has_foreign_parts(edited())
    assert refused(content).startswith("papers.error.")


def test_a_link_that_is_pressed_is_let_be() -> None:
    link = f'TargetMode="External" Target="https://vinhphuc.gov.vn" Type="{TYPES}/hyperlink"'
    content = with_part(RELS, b"</Relationships>", f"<Relationship Id='r9' {link}/>".encode())
    assert check_template("mau.docx", content, PaperForm.STATE) == []


@pytest.mark.parametrize(
    "field",
    [
        "<w:r><w:instrText>INCLUDEPICTURE http://x</w:instrText></w:r>",
        "<w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText></w:r>",
        '<w:fldSimple w:instr=" includetext x"/>',
        '<w:r><w:instrText> QUOTE "a" DDEAUTO cmd</w:instrText></w:r>',
        '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="file:///etc/x"/>'
        "</w:pict></w:r>",
    ],
)
def test_a_field_or_a_shape_that_reads_something_else_is_refused(field: str) -> None:
    content = with_part(BODY, b"<w:sectPr", f"<w:p>{field}</w:p>".encode())
    assert refused(content) == "papers.error.foreign_parts"


def test_no_part_hides_its_words_in_another_encoding() -> None:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            if each == "word/settings.xml":
                part = part.decode().replace("UTF-8", "UTF-16").encode("utf-16")
            new.writestr(each, part)
    assert refused(file.getvalue()) == "papers.error.no_word_file"


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


@pytest.mark.parametrize("tag", ["{{ block.text }}", "{{p block.table }}", "{{ notice }}"])
def test_a_template_that_swallows_what_the_standard_one_shows_is_refused(tag: str) -> None:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, part.replace(tag.encode(), b"") if each == BODY else part)
    (fault,) = check_template("mau.docx", file.getvalue(), PaperForm.STATE)
    assert fault.what == "left_out" and fault.tag in fault.text(translator("vi"))


def test_without_libreoffice_a_pdf_of_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_content: bytes) -> bytes:
        raise ConversionError("missing")

    monkeypatch.setattr(write, "pdf_of_word", missing)
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
