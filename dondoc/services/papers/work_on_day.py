"""A unit's work as its papers tell it: as it stood when the day of the paper was over."""

from dataclasses import fields

from sqlmodel import Session, col

from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.periods import whole_year
from dondoc.services.figures.question import open_question
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.work.checkpoint_judge import CheckpointJudge
from dondoc.services.work.checkpoint_rows import CheckpointRow, rows_of
from dondoc.services.work.checkpoint_states import CheckpointState
from models.assignment import Assignment
from models.programme import Programme


def work_on_day(
    session: Session, programme: Programme, unit_id: int, order: PaperOrder
) -> list[CheckpointRow]:
    """The live checkpoints of a unit, by their due dates: for whoever may make the paper.

    A paper of a past day, as a copy that comes back, tells nothing that was recorded since.
    Their results are those verified by then. As they are today: targets, weights, expected values.
    """
    session.flush()
    question = open_question(session, programme, whole_year(programme.year), order.day, unit_id)
    stood = {row.checkpoint_id: row for row in rows_as_they_stood(session, question)}
    of_unit = col(Assignment.unit_id) == unit_id
    rows = rows_of(session, question.frame, order.day, of_unit, ended=True)
    judge = CheckpointJudge(question.frame, order.day)
    ours = [row for row in rows if row.checkpoint_id in stood]
    for row in ours:
        _bring_to(row, stood[row.checkpoint_id], judge)
    return sorted(ours, key=lambda row: (row.due_on, row.assignment_ref, row.rank))


def _bring_to(row: CheckpointRow, then: FiguresRow, judge: CheckpointJudge) -> None:
    for name in (field.name for field in fields(CheckpointState)):
        setattr(row, name, getattr(then, name))
    row.value, row.delivered = then.value, then.delivered
    judge.judge_row(row)
