"""Whether every evaluation that stands follows from what it stands on."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from dondoc.services.audit.finding import Finding
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import performance
from dondoc.store.chunks import chunks
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, CHECKPOINT_OF_SUBMISSION, EVALUATION_IN_FORCE
from models.ledger import LedgerLine, LedgerPage
from models.programme import Programme
from models.rules.cause_effects import CAUSE_ACTS
from models.rules.evaluation import score
from models.rules.stages import Stage
from models.submission import Submission, SubmissionState
from models.verdict import Evaluation

_COLUMNS = {
    "checkpoint": ("expected", "product"),
    "indicator": ("direction", "kind"),
    "rule_set": ("rules",),
    "programme": ("rule_set_id",),
    "verification": ("value", "delivered", "verdict", "quality", "objective_cause"),
}
"""What a score is worked out from, beside whether it was in time, as the evaluation itself says."""

_ADDED = '{"added"'
_PARTS = ("met", "quantity", "quality", "progress", "total", "grade")

LinesAbove = Mapping[tuple[str, int], int]
"""By table and row: a line of the ledger."""


def check_evaluations(session: Session, before: Sequence[Finding]) -> Iterator[Finding]:
    """Works every evaluation out again of which nobody has changed a ground since.

    What was changed past the software, used, and put back leaves nothing else behind. Where
    something that a score stands on is doubtful by what was found `before`, that is named already
    and nothing is worked out from it. Evaluations older than the ledger are left alone: by what
    they were made nobody can say.
    """
    if any(
        finding.params.get("table", "checkpoint") in (*_COLUMNS, "evaluation") for finding in before
    ):
        return
    made, changed = _made(session), _changed(session)
    for programme in session.scalars(select(Programme).order_by(col(Programme.id))).all():
        frame = frame_of(session, programme)
        for portion in chunks(_settled(session, programme)):
            checkpoints = load_checkpoints(
                session, frame, [evaluation.checkpoint_id for evaluation in portion]
            )
            for each_evaluation in portion:
                checkpoint, line = (
                    checkpoints[each_evaluation.checkpoint_id],
                    made.get(("evaluation", each_evaluation.key)),
                )
                if line is not None and line > _last_change(checkpoint, programme, changed):
                    yield from _compare(each_evaluation, checkpoint, frame)


def _settled(session: Session, programme: Programme) -> list[Evaluation]:
    """The evaluations that stand, and after which nothing was recorded on the checkpoint."""
    after = select(col(Submission.id)).where(
        CHECKPOINT_OF_SUBMISSION.on,
        or_(
            and_(
                col(Submission.id) > col(Evaluation.submission_id),
                col(Submission.act).not_in(CAUSE_ACTS),  # what changes a score takes it down
            ),
            col(Submission.state) == SubmissionState.REFUSED,
        ),
    )
    query = (
        select(Evaluation)
        .join(Checkpoint, EVALUATION_IN_FORCE.on)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == programme.key,
            col(Checkpoint.stage) == Stage.EVALUATED,
            col(Evaluation.rule_set_id) == programme.rule_set_id,
            col(Evaluation.grade).is_not(None),  # others have no score of their own
            ~after.exists(),
        )
        .order_by(col(Evaluation.id))
    )
    return list(session.scalars(query))


def _made(session: Session) -> LinesAbove:
    """The lines by which the software added evaluations, not those of an upgrade."""
    query = (
        select(col(LedgerLine.row_id), func.max(col(LedgerLine.id)))
        .join(LedgerPage, col(LedgerPage.id) == col(LedgerLine.page_id))
        .where(
            col(LedgerLine.row_table) == "evaluation",
            col(LedgerLine.change).startswith(_ADDED),
            col(LedgerPage.cause) == "",
        )
        .group_by(col(LedgerLine.row_id))
    )
    return {("evaluation", key): line for key, line in session.execute(query).tuples()}


def _changed(session: Session) -> LinesAbove:
    """The last line, whoever wrote it, that changed what a score stands on."""
    mentions = [
        and_(
            col(LedgerLine.row_table) == table,
            or_(*(col(LedgerLine.change).contains(f'"{name}"') for name in names)),
        )
        for table, names in _COLUMNS.items()
    ]
    query = (
        select(col(LedgerLine.row_table), col(LedgerLine.row_id), func.max(col(LedgerLine.id)))
        .where(or_(*mentions), ~col(LedgerLine.change).startswith(_ADDED))
        .group_by(col(LedgerLine.row_table), col(LedgerLine.row_id))
    )
    return {(table, key): line for table, key, line in session.execute(query).tuples()}


def _last_change(checkpoint: LoadedCheckpoint, programme: Programme, changed: LinesAbove) -> int:
    grounds = (
        ("checkpoint", checkpoint.checkpoint.key),
        ("indicator", checkpoint.indicator.key),
        ("verification", checkpoint.checkpoint.verification_id or 0),
        ("rule_set", programme.rule_set_id),
        ("programme", programme.key),
    )
    return max(changed.get(pair, 0) for pair in grounds)


def _compare(
    evaluation: Evaluation, checkpoint: LoadedCheckpoint, frame: ProgrammeRules
) -> Iterator[Finding]:
    shown = performance(checkpoint, frame, late=not evaluation.in_time)
    right = score(shown, frame.rules.scoring)
    worked_out = {"met": shown.met, **{name: getattr(right, name) for name in _PARTS[1:]}}
    if any(getattr(evaluation, name) != worked_out[name] for name in _PARTS):
        grade = evaluation.grade.value if evaluation.grade else ""
        recorded = {"total": evaluation.total, "grade": grade}
        other = {"other": right.total, "other_grade": right.grade.value}
        yield Finding("audit.wrong_score", {"ref": checkpoint.ref, **recorded, **other})
