"""Evidence files, stored once by their SHA-256 in the data folder."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from dondoc.services.evidence.file_kinds import kind_of
from dondoc.store.database import is_postgresql
from dondoc.store.full import DiskFullError, check_disk, is_full
from dondoc.store.upsert import insert_new
from models.report import EvidenceFile, ReportEvidence

UNKNOWN = "application/octet-stream"
_STORING = 6_204_118
"""Of the advisory lock between those who keep files and whoever sweeps them."""


@dataclass(frozen=True)
class Attachment:
    """A file to attach: the name its sender gave it, and its content.

    `stored`: the key of a file that is kept already (with a draft); its content is not needed.
    """

    filename: str
    content: bytes = b""
    stored: int | None = None


def path_of(folder: Path, sha256: str) -> Path:
    """Where a stored file lies below the evidence folder."""
    return folder / sha256[:2] / sha256


def attach(
    session: Session, folder: Path, report_id: int, files: tuple[Attachment, ...], now: datetime
) -> None:
    """Stores the files and attaches them to a report; the same content is kept once."""
    for file_id, filename in stored(session, folder, files, now).items():
        session.add(ReportEvidence(report_id=report_id, file_id=file_id, filename=filename))


def stored(
    session: Session, folder: Path, files: tuple[Attachment, ...], now: datetime
) -> dict[int, str]:
    """Stores the files: their keys, with the names that their sender gave them."""
    return {store(session, folder, file, now): file.filename for file in _in_order(files)}


def hold_files(session: Session) -> None:
    """No file is swept until the transaction ends: it may be just the one that is kept again.

    On SQLite the writing transaction itself keeps the sweep waiting.
    """
    if is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock_shared(_STORING)))


def nobody_stores(session: Session) -> bool:
    """Whether nobody is keeping a file; it stays so until the transaction ends."""
    if not is_postgresql(session):
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_STORING))))


def store(session: Session, folder: Path, file: Attachment, now: datetime) -> int:
    """Keeps a file and gives its key; the same content has the same one.

    The file is on disk before the row is written: a crash in between leaves a file that nobody
    refers to, never a row without its file. Raises DiskFullError.
    """
    if file.stored is not None:
        return file.stored
    hold_files(session)
    sha256 = hashlib.sha256(file.content).hexdigest()
    _write_once(path_of(folder, sha256), file.content)
    kind = kind_of(file.content)
    values = {
        "sha256": sha256,
        "size": len(file.content),
        "content_type": kind.content_type if kind else UNKNOWN,
        "stored_at": now,
    }
    insert_new(session, EvidenceFile, values)
    query = select(col(EvidenceFile.id)).where(EvidenceFile.sha256 == sha256)
    return session.exec(query).one() or 0


def _in_order(files: tuple[Attachment, ...]) -> list[Attachment]:
    """Always the same, so that two people with the same files never wait for each other."""
    return sorted(files, key=lambda file: hashlib.sha256(file.content).digest())


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    check_disk(path.parent, len(content))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
    except OSError as error:
        if is_full(error):
            raise DiskFullError("evidence.disk_full") from error
        raise


def _write_whole(path: Path, content: bytes) -> None:
    """Nothing is left of a file that cannot be written to its end: it would eat the last space."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
