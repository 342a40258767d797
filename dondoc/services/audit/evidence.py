"""Whether every file of evidence is in its place and still what was sent in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from dondoc.services.audit.finding import Finding
from dondoc.services.audit.names import names_of
from dondoc.services.audit.verify import Audit
from dondoc.services.evidence.presence import FileState, compare, glance
from dondoc.services.evidence.store import path_of
from dondoc.store.bulk import among
from dondoc.store.database import reading
from models.objective_cause import CauseEvidence
from models.report import EvidenceFile, ReportEvidence
from models.submission import SubmissionEvidence

FilesProgress = Callable[[int, int], None]
"""Is handed how many bytes were looked at, and of how many."""


class StoredFile(NamedTuple):
    """A row of evidence: `size` in bytes."""

    key: int
    sha256: str
    size: int


@dataclass(frozen=True)
class EvidenceCheck:
    """How many files were looked at, and what is missing, changed or cannot be read."""

    files: int
    findings: tuple[Finding, ...]


def check_evidence(
    engine: Engine, folder: Path, progress: FilesProgress | None = None, *, content: bool = True
) -> EvidenceCheck:
    """Looks at the file of every row, by its content, or by its size alone (not `content`).

    It holds no transaction while it reads files, which may take hours; so what seems wrong is
    looked at once more: a draft that was thrown away meanwhile took its files along.
    """
    with reading(engine) as session:
        files = _files(session)
    look = compare if content else glance
    total, done = sum(file.size for file in files), 0
    suspects: list[StoredFile] = []
    for file in files:
        if look(folder, file.sha256, file.size) is not FileState.WHOLE:
            suspects.append(file)
        done += file.size
        if progress is not None:
            progress(done, total)
    with reading(engine) as session:
        return EvidenceCheck(len(files), tuple(_damaged(session, folder, suspects)))


def with_evidence(audit: Audit, check: EvidenceCheck) -> Audit:
    """An audit that has also looked at the files."""
    return replace(audit, files=check.files, findings=(*audit.findings, *check.findings))


def _files(session: Session) -> list[StoredFile]:
    query = select(col(EvidenceFile.id), col(EvidenceFile.sha256), col(EvidenceFile.size))
    return [
        StoredFile(*row)
        for row in session.connection().execute(query.order_by(col(EvidenceFile.id)))
    ]


def _damaged(session: Session, folder: Path, suspects: Sequence[StoredFile]) -> Iterator[Finding]:
    keys = [file.key for file in suspects]
    query = select(col(EvidenceFile.id)).where(among(session, col(EvidenceFile.id), keys))
    there = set(session.scalars(query)) if keys else set()
    named = _names(session, keys)
    for file in suspects:
        state = compare(folder, file.sha256, file.size)
        if file.key in there and state is not FileState.WHOLE:
            filename, refs = named.get(file.key, ("", ""))
            params: dict[str, object] = {
                "file": filename,
                "ref": refs,
                "path": _place(folder, file.sha256),
            }
            yield Finding(f"audit.evidence.{state}", params)


def _place(folder: Path, sha256: str) -> str:
    """Where it should lie, as a backup of the data folder has it."""
    return str(path_of(folder, sha256).relative_to(folder.parent))


def _names(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The newest name of each file, and the checkpoints of what carries it."""
    if not keys:
        return {}
    named: dict[int, tuple[str, str]] = {}
    for table in (ReportEvidence, CauseEvidence, SubmissionEvidence):
        query = select(col(table.file_id), col(table.id), col(table.filename)).where(
            among(session, col(table.file_id), keys)
        )
        rows = session.connection().execute(query.order_by(col(table.id))).all()
        refs = names_of(session, str(table.__tablename__), [row.id for row in rows])
        for row in rows:
            earlier = named.get(row.file_id, ("", ""))[1]
            ref = refs.get(row.id, "")
            named[row.file_id] = (row.filename, f"{earlier}, {ref}" if earlier else ref)
    return named
