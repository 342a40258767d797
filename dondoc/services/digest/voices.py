"""Difficulties and proposals, quoted from the reports on the quarter's checkpoints."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session, col

from dondoc.services.digest.scene import Scene
from dondoc.services.digest.seen import Seen
from dondoc.services.digest.shapes import Voice
from dondoc.services.digest.tally import Named
from models.assignment import Assignment, Checkpoint
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import local_date
from models.submission import Submission, SubmissionState


def voices(session: Session, scene: Scene, names: Named, seen: Iterable[Seen]) -> tuple[Voice, ...]:
    """What was said until the end of the day; said again in a second report, it stands once."""
    lines = {one.line.id: one.line for one in seen}
    said: dict[tuple[int, str, str], Voice] = {}
    for row in session.connection().execute(_query(scene)):
        line = lines.get(row.checkpoint_id)
        if line is None:
            continue
        remover = names[row.remover_unit_id].name if row.remover_unit_id in names else ""
        said[line.id, row.difficulty, row.proposal] = Voice(
            ref=line.ref,
            unit=names[line.unit_id].name,
            said_on=local_date(row.recorded_at),
            difficulty=row.difficulty,
            proposal=row.proposal,
            remover=remover,
            resolved=_before(row.resolved_at, scene.end),
        )
    return tuple(sorted(said.values(), key=lambda voice: (voice.resolved, voice.ref)))


def _before(moment: datetime | None, end: datetime) -> bool:
    return moment is not None and moment < end


def _query(scene: Scene) -> Select[Any]:
    return (
        select(
            col(ProgressReport.checkpoint_id),
            col(Submission.recorded_at),
            col(Difficulty.difficulty),
            col(Difficulty.proposal),
            col(Difficulty.remover_unit_id),
            col(Difficulty.resolved_at),
        )
        .join(ProgressReport, col(ProgressReport.id) == Difficulty.report_id)
        .join(Submission, col(Submission.id) == ProgressReport.submission_id)
        .join(Checkpoint, col(Checkpoint.id) == ProgressReport.checkpoint_id)
        .join(Assignment, col(Assignment.id) == Checkpoint.assignment_id)
        .where(
            col(Assignment.programme_id) == scene.programme.key,
            col(Submission.state) != SubmissionState.REFUSED,
            col(Submission.recorded_at) < scene.end,
            or_(col(Difficulty.difficulty) != "", col(Difficulty.proposal) != ""),
        )
        .order_by(col(Difficulty.id))
    )
