"""Shows each checkpoint as it stood at the end of a past day, by taking back what came later."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.services.figures.changed_since import ChangedRows, rows_changed_since
from dondoc.services.figures.figures_rows import FiguresRow, read_rows
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import judge
from dondoc.store.bulk import among
from models.report import ProgressReport
from models.rules.acts import MOVES_DUE, RULES, Decision, decide, effect_of, target_of
from models.rules.checkpoints import Act, ActFacts, CheckpointFacts
from models.rules.evaluation import Grade
from models.rules.indicators import Basis
from models.rules.roles import Role
from models.rules.stages import SETTLED, Stage, Standing
from models.submission import Submission, SubmissionState
from models.verdict import Evaluation, Verification


@dataclass(frozen=True)
class RecordedAct:
    """One submission that was not refused, as the rules see it."""

    deed: ActFacts
    applied: bool
    grade: Grade | None


def rows_as_they_stood(session: Session, question: FiguresQuestion) -> list[FiguresRow]:
    """The live checkpoints of a programme or a unit, each as it stood when the day was over."""
    elsewhere = rows_changed_since(session, question)
    rows = read_rows(session, question.programme.key, question.unit_id)
    opened = frozenset(row.checkpoint_id for row in rows if _opened_later(row, question))
    elsewhere = replace(elsewhere, later=elsewhere.later | opened)
    return as_they_stood(session, question, rows, elsewhere)


def _opened_later(row: FiguresRow, question: FiguresQuestion) -> bool:
    """Whether it may have begun by its window alone, which opened after the day."""
    return row.stage is Stage.IN_PROGRESS and row.opens_on > question.as_of


def as_they_stood(
    session: Session,
    question: FiguresQuestion,
    rows: Iterable[FiguresRow],
    elsewhere: ChangedRows,
) -> list[FiguresRow]:
    """The live rows, each as it stood at the end of the day of the digest."""
    rows = list(rows)
    by_id = {row.checkpoint_id: row for row in rows if row.checkpoint_id in elsewhere.ids}
    for row in rows:
        _restore(row, elsewhere)
    _replay_all(session, question, by_id, elsewhere.later)
    _fold_all(session, question, by_id, elsewhere.pending - elsewhere.later)
    return [row for row in rows if _is_live(row)]


def _is_live(row: FiguresRow) -> bool:
    return row.standing is Standing.LIVE and row.assignment_standing is Standing.LIVE


def _restore(row: FiguresRow, elsewhere: ChangedRows) -> None:
    """What ended only after the day asked for was live on it."""
    if row.assignment_id in elsewhere.assignments_ended:
        row.standing = row.assignment_standing = Standing.LIVE
    elif row.checkpoint_id in elsewhere.ended:
        row.standing = Standing.LIVE


def _fold_all(
    session: Session,
    question: FiguresQuestion,
    rows: Mapping[int, FiguresRow],
    ids: Iterable[int],
) -> None:
    """Adds what was recorded and not yet drained, through the rules that will apply it."""
    numbers = [number for number in ids if number in rows]
    for key, checkpoint in load_checkpoints(session, question.frame, numbers).items():
        grade = _grade(question, rows[key], checkpoint)
        _bring_to(rows[key], checkpoint.facts, grade)


def _grade(
    question: FiguresQuestion, row: FiguresRow, checkpoint: LoadedCheckpoint
) -> Grade | None:
    """The grade as the drain will write it, where the evaluation still waits for it."""
    evaluations = [act for act in checkpoint.pending if act.submission.act is Act.EVALUATE]
    if not evaluations or checkpoint.facts.stage is not Stage.EVALUATED:
        return row.grade
    return judge(question.programme, question.frame, checkpoint, evaluations[-1].submission).grade


def _replay_all(
    session: Session,
    question: FiguresQuestion,
    rows: Mapping[int, FiguresRow],
    ids: Iterable[int],
) -> None:
    """Takes rows from their beginning up to the end of the day."""
    numbers = [number for number in ids if number in rows]
    history = _recorded(session, numbers) if numbers else {}
    for key in numbers:
        _replay(question, rows[key], history.get(key, []))


def _replay(question: FiguresQuestion, row: FiguresRow, history: Sequence[RecordedAct]) -> None:
    facts, grade = _beginning(question, row, history), None
    for act in history:
        if act.deed.recorded_at >= question.end:
            continue
        facts = _after(facts, act)
        grade = act.grade or grade
    if facts.stage is Stage.ASSIGNED and facts.opens_on <= question.as_of:
        facts = replace(facts, stage=Stage.IN_PROGRESS)
    _bring_to(row, facts, grade)


def _after(facts: CheckpointFacts, act: RecordedAct) -> CheckpointFacts:
    """What was applied once was allowed then, and is not judged again."""
    if not act.applied:
        decision = decide(facts, act.deed)
        return decision.facts if isinstance(decision, Decision) else facts
    stage = target_of(RULES[act.deed.act], facts) or facts.stage
    return replace(effect_of(facts, act.deed), stage=stage)


def _beginning(
    question: FiguresQuestion, row: FiguresRow, history: Sequence[RecordedAct]
) -> CheckpointFacts:
    due_on = _first_due(row, history)
    terms = question.frame.terms(question.indicators[row.indicator_id].cut_off_days)
    withdrawn = any(act.deed.act is Act.WITHDRAW for act in history)
    return CheckpointFacts(
        stage=Stage.ASSIGNED,
        opens_on=row.opens_on,
        due_on=due_on,
        terms=terms,
        is_product=question.is_product(row),
        standing=Standing.LIVE if withdrawn else row.standing,
    )


def _first_due(row: FiguresRow, history: Sequence[RecordedAct]) -> date:
    """The due date before any act moved it.

    Where no act did, a plan that was loaded again may have: the date of today is taken then,
    because an act cannot tell it.
    """
    moved = any(act.deed.new_due_on and act.deed.act in MOVES_DUE for act in history)
    return row.original_due_on if moved else row.due_on


def _bring_to(row: FiguresRow, facts: CheckpointFacts, grade: Grade | None) -> None:
    row.bring_to(facts)
    result = facts.result if facts.stage in SETTLED else None
    row.value = result.value if result else None
    row.delivered = result.delivered if result else None
    row.basis = result.basis if result else None
    row.grade = grade


def _recorded(session: Session, ids: Sequence[int]) -> dict[int, list[RecordedAct]]:
    """Everything recorded on these checkpoints and not refused, in the order of recording."""
    history: dict[int, list[RecordedAct]] = defaultdict(list)
    query = (
        select(
            col(Submission.checkpoint_id), col(Submission.act), col(Submission.actor_id),
            col(Submission.on_behalf_of_id), col(Submission.roles), col(Submission.recorded_at),
            col(Submission.reason), col(Submission.new_due_on), col(Submission.confirmed),
            col(Submission.state), col(Evaluation.grade),
            col(ProgressReport.value), col(ProgressReport.delivered), col(ProgressReport.basis),
            col(Verification.value), col(Verification.delivered), col(Verification.basis),
        )
        .join(ProgressReport, col(ProgressReport.submission_id) == Submission.id, isouter=True)
        .join(Verification, col(Verification.submission_id) == Submission.id, isouter=True)
        .join(Evaluation, col(Evaluation.submission_id) == Submission.id, isouter=True)
        .where(
            among(session, col(Submission.checkpoint_id), ids),
            col(Submission.state) != SubmissionState.REFUSED,
        )
        .order_by(col(Submission.id))
    )  # fmt: skip
    for row in session.connection().execute(query):
        history[row[0]].append(_one(*row[1:]))
    return history


def _one(*row: Any) -> RecordedAct:
    act, by, behalf, roles, at, reason, due, confirmed, state, grade, *content = row
    # A submission has a report or a verification, never both: the one with a basis speaks.
    value, delivered, basis = content[:3] if content[2] is not None else content[3:]
    facts = ActFacts(
        act=act,
        by=by or 0,
        roles=frozenset(Role(role) for role in roles.split(",") if role),
        recorded_at=at,
        on_behalf_of=behalf,
        value=value,
        delivered=delivered,
        basis=basis or Basis.ACTUAL,
        reason=reason,
        new_due_on=due,
        confirmed=confirmed,
    )
    return RecordedAct(facts, state is SubmissionState.APPLIED, grade)
