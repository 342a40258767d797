"""Checkpoints as lists show them on a day (boards, a calendar, the page of a person), a row each.

A few columns instead of whole objects: a unit has hundreds of checkpoints. What is recorded and
not yet drained is applied, so that a board shows what its reader has just done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case
from sqlmodel import Session, col

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.answering.responsible import Answering
from dondoc.services.work.checkpoint_judge import CheckpointJudge
from dondoc.services.work.checkpoint_states import CheckpointState, made_of, select_states
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.pending import cached_pending_ids
from dondoc.services.work.unreadable import readable
from dondoc.store.bulk import among_bound, bound
from dondoc.store.database import is_postgresql
from models.assignment import Assignment, Checkpoint
from models.base import Row
from models.indicator import Indicator
from models.joins import LIVE, REPORT_IN_FORCE, VERIFICATION_IN_FORCE
from models.report import ProgressReport
from models.rules.achievement import Expectation, percent_of_plan
from models.rules.checkpoints import CheckpointFacts, local_date
from models.rules.due import DueState
from models.rules.due_parts import LATE, DuePart, part_of
from models.rules.grounds import as_text, task
from models.rules.indicators import Direction, Kind, asks_for_product, is_computed
from models.rules.responsibility import Occasion
from models.rules.stages import SETTLED, Stage, Standing
from models.rules.totals import CountedCheckpoint
from models.verdict import Verification


@dataclass(slots=True, unsafe_hash=True)
class CheckpointRow(CheckpointState):
    """A live checkpoint on a day. `value`, `delivered`: verified, else as reported.

    `days_left`: working days to `last_day`, negative when late; `first_late`: see
    `days_late_first`; `pending`: an act on it waits; `indicator_id` and what follows: of its
    assignment. `finding`: a verdict stands, also behind another report. Boards fill `unit` and
    what follows.
    """

    step: str
    rank: int
    stage_since: datetime
    expected: Decimal | None
    product: str
    value: Decimal | None
    delivered: bool | None
    indicator_id: int
    target: Decimal | None
    weight: Decimal
    assigned_product: str
    indicator: str
    kind: Kind
    direction: Direction
    unit_of_measure: str
    finding: bool
    original_due_on: date
    pending: bool = False
    last_day: date = date.max
    state: DueState = DueState.OPEN_IN_TIME
    due_soon: bool = False
    days_left: int = 0
    first_late: int | None = None
    unit: str = ""
    officials: tuple[Answering, ...] = ()
    telephone: str = ""

    @property
    def task_shown(self) -> str:
        """What it asks for, and by when, as the form carries it by which it is taken on."""
        return as_text(task(self.due_on, self.expected, self.product))

    @property
    def due_word(self) -> str:
        """The due state as pages name it (see `parts.due`)."""
        if self.due_soon:
            return "due_soon"
        return "in_time" if self.state is DueState.OPEN_IN_TIME else self.state.value

    @property
    def part(self) -> DuePart:
        """Where it belongs on the board."""
        return part_of(self.due_facts, self.state, due_soon=self.due_soon)

    @property
    def late(self) -> bool:
        """Whether it is overdue, or was done late."""
        return self.state in LATE

    @property
    def percent(self) -> Decimal | None:
        """Of what is expected; of a limit, what was used of it."""
        return percent_of_plan(Expectation(self.expected, self.direction), self.value)

    @property
    def stands(self) -> bool:
        """Whether `value` and `delivered` are a verified result that somebody gave."""
        return self.stage in SETTLED and not self.missing

    @property
    def is_product(self) -> bool:
        """Whether it asks for a product and not for a number."""
        return asks_for_product(self.kind, self.expected, self.product)

    @property
    def is_computed(self) -> bool:
        """Whether its figure comes from components, and nobody tells one."""
        return is_computed(self.kind, self.product)

    @property
    def counted(self) -> CountedCheckpoint:
        """The checkpoint as totals count it."""
        return CountedCheckpoint.of(self.due_facts, self.state, due_soon=self.due_soon)

    @property
    def occasion(self) -> Occasion:
        """What the day depends on on which its position had to be held."""
        return Occasion.of(self.due_facts)

    @property
    def reported_on(self) -> date | None:
        """The day in Viet Nam on which the report came that stands."""
        return local_date(self.reported_at) if self.reported_at else None


def _first(verified: Any, reported: Any) -> ColumnElement[Any]:
    """What was found, or waits to be verified: what was sent back is no result."""
    settled = col(Checkpoint.stage).in_(sorted(SETTLED))
    return case((settled, col(verified)), (col(Checkpoint.stage) == Stage.REPORTED, col(reported)))


_OWN_COLUMNS: tuple[Any, ...] = (
    col(Checkpoint.title), col(Checkpoint.rank), col(Checkpoint.stage_since),
    col(Checkpoint.expected), col(Checkpoint.product),
    _first(Verification.value, ProgressReport.value),
    _first(Verification.delivered, ProgressReport.delivered),
    col(Assignment.indicator_id), col(Assignment.target),
    col(Assignment.weight), col(Assignment.product), col(Indicator.title), col(Indicator.kind),
    col(Indicator.direction), col(Indicator.unit_of_measure),
    col(Checkpoint.verification_id).is_not(None), col(Checkpoint.original_due_on),
)  # fmt: skip


def rows_of(
    session: Session,
    frame: ProgrammeRules,
    today: date,
    *conditions: ColumnElement[bool],
    pending: Mapping[int, LoadedCheckpoint] | None = None,
    ended: bool = False,
) -> list[CheckpointRow]:
    """The live checkpoints of live assignments that meet the conditions, by their due dates.

    One query, and a fixed number more where something waits to be drained. `pending`: all on
    which something waits, where that was read; `ended`: also what counts no longer.
    """
    query = _query() if ended else _live()
    made = made_of(session, session.connection().execute(query.where(*conditions)), CheckpointRow)
    rows = _judged(session, frame, today, made, pending)
    return rows if ended else [row for row in rows if row.standing is Standing.LIVE]


def rows_of_keys(
    session: Session, frame: ProgrammeRules, today: date, model: type[Row], ids: Sequence[int]
) -> list[CheckpointRow]:
    """The live rows of checkpoints or of assignments (`model`) whose keys are known already."""
    query, keys = _of(model, is_postgresql(session)), {"ids": bound(session, ids)}
    made = made_of(session, session.connection().execute(query, keys), CheckpointRow)
    rows = _judged(session, frame, today, made)
    return [row for row in rows if row.standing is Standing.LIVE]


def _judged(
    session: Session,
    frame: ProgrammeRules,
    today: date,
    checkpoint_rows: list[CheckpointRow],
    pending: Mapping[int, LoadedCheckpoint] | None = None,
) -> list[CheckpointRow]:
    if pending is None:
        touched = cached_pending_ids(session) & {row.checkpoint_id for row in checkpoint_rows}
        pending = load_checkpoints(session, frame, sorted(touched)) if touched else {}
    judge = CheckpointJudge(frame, today)

    def judged(row: CheckpointRow) -> CheckpointRow:
        if row.checkpoint_id in pending:
            _apply(row, pending[row.checkpoint_id].facts)
        return judge.judge_row(row)

    return readable(session, checkpoint_rows, judged, lambda row: row.checkpoint_id)


@cache
def _of(model: type[Row], postgresql: bool) -> Select[Any]:
    """Kept: putting it together costs more than looking it up (bench/bench_statements.py)."""
    return _live().where(among_bound(col(model.id), "ids", postgresql=postgresql))


@cache
def _query() -> Select[Any]:
    return (
        select_states(*_OWN_COLUMNS)
        .outerjoin(*REPORT_IN_FORCE)
        .outerjoin(*VERIFICATION_IN_FORCE)
        .order_by(col(Checkpoint.due_on), col(Assignment.ref), col(Checkpoint.rank))
    )


@cache
def _live() -> Select[Any]:
    return _query().where(*LIVE)


def _apply(checkpoint_row: CheckpointRow, facts: CheckpointFacts) -> None:
    """Brings a row to what is recorded and not drained."""
    checkpoint_row.bring_to(facts)
    checkpoint_row.finding = facts.finding
    stated = facts.statement
    told = (stated.value, stated.delivered) if stated else (None, None)
    checkpoint_row.value, checkpoint_row.delivered = told
    checkpoint_row.pending = True


_ORDER = {"overdue": 0, "due_soon": 1, "in_time": 2, "done_late": 3, "done_in_time": 4}


def by_urgency(checkpoint_rows: Sequence[CheckpointRow]) -> list[CheckpointRow]:
    """Overdue first, then what is due next, then what is done; within each by the last day."""
    # What waits for verification is nobody's to urge: it comes after what is still unreported.
    return sorted(
        checkpoint_rows,
        key=lambda checkpoint_row: (
            _ORDER[checkpoint_row.due_word],
            not checkpoint_row.unreported,
            checkpoint_row.due_on,
            checkpoint_row.assignment_ref,
        ),
    )
