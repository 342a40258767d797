"""A file that is said to be a returned paper is opened only where that is safe."""

import zlib

import docx
import pytest
from docxtpl import DocxTemplate
from example_paper import example_paper
from lxml import etree
from papers import archive, like_word, lying_about_sizes, sheet, word

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.returned.check import findings_of
from dondoc.services.papers.returned.read import MAX_BYTES, read_word
from dondoc.services.papers.word import paper_docx


def entity_bomb() -> bytes:
    declared = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><w>&a;</w>'
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": declared})


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no file at all", sheet(), like_word(), entity_bomb(), lying_about_sizes(2**31 - 1),
        like_word({"word/vbaProject.bin": b"x"}),
        like_word({"word/big.xml": bytes(50 * 1024**2)}),
    ],
)  # fmt: skip
def test_what_is_no_safe_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_word("x.docx", content)


@pytest.mark.parametrize("content", [b"", bytes(MAX_BYTES + 1)])
def test_a_file_that_is_empty_or_too_large_is_called_no_evidence(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_word("x.docx", content)
    said = refused.value.text(translator("vi"))
    assert "x.docx" in said and "minh chứng" not in said


def test_a_file_that_leaves_its_page_to_defaults_is_read_as_any_other() -> None:
    layout = known_layouts(PaperForm.STATE)[0]
    found = findings_of(read_word("x.docx", word()), layout, None)
    assert any(each.key == "no_page_number" for each in found)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        etree.XMLSyntaxError("Memory allocation failed", 2, 1, 1),
        zlib.error("Error -4 while decompressing data"),
    ],
    ids=["Python", "libxml2", "zlib"],
)
def test_where_memory_ends_nothing_is_said_against_the_file(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def ends(*_: object) -> None:
        raise error

    content = paper_docx(example_paper(PaperForm.STATE))
    monkeypatch.setattr(docx, "Document", ends)
    with pytest.raises(MemoryError):
        read_word("a.docx", content)
    monkeypatch.setattr(DocxTemplate, "render_init", ends)
    with pytest.raises(MemoryError):
        check_template("a.docx", content, PaperForm.STATE)
