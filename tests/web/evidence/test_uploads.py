"""Files from a browser: told by content, within limits, and no bombs."""

from collections.abc import Iterator

import papers
import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sites import SAME_SITE, Site

from dondoc.errors import BadInput
from dondoc.services.evidence import limits
from dondoc.services.evidence.file_kinds import kind_of
from dondoc.services.evidence.limits import check_together, check_upload, clean_name
from dondoc.web.site.bodies import MAX_BODY_BYTES, form_within

HEIC = b"\0\0\0\x18ftypheic" + bytes(40)
PDF = b"%PDF-1.7\n%%EOF"
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WEBP = b"RIFF\x10\0\0\0WEBPVP8 " + bytes(10)


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (papers.photo(), "image/png", ".png"),
        (JPEG, "image/jpeg", ".jpg"),
        (WEBP, "image/webp", ".webp"),
        (HEIC, "image/heic", ".heic"),
        (PDF, "application/pdf", ".pdf"),
        (papers.compound("WordDocument"), "application/msword", ".doc"),
        (papers.compound("Workbook"), "application/vnd.ms-excel", ".xls"),
        (papers.open_text(), "application/vnd.oasis.opendocument.text", ".odt"),
    ],
)
def test_it_tells_the_kind_by_content_and_mends_the_name(
    content: bytes, kind: str, ending: str
) -> None:
    found = kind_of(content)
    assert found is not None and found.content_type == kind
    assert check_upload("tệp.exe", content).filename == f"tệp.exe{ending}"
    assert check_upload(f"Tệp{ending.upper()}", content).filename == f"Tệp{ending.upper()}"


def test_it_takes_real_office_files() -> None:
    assert check_upload("Biên bản.docx", papers.word()).filename == "Biên bản.docx"
    assert check_upload("Bảng.xlsx", papers.sheet()).filename == "Bảng.xlsx"
    with_table = papers.like_word({"word/embeddings/bảng.xlsx": papers.sheet()})
    assert check_upload("a.docx", with_table).content == with_table


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "evidence.empty"),
        (b"<html><script>alert(1)</script>", "upload.kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "upload.kind"),
        (b"GIF89a" + bytes(20), "upload.kind"),
        (b"MZ" + bytes(100), "upload.kind"),
        (b"so lieu;12\n", "upload.kind"),
        (b" " + PDF, "upload.kind"),
        (papers.archive({"a.txt": b"a"}), "upload.kind"),
        (papers.archive({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "upload.kind"),
        (papers.compound("SummaryInformation"), "upload.kind"),
        (b"PK\x03\x04" + bytes(100), "upload.kind"),
        (papers.compound("EncryptedPackage"), "upload.locked"),
        (papers.compound("WordDocument", "_VBA_PROJECT"), "upload.macros"),
        (papers.like_word({"word/vbaProject.bin": b"x"}), "upload.macros"),
    ],
)
def test_it_refuses_what_is_no_evidence(content: bytes, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_upload("bằng chứng.pdf", content)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "content",
    [
        papers.lying_about_sizes(2**32 - 2),
        papers.sharing_bytes(),
        papers.like_word({f"word/{n}": b"" for n in range(3000)}),
        papers.like_word({"../../outside.xml": b""}),
        papers.like_word({"word/more.zip": b"PK"}),
        papers.like_word({"word/a.docx": papers.like_word({"word/b.docx": papers.word()})}),
        papers.like_word({"word/a.docx": b"no archive"}),
    ],
    ids=["sizes", "overlap", "entries", "outside", "archive", "nested", "broken"],
)
def test_it_refuses_packed_files_that_would_blow_up(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        check_upload("a.docx", content)
    assert refused.value.key in {"upload.bomb", "upload.kind"}


def test_a_small_file_that_unpacks_to_a_giant_is_a_bomb() -> None:
    content = papers.like_word({"word/media/zeros.bin": bytes(8_000_000)})
    assert len(content) < 20_000 and check_upload("a.docx", content)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(BadInput, match="bomb"):
        patch.setattr("dondoc.services.evidence.zip_files.MAX_UNPACKED", 7_000_000)
        check_upload("a.docx", content)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\ảnh.jpg", "ảnh.jpg"),
        ("ảnh\u202egpj.exe", "ảnh gpj.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\u0309nh.png", "ảnh.png"),
        ("...", "file"),
        (f"{'á' * 300}.docx", f"{'á' * 115}.docx"),
    ],
)
def test_it_cleans_names(given: str, clean: str) -> None:
    assert clean_name(given) == clean


def test_it_limits_files_alone_and_together() -> None:
    with pytest.raises(BadInput, match="too_big"):
        check_upload("a.pdf", PDF + bytes(limits.MAX_BYTES))
    check_together([limits.MAX_TOGETHER // 3] * 3)
    with pytest.raises(BadInput, match="too_much"):
        check_together([limits.MAX_BYTES] * 4)
    with pytest.raises(BadInput, match="too_many"):
        check_together([1] * 11)


def test_a_body_that_announces_too_much_is_refused_before_it_is_read(site: Site) -> None:
    client = site.client("CB-LT2")
    headers = {"content-length": str(MAX_BODY_BYTES + 1)}
    answer = client.post("/report/2022/DV01@LT/Q2", data={"act": "draft"}, headers=headers)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text


def test_a_body_that_announces_nothing_is_refused_while_it_is_read() -> None:
    app, sent = FastAPI(), 0

    @app.post("/")
    async def take(fields: object = Depends(form_within(50_000))) -> str:
        return "taken"

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(100):
            sent += 1
            yield bytes(10_000)
        yield b"\r\n--x--\r\n"

    headers = SAME_SITE | {"content-type": "multipart/form-data; boundary=x"}
    with TestClient(app) as client:
        assert client.post("/", files={"files": b"small"}).status_code == 200
        assert client.post("/", content=body(), headers=headers).status_code == 413
