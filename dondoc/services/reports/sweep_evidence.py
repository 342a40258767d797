"""Evidence that nothing refers to any more: files of drafts that were thrown away.

Only what the database knows as its own is removed. A file without a row, as a crash may leave one,
stays: the folder may be newer than the database, where a backup of the latter was taken back.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from dondoc.services.evidence.store import nobody_stores, path_of
from dondoc.services.reports.drafts import files_in_drafts
from dondoc.store.bulk import among
from dondoc.store.database import written
from dondoc.workplace import Workplace
from models.file_request import FileRequest
from models.objective_cause import CauseEvidence
from models.report import EvidenceFile, ReportEvidence
from models.submission import SubmissionEvidence

KEEP_FOR = timedelta(days=1)
_REFERS: tuple[Any, ...] = (
    col(ReportEvidence.file_id), col(CauseEvidence.file_id), col(SubmissionEvidence.file_id),
    col(FileRequest.evidence_id),
)  # fmt: skip
"""Whatever names a file that is kept."""
MAX_SWEPT = 5000
"""Of one run: meanwhile nobody can keep a file."""


def tidy(workplace: Workplace) -> int:
    """Removes what nothing refers to; how many files it was. By the clock, whatever day is played.

    Where somebody is just keeping a file, it is left to the next day.
    """
    now = workplace.clock().now()
    return written(workplace.engine, lambda session: sweep(session, workplace.evidence, now))


def sweep(session: Session, folder: Path, now: datetime) -> int:
    """Removes, in the caller's transaction, files that were stored more than a day ago."""
    if not nobody_stores(session):
        return 0
    # Drafts first: what becomes a report meanwhile is found with one or the other.
    drafted = files_in_drafts(session)
    unused = [
        ~select(place).where(place == col(EvidenceFile.id)).correlate(EvidenceFile).exists()
        for place in _REFERS
    ]
    query = select(col(EvidenceFile.id), col(EvidenceFile.sha256)).where(
        col(EvidenceFile.stored_at) < now - KEEP_FOR, *unused
    )
    rows = session.connection().execute(query.order_by(col(EvidenceFile.id)))
    gone = {key: sha256 for key, sha256 in rows if key not in drafted}
    gone = dict(list(gone.items())[:MAX_SWEPT])
    if gone:
        session.connection().execute(
            delete(EvidenceFile).where(among(session, EvidenceFile.id, gone))
        )
    for sha256 in gone.values():
        # Before the commit: should that fail, the row is one to which nothing refers, and whoever
        # sends the file again writes it again. After it, somebody might have just done so.
        path_of(folder, sha256).unlink(missing_ok=True)
    return len(gone)
