"""What an own template may not hold: parts fetched or run, and words that are hidden."""

import re
import zipfile
from io import BytesIO

import pytest
from own_templates import edited

from dondoc.errors import BadInput
from dondoc.i18n import translator
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import TemplateFault, check_template
from dondoc.services.papers.own.foreign_parts import foreign_parts

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


def told(content: bytes) -> list[str]:
    """The sentences with which a template is refused, all of them in both languages."""
    faults = check_template("mau.docx", content, PaperForm.STATE)
    assert all("papers." not in fault.text(translator("en")) for fault in faults)
    return [fault.text(translator("vi")) for fault in faults]


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
    assert foreign_parts(content) and not foreign_parts(edited())
    (part,) = foreign_parts(content)
    said = TemplateFault(*part).text(translator("vi"))
    target = re.search(r"Target=[\"'](.*?)[\"']", link)
    assert target and f"«{target[1]}»" in said and f"loại {part.kind}" in said
    try:
        assert told(content) == [said]
    except BadInput as error:
        # What it leads to is not there: no Word file at all.
        assert error.key == "papers.error.no_word_file"


def test_a_link_that_is_pressed_is_let_be() -> None:
    link = f'TargetMode="External" Target="https://vinhphuc.gov.vn" Type="{TYPES}/hyperlink"'
    content = with_part(RELS, b"</Relationships>", f"<Relationship Id='r9' {link}/>".encode())
    assert check_template("mau.docx", content, PaperForm.STATE) == []


@pytest.mark.parametrize("end", ["intelligence", "documenttasks", "hdphoto"])
def test_what_word_keeps_of_its_own_beside_a_text_is_let_be(end: str) -> None:
    kind = f"http://schemas.microsoft.com/office/2020/10/relationships/{end}"
    link = f'Target="kept.xml" Type="{kind}"'
    content = with_part(RELS, b"</Relationships>", f"<Relationship Id='r9' {link}/>".encode())
    assert not foreign_parts(content)


def test_an_address_may_have_any_word_in_it() -> None:
    field = 'HYPERLINK "https://vinhphuc.gov.vn/link/control/rd"'
    run = f"<w:p><w:r><w:instrText> {field} </w:instrText></w:r></w:p>"
    assert not foreign_parts(with_part(BODY, b"<w:sectPr", run.encode()))


@pytest.mark.parametrize(
    "field",
    [
        "<w:r><w:instrText>INCLUDEPICTURE http://x</w:instrText></w:r>",
        "<w:r><w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText></w:r>",
        '<w:fldSimple w:instr=" includetext x"/>',
        '<w:r><w:instrText> QUOTE "a" DDEAUTO cmd</w:instrText></w:r>',
        '<w:r><w:instrText>HYPERLINK "</w:instrText></w:r><w:r><w:fldChar/></w:r><w:r><w:instrText>'
        'INCLUDETEXT x</w:instrText></w:r><w:r><w:fldChar/></w:r><w:r><w:instrText>"</w:instrText>'
        "</w:r>",
        '<w:r><w:instrText>HYPERLINK "a" INCLUDETEXT "b"</w:instrText></w:r>',
        '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="file:///etc/x"/>'
        "</w:pict></w:r>",
    ],
)
def test_a_field_or_a_shape_that_reads_something_else_is_refused(field: str) -> None:
    content = with_part(BODY, b"<w:sectPr", f"<w:p>{field}</w:p>".encode())
    (said,) = told(content)
    named = re.search(r"INCLUDETEXT|INCLUDEPICTURE|includetext|DDEAUTO|file:///etc/x", said)
    assert named and "nơi khác" in said


def test_no_part_hides_its_words_in_another_encoding() -> None:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(edited())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            if each == "word/settings.xml":
                part = part.decode().replace("UTF-8", "UTF-16").encode("utf-16")
            new.writestr(each, part)
    with pytest.raises(BadInput, match="no_word_file"):
        told(file.getvalue())
