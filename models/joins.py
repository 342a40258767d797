"""How the tables of the work hang together: each join is written here and nowhere else.

`select(Checkpoint).join(*ASSIGNMENT_OF_CHECKPOINT)`; a test of the layout holds it.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import col

from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.event import Event
from models.indicator import Indicator
from models.nudge import Nudge
from models.objective_cause import CauseStatement
from models.programme import Programme
from models.report import ProgressReport
from models.rules.stages import Standing
from models.submission import Submission
from models.verdict import Evaluation, Verification


class Join(NamedTuple):
    """A table to join and the condition; `on` alone is for a query that has both already."""

    table: Any
    on: ColumnElement[bool]


ASSIGNMENT_OF_CHECKPOINT = Join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
CHECKPOINTS_OF_ASSIGNMENT = Join(Checkpoint, ASSIGNMENT_OF_CHECKPOINT.on)
INDICATOR_OF_ASSIGNMENT = Join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
PROGRAMME_OF_ASSIGNMENT = Join(Programme, col(Programme.id) == col(Assignment.programme_id))
ASSIGNMENT_OF_OFFICIAL = Join(
    Assignment, col(Assignment.id) == col(AssignmentOfficial.assignment_id)
)

REPORT_IN_FORCE = Join(ProgressReport, col(ProgressReport.id) == col(Checkpoint.report_id))
VERIFICATION_IN_FORCE = Join(Verification, col(Verification.id) == col(Checkpoint.verification_id))
EVALUATION_IN_FORCE = Join(Evaluation, col(Evaluation.id) == col(Checkpoint.evaluation_id))

CHECKPOINT_OF_SUBMISSION = Join(Checkpoint, col(Checkpoint.id) == col(Submission.checkpoint_id))
CHECKPOINT_OF_REPORT = Join(Checkpoint, col(Checkpoint.id) == col(ProgressReport.checkpoint_id))
CHECKPOINT_OF_CAUSE = Join(Checkpoint, col(Checkpoint.id) == col(CauseStatement.checkpoint_id))
CHECKPOINT_OF_NUDGE = Join(Checkpoint, col(Checkpoint.id) == col(Nudge.checkpoint_id))
CHECKPOINT_OF_EVENT = Join(Checkpoint, col(Checkpoint.id) == col(Event.checkpoint_id))
ASSIGNMENT_OF_EVENT = Join(Assignment, col(Assignment.id) == col(Event.assignment_id))

ASSIGNMENTS_OF_PROGRAMME = Join(Assignment, PROGRAMME_OF_ASSIGNMENT.on)
OFFICIALS_OF_ASSIGNMENT = Join(AssignmentOfficial, ASSIGNMENT_OF_OFFICIAL.on)
REPORTS_OF_CHECKPOINT = Join(ProgressReport, CHECKPOINT_OF_REPORT.on)
SUBMISSIONS_OF_CHECKPOINT = Join(Submission, CHECKPOINT_OF_SUBMISSION.on)
CAUSES_OF_CHECKPOINT = Join(CauseStatement, CHECKPOINT_OF_CAUSE.on)
NUDGES_OF_CHECKPOINT = Join(Nudge, CHECKPOINT_OF_NUDGE.on)

LIVE = (col(Assignment.standing) == Standing.LIVE, col(Checkpoint.standing) == Standing.LIVE)
"""That a checkpoint counts: neither it nor its assignment has ended."""
