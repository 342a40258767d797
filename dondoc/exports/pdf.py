"""PDF by Typst, which needs no package of the system: a template of ours and data as JSON.

Nothing in the data is read as code. PDF/A-2a keeps the typefaces within the file, and tags tell a
screen reader what is a heading and what a table.
"""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from dondoc.exports.displayable import LACKING, STANDARD, displayable
from dondoc.exports.typefaces import typefaces

_ALWAYS = datetime(2022, 1, 1, tzinfo=UTC)
"""Instead of the moment of writing: the same paper gives the same bytes."""

_PICTURE = b"""#set page(width: 210mm, height: 297mm, margin: 0mm)
#image("/paper.pdf", page: 1, width: 100%)"""

PREVIEW_PPI = 72.0
"""Dots an inch of a preview: a page is some 600 wide."""

LONG = 100_000
"""Characters of data from which on a paper is not worth remembering."""
_REMEMBERED = 12
"""Compilations after which Typst has forgotten what none of them used, and two to spare."""


def compiled(template: str, values: Mapping[str, Any], families: tuple[str, ...]) -> bytes:
    """`templates/<template>.typ` with values that JSON can carry.

    `families`: the typefaces that the template names, but for Typst's own.
    """
    plain = json.dumps(values, ensure_ascii=False, default=float)
    try:
        made = _pdf(template, displayable(plain, families), families)
    except typst.TypstError as error:
        if not LACKING.search(str(error)):
            raise
        made = _pdf(template, displayable(plain, families, strictly=True), families)
    if len(plain) > LONG:
        _forget(families)
    return made


def _pdf(template: str, plain: str, families: tuple[str, ...]) -> bytes:
    made = _typeset(
        _source(template),
        font_paths=typefaces(families),
        sys_inputs={"paper": plain},
        pdf_standards=STANDARD,
        timestamp=_ALWAYS,
    )
    assert isinstance(made, bytes)
    return made


def page_one(template: str, values: Mapping[str, Any], families: tuple[str, ...]) -> bytes:
    """The first page as a PNG, to be looked at before the paper is made."""
    plain = json.dumps(values, ensure_ascii=False, default=float)
    made = _typeset(
        _source(template),
        font_paths=typefaces(families),
        sys_inputs={"paper": displayable(plain, families)},
        format="png",
        ppi=PREVIEW_PPI,
    )
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return first


def picture_of_pdf(content: bytes) -> bytes:
    """Page one of a PDF as a PNG, to be looked at: Typst draws it on a page of its size."""
    with tempfile.TemporaryDirectory(prefix="dondoc-picture-") as folder:
        root = Path(folder)
        (root / "paper.pdf").write_bytes(content)
        (root / "picture.typ").write_bytes(_PICTURE)
        made = _typeset(root / "picture.typ", root=root, format="png", ppi=PREVIEW_PPI)
    first = made[0] if isinstance(made, list) else made
    assert isinstance(first, bytes)
    return first


class TypesetterError(Exception):
    """Typst broke down over a paper: a fault of the software, as any other exception."""


def _typeset(source: bytes | Path, **given: Any) -> Any:
    """Typst's own panics derive from BaseException, which nothing above may catch: a worker would
    end by them, and a page break off.
    """
    try:
        return typst.compile(source, **given)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise TypesetterError(str(error)) from error


def _forget(families: tuple[str, ...]) -> None:
    """Lets Typst throw away what it remembers of a long paper: about 85 MB of 1,000 rows.

    It does so for what its last compilations did not use, so empty ones follow.
    """
    for _ in range(_REMEMBERED):
        _typeset(b"", font_paths=typefaces(families))


@cache
def _source(template: str) -> bytes:
    return files("templates").joinpath(f"{template}.typ").read_bytes()
