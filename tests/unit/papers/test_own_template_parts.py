"""What an own template may not hold: parts fetched or run, and words that are hidden."""

import zipfile
from io import BytesIO

import pytest
from own_templates import edited

from dondoc.errors import BadInput
from dondoc.services.papers.layouts import PaperForm
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.own.foreign_parts import has_foreign_parts

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


@pytest.mark.parametrize("end", ["intelligence", "documenttasks", "hdphoto"])
def test_what_word_keeps_of_its_own_beside_a_text_is_let_be(end: str) -> None:
    kind = f"http://schemas.microsoft.com/office/2020/10/relationships/{end}"
    link = f'Target="kept.xml" Type="{kind}"'
    content = with_part(RELS, b"</Relationships>", f"<Relationship Id='r9' {link}/>".encode())
    assert not has_foreign_parts(content)


def test_an_address_may_have_any_word_in_it() -> None:
    field = 'HYPERLINK "https://vinhphuc.gov.vn/link/control/rd"'
    run = f"<w:p><w:r><w:instrText> {field} </w:instrText></w:r></w:p>"
    assert not has_foreign_parts(with_part(BODY, b"<w:sectPr", run.encode()))


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
