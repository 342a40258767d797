"""Tells what kind of file this is by its content, and refuses what is no workbook."""

import io
import zipfile
from contextlib import suppress

from dondoc.services.workbook.problem import PlanFileError

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


_OTHER_KINDS = {
    "plan.file.web_page": (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style"),
    "plan.file.letter": (b"{\\rtf",),
    "plan.file.not_workbook": (b"%pdf", b"<!doctype"),
}
"""How files begin that are saved or called as workbooks and are none, and what is said of them."""


def file_format(data: bytes, max_unpacked: int) -> str:
    """Told by content, because suffixes lie: xlsx, ods, xls or csv."""
    if data.startswith(b"PK"):
        return zip_format(data, max_unpacked)
    if data.startswith(OLE2):
        return ole_format(data)
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for key, beginnings in _OTHER_KINDS.items():
        if head.startswith(beginnings):
            raise PlanFileError(key)
    if head.startswith(b"<?xml"):
        raise PlanFileError("plan.file.web_page" if b"<html" in head else "plan.file.not_workbook")
    return "csv"


def zip_format(data: bytes, max_unpacked: int) -> str:
    """The directory of the zip is read first: nothing is unpacked that says it is too big."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {info.filename.lower() for info in archive.infolist()}
        if sum(info.file_size for info in archive.infolist()) > max_unpacked:
            raise PlanFileError("plan.file.unpacks_too_big", limit=max_unpacked // 2**20)
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise PlanFileError("plan.file.protected")
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "xl/workbook.bin" in names:
            raise PlanFileError("plan.file.old_format")
        if "word/document.xml" in names:
            raise PlanFileError("plan.file.letter")
        if "content.xml" in names and "mimetype" in names:
            return open_document(archive)
    raise PlanFileError("plan.file.zip")


def open_document(archive: zipfile.ZipFile) -> str:
    kind = archive.read("mimetype")
    if b"opendocument.text" in kind:
        raise PlanFileError("plan.file.letter")
    if b"spreadsheet" not in kind:
        raise PlanFileError("plan.file.not_workbook")
    with suppress(KeyError):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise PlanFileError("plan.file.protected")
    return "ods"


def ole_format(data: bytes) -> str:
    """Names in an OLE2 directory are UTF-16: a protected .xlsx is an EncryptedPackage in one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise PlanFileError("plan.file.protected")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "xls"
    if "WordDocument".encode("utf-16-le") in data:
        raise PlanFileError("plan.file.letter")
    raise PlanFileError("plan.file.not_workbook")
