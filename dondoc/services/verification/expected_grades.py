"""Verified results with the grade that evaluating them would give; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.work.checkpoint_rows import CheckpointRow
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import judge
from models.rules.deductions import deductions
from models.rules.objective_causes import waiting_since
from models.submission import Submission
from models.verdict import Evaluation


@dataclass(frozen=True)
class Graded:
    """A result and what it would be graded. `excused`: an objective cause was confirmed.

    `cause_waits`: one waits for its answer, so the grade may yet be another.
    """

    row: CheckpointRow
    evaluation: Evaluation
    excused: bool
    cause_waits: bool


def graded(scope: BoardQuestion, rows: Sequence[CheckpointRow]) -> list[Graded]:
    """The results of these checkpoints, in their order; in a fixed number of queries."""
    checkpoints = load_checkpoints(scope.session, scope.frame, [row.checkpoint_id for row in rows])
    return [
        Graded(row, would_give(scope, checkpoint), *_causes(checkpoint))
        for row in rows
        if (checkpoint := checkpoints.get(row.checkpoint_id)) is not None
    ]


def would_give(scope: BoardQuestion, checkpoint: LoadedCheckpoint) -> Evaluation:
    """The evaluation by the programme's rule set, of an act that nobody has recorded."""
    return judge(scope.programme, scope.frame, checkpoint, Submission(id=0, reason=""))  # type: ignore[call-arg]


def _causes(checkpoint: LoadedCheckpoint) -> tuple[bool, bool]:
    facts = checkpoint.facts
    excused = any(each.excused for each in deductions(facts, today=None))
    return excused, waiting_since(facts.causes) is not None


def is_own(scope: BoardQuestion, checkpoint: LoadedCheckpoint) -> bool:
    """Whether the viewer sent the report, or it was sent in their name."""
    report = checkpoint.facts.report
    return report is not None and scope.viewer.person_id in (report.by, report.on_behalf_of)
