"""Word files become PDF through LibreOffice, where it is installed.

Each conversion has a profile and a home of its own, which are gone with it, and a deadline, after
which it is ended with all that it started. One at a time: each takes a processor and 200 MB.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Literal

DEADLINE = 45.0
"""Seconds for one document, and for waiting until it is its turn."""
DEADLINE_EACH = 10.0
"""Seconds more for each document that is converted together with it."""
_PROGRAMS = ("soffice", "libreoffice")
_ARCHIVE = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
"""PDF/A-2b with tags, the typefaces within, as the papers that are made without it."""
_turn = Lock()


class ConversionError(Exception):
    """No PDF came about: LibreOffice is not installed, was too slow, or made none."""

    def __init__(self, why: Literal["missing", "slow", "failed"]) -> None:
        super().__init__(why)
        self.why = why


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def pdf_of_word(content: bytes, deadline: float = DEADLINE) -> bytes:
    """The PDF of a Word file. Raises ConversionError."""
    return pdfs_of_words([content], deadline)[0]


def pdfs_of_words(contents: Sequence[bytes], deadline: float = DEADLINE) -> list[bytes]:
    """The PDF of each of some Word files: starting the program takes longer than a conversion.

    Raises ConversionError; then there is none of them.
    """
    if not contents:
        return []
    soffice = program()
    if soffice is None:
        raise ConversionError("missing")
    if not _turn.acquire(timeout=deadline):
        raise ConversionError("slow")
    try:
        with tempfile.TemporaryDirectory(prefix="dondoc-pdf-") as folder:
            allowed = deadline + DEADLINE_EACH * (len(contents) - 1)
            return _converted(soffice, Path(folder), contents, allowed)
    finally:
        _turn.release()


def _converted(
    soffice: str, folder: Path, contents: Sequence[bytes], deadline: float
) -> list[bytes]:
    sources = [folder / f"paper{number}.docx" for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    profile = (folder / "profile").as_uri()
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", _ARCHIVE, "--outdir", str(folder / "made"), *map(str, sources)]
    _run(command, folder, deadline)
    made = [folder / "made" / f"{source.stem}.pdf" for source in sources]
    if not all(each.is_file() for each in made):
        raise ConversionError("failed")
    return [each.read_bytes() for each in made]


def _run(command: list[str], home: Path, deadline: float) -> None:
    process = subprocess.Popen(  # noqa: S603 (found on the path, and our own arguments)
        command,
        cwd=home,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=deadline)
    except subprocess.TimeoutExpired as error:
        raise ConversionError("slow") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
