"""A person's checkpoints as they will be once every recorded act is applied, as one query.

What is recorded and not drained counts: the few submissions that wait are read once, through the
index that holds nothing else, and joined to the checkpoints.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from dondoc.services.work.checkpoint_queries import RETURNED
from dondoc.services.work.days_in_sql import day_in_viet_nam
from dondoc.services.work.pending import PENDING
from dondoc.store.bulk import among_bound
from models.assignment import AssignmentOfficial, Checkpoint
from models.columns import Choice
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE
from models.report import ProgressReport
from models.rules.acts import MOVES_DUE, RULES
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.submission import Submission
from models.verdict import Verification

_LEADS_TO = {rule.act: rule.target for rule in RULES.values() if rule.target is not None}

_NAMES = ("returned_due", "returned_on")
_MOVES = (*_LEADS_TO, Act.WITHDRAW)
_FINDS = (Act.VERIFY, Act.NOT_REPORTED, Act.CORRECT)
_DATED = (col(Submission.act).in_(MOVES_DUE), col(Submission.new_due_on).is_not(None))

# Written so that SQLite starts from the person's few assignments, not from the year's.
_IN_YEAR = text("NOT (assignment.programme_id <> :year)")


def as_drained(postgresql: bool, *, ever: bool) -> Select[Any]:
    """What they answer for as it will be when all that waits is drained.

    `ever`: also of the assignments in the parameter of that name, for which they answered once.
    A report that was sent back and waits for the drain is not yet among those that came late.
    """
    moved, dated = _Last(col(Submission.act).in_(_MOVES)), _Last(*_DATED)
    judged, verification = _Last(col(Submission.act).in_(_FINDS)), aliased(Verification)
    report = aliased(ProgressReport)
    act = col(moved.row.act)
    stood = or_(col(Checkpoint.verification_id).is_not(None), col(judged.row.id).is_not(None))
    due = func.coalesce(col(dated.row.new_due_on), col(Checkpoint.due_on))
    silent = or_(_unsaid(act, report, judged.row, verification), and_(act == Act.RETURN, stood))
    returned = or_(col(Checkpoint.returns) > 0, func.coalesce(act == Act.RETURN, False))
    reported_on = day_in_viet_nam(_reported_at(moved.row, silent), postgresql=postgresql)
    query: Select[Any] = (
        select(
            col(Checkpoint.id).label("id"),
            col(Checkpoint.opens_on).label("opens_on"),
            due.label("due"),
            _stage(act, stood).label("stage"),
            returned.label("returned"),
            reported_on.label("reported_on"),
            col(Checkpoint.assignment_id).label("assignment_id"),
            *(column.label(name) for column, name in zip(RETURNED, _NAMES, strict=True)),
            _undone(judged.row, col(verification.delivered)).label("undone"),
        )
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            *answered(postgresql, ever=ever),
            _IN_YEAR,
            or_(act.is_(None), act != Act.WITHDRAW),
        )
    )
    query = judged.beside(dated.beside(moved.beside(query)))
    query = query.outerjoin(report, col(report.submission_id) == col(moved.row.id))
    return query.outerjoin(verification, col(verification.submission_id) == col(judged.row.id))


def _stage(act: Any, stood: ColumnElement[bool]) -> ColumnElement[Any]:
    """Where the last act that waits leads. `stood`: there is a finding, or one waits."""
    return case(
        # Behind a report that would make a finding good the finding stands.
        (and_(act == Act.RETURN, stood), literal(Stage.VERIFIED, Choice(Stage))),
        *((act == leading, literal(stage, Choice(Stage))) for leading, stage in _LEADS_TO.items()),
        else_=col(Checkpoint.stage),
    )


def _reported_at(moved: type[Submission], silent: ColumnElement[bool]) -> ColumnElement[Any]:
    """When the report that stands was sent; nothing where silence stands."""
    waits = col(moved.act) == Act.REPORT
    sent = case((waits, col(moved.recorded_at)), else_=col(Checkpoint.reported_at))
    return case((func.coalesce(silent, false()), null()), else_=sent)


def _unsaid(
    act: Any,
    report: type[ProgressReport],
    judged: type[Submission],
    verification: type[Verification],
) -> ColumnElement[bool]:
    """Whether the word that stands is silence or says that a product is not there."""
    return case(
        (act == Act.REPORT, func.coalesce(~col(report.delivered), false())),
        (col(judged.act) == Act.NOT_REPORTED, true()),
        (col(judged.id).is_not(None), func.coalesce(~col(verification.delivered), false())),
        else_=col(Checkpoint.undelivered),
    )


def _undone(judged: type[Submission], delivered: Any) -> ColumnElement[bool]:
    """Whether it is found not done once it is settled: by what waits, else by what stands."""
    return case(
        (col(judged.act) == Act.NOT_REPORTED, true()),
        (col(judged.id).is_not(None), func.coalesce(~delivered, false())),
        # A report that waits behind a finding has come to nothing by then.
        (col(Checkpoint.stage) == Stage.REPORTED, col(Checkpoint.verification_id).is_not(None)),
        else_=or_(col(Checkpoint.missing), col(Checkpoint.undelivered)),
    )


def answered(postgresql: bool, *, ever: bool) -> tuple[ColumnElement[bool], ...]:
    """That a checkpoint counts, and one of the parameter `positions` answers for it, or did."""
    # As many parameters as there are: of an array a prepared plan assumes that it is long.
    held = col(AssignmentOfficial.position_id).in_(bindparam("positions", expanding=True))
    key = col(Checkpoint.assignment_id)
    now = key.in_(select(col(AssignmentOfficial.assignment_id)).where(held))
    if not ever:
        return now, *LIVE
    return or_(now, among_bound(key, "ever", postgresql=postgresql)), *LIVE


class _Last:
    """Of the submissions that wait and meet these conditions the last one of each checkpoint."""

    def __init__(self, *conditions: ColumnElement[bool]) -> None:
        self.row = aliased(Submission)
        query: Select[Any] = select(
            col(Submission.checkpoint_id).label("checkpoint_id"),
            func.max(col(Submission.id)).label("id"),
        ).where(PENDING, *conditions)
        self.keys = query.group_by(col(Submission.checkpoint_id)).subquery()

    def beside(self, query: Select[Any]) -> Select[Any]:
        """The query with that submission beside each checkpoint, where there is one."""
        keys = self.keys
        query = query.outerjoin(keys, keys.c.checkpoint_id == col(Checkpoint.id))
        return query.outerjoin(self.row, col(self.row.id) == keys.c.id)
