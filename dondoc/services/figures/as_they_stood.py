"""Shows each checkpoint as it stood at the end of a past day, by taking back what came later."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session

from dondoc.services.figures.changed_since import ChangedRows, rows_changed_since
from dondoc.services.figures.figures_rows import FiguresRow, read_rows
from dondoc.services.figures.question import FiguresQuestion
from dondoc.services.work.changed_by_plan import NOT_YET
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import judge
from dondoc.services.work.recorded_acts import Course, courses_of
from models.rules.checkpoints import Act, CheckpointFacts
from models.rules.evaluation import Grade
from models.rules.stages import SETTLED, Stage, Standing


def rows_as_they_stood(
    session: Session,
    question: FiguresQuestion,
    elsewhere: ChangedRows | None = None,
    ids: Iterable[int] | None = None,
) -> list[FiguresRow]:
    """The live checkpoints of a programme or a unit, each as it stood when the day was over.

    `elsewhere`: what changed since, where the caller has read it. `ids`: only these.
    """
    elsewhere = elsewhere or rows_changed_since(session, question)
    rows = read_rows(session, question.programme.key, question.unit_id, ids)
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
    rows = [row for row in rows if _restore(row, elsewhere)]
    by_id = {row.checkpoint_id: row for row in rows if row.checkpoint_id in elsewhere.ids}
    _replay_all(session, question, by_id, elsewhere.later)
    _fold_all(session, question, by_id, elsewhere.pending - elsewhere.later)
    return [row for row in rows if _is_live(row)]


def _is_live(row: FiguresRow) -> bool:
    return row.standing is Standing.LIVE and row.assignment_standing is Standing.LIVE


def _restore(row: FiguresRow, elsewhere: ChangedRows) -> bool:
    """Gives a row the standing that it had on the day; False where it was not assigned yet."""
    standing = elsewhere.standings.get(row.checkpoint_id, row.standing)
    whole = elsewhere.assignment_standings.get(row.assignment_id, row.assignment_standing)
    if standing is NOT_YET or whole is NOT_YET:
        return False
    row.standing, row.assignment_standing = standing, whole
    return True


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
        _bring_to(rows[key], checkpoint.facts, grade, checkpoint.verification_id)


def _grade(
    question: FiguresQuestion, row: FiguresRow, checkpoint: LoadedCheckpoint
) -> Grade | None:
    """The grade as the drain will write it, where the evaluation still waits for it."""
    evaluations = [act for act in checkpoint.pending if act.submission.act is Act.EVALUATE]
    if not evaluations or checkpoint.facts.stage is not Stage.EVALUATED:
        return row.grade
    if evaluations[-1].deed.step_behind is not None:
        return None
    return judge(question.programme, question.frame, checkpoint, evaluations[-1].submission).grade


def _replay_all(
    session: Session,
    question: FiguresQuestion,
    rows: Mapping[int, FiguresRow],
    ids: Iterable[int],
) -> None:
    """Takes rows from their beginning up to the end of the day."""
    numbers = [number for number in ids if number in rows]
    courses = courses_of(session, numbers)
    for key in numbers:
        _replay(question, rows[key], courses.get(key, Course()))


def _replay(question: FiguresQuestion, row: FiguresRow, course: Course) -> None:
    facts = course.facts(beginning_of(question, row, course), question.as_of)
    acts = course.until(question.as_of)
    grades = [act.grade for act in acts if act.grade is not None]
    verdicts = [act.verification for act in acts if act.deed.act is not Act.RETURN]
    verdict_id = next(filter(None, reversed(verdicts)), None)
    _bring_to(row, facts, grades[-1] if grades else None, verdict_id)


def beginning_of(question: FiguresQuestion, row: FiguresRow, course: Course) -> CheckpointFacts:
    """As it was assigned.

    Where neither an act nor a plan is known to have moved it, the due date of today is the first.
    """
    withdrawn = any(act.deed.act is Act.WITHDRAW for act in course.acts)
    return CheckpointFacts(
        stage=Stage.ASSIGNED,
        opens_on=row.opens_on,
        due_on=row.original_due_on if course.moved_due else row.due_on,
        terms=question.frame.terms(question.indicators[row.indicator_id].cut_off_days),
        is_product=question.is_product(row),
        standing=Standing.LIVE if withdrawn else row.standing,
        by_decision=question.frame.rules.by_decision,
    )


def _bring_to(
    row: FiguresRow, facts: CheckpointFacts, grade: Grade | None, verdict_id: int | None
) -> None:
    row.bring_to(facts)
    result = facts.result if facts.stage in SETTLED else None
    row.value = result.value if result else None
    row.delivered = result.delivered if result else None
    row.basis = result.basis if result else None
    row.quality = result.quality if result else None
    row.grade = grade
    row.verdict_id = verdict_id
