"""Evidence files, stored once by their SHA-256 in the data folder."""

import hashlib
import mimetypes
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from dondoc.services.errors import BadInput
from models.report import EvidenceFile, ReportEvidence

MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Attachment:
    """A file to attach: the name its sender gave it, and its content."""

    filename: str
    content: bytes


def read_attachment(path: Path) -> Attachment:
    """Reads a file to attach.

    Raises BadInput for one that is missing, empty or larger than MAX_BYTES.
    """
    if not path.is_file():
        raise BadInput("evidence.missing", file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise BadInput("evidence.empty", file=path.name)
    if size > MAX_BYTES:
        raise BadInput("evidence.too_big", file=path.name, limit=MAX_BYTES // 1024**2)
    return Attachment(path.name, path.read_bytes())


def path_of(folder: Path, sha256: str) -> Path:
    """Where a stored file lies below the evidence folder."""
    return folder / sha256[:2] / sha256


def attach(
    session: Session, folder: Path, report_id: int, files: tuple[Attachment, ...], now: datetime
) -> None:
    """Stores the files and attaches them to a report; the same content is kept once.

    The file is on disk before the row is written: a crash in between leaves a file that nobody
    refers to, never a row without its file.
    """
    for file in {hashlib.sha256(file.content).hexdigest(): file for file in files}.values():
        stored = _store(session, folder, file, now)
        session.add(ReportEvidence(report_id=report_id, file_id=stored.key, filename=file.filename))


def _store(session: Session, folder: Path, file: Attachment, now: datetime) -> EvidenceFile:
    sha256 = hashlib.sha256(file.content).hexdigest()
    _write_once(path_of(folder, sha256), file.content)
    known = session.exec(select(EvidenceFile).where(EvidenceFile.sha256 == sha256)).first()
    if known is not None:
        return known
    kind, _ = mimetypes.guess_type(file.filename)
    row = EvidenceFile(
        sha256=sha256,
        size=len(file.content),
        content_type=kind or "application/octet-stream",
        stored_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
