"""What became of a difficulty that is not open any more, for whoever still has it on their page."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput
from dondoc.services.difficulties.open import (
    OpenDifficulty,
    hindrances,
    may_remove,
    within_sight,
)
from dondoc.services.organisation.viewer import Viewer
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, REPORTS_OF_CHECKPOINT
from models.report import Difficulty, ProgressReport
from models.rules.checkpoints import end_of, local_date
from models.rules.difficulties import End


def why_not_open(
    session: Session, viewer: Viewer, difficulty_id: int, now: datetime
) -> BadInput | None:
    """How it ended, who ended it, or that a later report says it anew; None for what is not seen.

    A page shows a difficulty by its latest report, so one that was said again has another number.
    """
    today = local_date(now)
    for each in hindrances(session, within_sight(viewer), end_of(today), today):
        if each.difficulty_id == difficulty_id:
            return _ended(each) if may_remove(viewer, each) else None
    return _refusal_if_stated_again(session, viewer, difficulty_id)


def _ended(each: OpenDifficulty) -> BadInput | None:
    if each.end is End.OPEN or each.ending.day is None:
        return None
    ending = each.ending
    return BadInput(
        f"difficulty.error.{each.end.value}",
        ref=each.ref, who=ending.who, day=f"{ending.day:%d/%m/%Y}", words=ending.words,
        label=ending.label,
    )  # fmt: skip


def _refusal_if_stated_again(
    session: Session, viewer: Viewer, difficulty_id: int
) -> BadInput | None:
    query = (
        select(col(Assignment.ref))
        .select_from(Checkpoint)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*REPORTS_OF_CHECKPOINT)
        .join(Difficulty, col(Difficulty.report_id) == ProgressReport.id)
        .where(col(Difficulty.id) == difficulty_id, within_sight(viewer))
    )
    ref = session.scalars(query).one_or_none()
    return None if ref is None else BadInput("difficulty.error.again", ref=ref)
