"""Evidence as somebody may see it: only with an item that is theirs to see.

It is attached to a report on it, to what was said of an objective cause, or to a request for
another date.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from dondoc.services.organisation.viewer import Viewer, open_viewer
from models.assignment import Assignment
from models.joins import (
    ASSIGNMENT_OF_CHECKPOINT,
    CAUSES_OF_CHECKPOINT,
    CHECKPOINT_OF_CAUSE,
    CHECKPOINT_OF_REPORT,
    CHECKPOINT_OF_SUBMISSION,
    CHECKPOINTS_OF_ASSIGNMENT,
    REPORTS_OF_CHECKPOINT,
    SUBMISSIONS_OF_CHECKPOINT,
)
from models.objective_cause import CauseEvidence, CauseStatement
from models.person import Person
from models.programme import Programme
from models.report import EvidenceFile, ProgressReport, ReportEvidence
from models.submission import Submission, SubmissionEvidence


class VisibleFile(NamedTuple):
    """A stored file, under the name that it bears in a report that may be seen."""

    sha256: str
    size: int
    filename: str


def find_evidence(session: Session, viewer: Viewer, file_id: int, day: date) -> VisibleFile | None:
    """The file, if it is attached to a report that the viewer may see, of whatever year.

    The same content may be attached to reports of several units: each of their readers finds it
    under the name in a report that they may see.
    """
    if (file := _within(session, viewer, file_id)) is not None:
        return file
    for programme in _other_years(session, viewer, file_id):
        person = session.get_one(Person, viewer.person_id)
        there = open_viewer(session, person, programme, day)
        if (file := _within(session, there, file_id)) is not None:
            return file
    return None


def _within(session: Session, viewer: Viewer, file_id: int) -> VisibleFile | None:
    named = _attached(viewer, file_id)
    return next(
        (
            VisibleFile(*row)
            for query in named
            if (row := session.connection().execute(query).first()) is not None
        ),
        None,
    )


def _attached(viewer: Viewer, file_id: int) -> tuple[Select[Any], ...]:
    """To a report that they may see, to what was said of an objective cause, to a request."""
    of_report = (
        _files(ReportEvidence)
        .join(ProgressReport, col(ProgressReport.id) == col(ReportEvidence.report_id))
        .join(*CHECKPOINT_OF_REPORT)
    )
    of_cause = (
        _files(CauseEvidence)
        .join(CauseStatement, col(CauseStatement.id) == col(CauseEvidence.statement_id))
        .join(*CHECKPOINT_OF_CAUSE)
    )
    of_request = (
        _files(SubmissionEvidence)
        .join(Submission, col(Submission.id) == col(SubmissionEvidence.submission_id))
        .join(*CHECKPOINT_OF_SUBMISSION)
    )
    return tuple(
        query.join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(col(EvidenceFile.id) == file_id, viewer.visible())
        .limit(1)
        for query in (of_report, of_cause, of_request)
    )


def _files(table: type[ReportEvidence | CauseEvidence | SubmissionEvidence]) -> Select[Any]:
    """The stored files under their names there, the latest first."""
    return (
        select(col(EvidenceFile.sha256), col(EvidenceFile.size), col(table.filename))
        .join(table, col(table.file_id) == col(EvidenceFile.id))
        .order_by(col(table.id).desc())
    )


def _other_years(session: Session, viewer: Viewer, file_id: int) -> list[Programme]:
    attached = (
        select(col(Assignment.programme_id))
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .join(*REPORTS_OF_CHECKPOINT)
        .join(ReportEvidence, col(ReportEvidence.report_id) == col(ProgressReport.id))
        .where(col(ReportEvidence.file_id) == file_id)
    )
    to_causes = (
        select(col(Assignment.programme_id))
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .join(*CAUSES_OF_CHECKPOINT)
        .join(CauseEvidence, col(CauseEvidence.statement_id) == col(CauseStatement.id))
        .where(col(CauseEvidence.file_id) == file_id)
    )
    to_requests = (
        select(col(Assignment.programme_id))
        .join(*CHECKPOINTS_OF_ASSIGNMENT)
        .join(*SUBMISSIONS_OF_CHECKPOINT)
        .join(SubmissionEvidence, col(SubmissionEvidence.submission_id) == col(Submission.id))
        .where(col(SubmissionEvidence.file_id) == file_id)
    )
    query = select(Programme).where(
        or_(*(col(Programme.id).in_(each) for each in (attached, to_causes, to_requests))),
        col(Programme.id) != (viewer.programme_id or 0),
    )
    return list(session.scalars(query))
