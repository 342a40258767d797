"""How a programme stands, in numbers that reconcile, fast enough for every page and command."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlmodel import Session, col

from dondoc.services.figures.as_they_stood import rows_as_they_stood
from dondoc.services.figures.changed_since import rows_changed_since
from dondoc.services.figures.quarter import quarter_of
from dondoc.services.figures.question import open_question
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.changed_by_plan import Standings, is_past
from dondoc.services.work.checkpoints import live_pending
from dondoc.services.work.due_in_sql import due_columns, due_facts_of, readable_groups
from dondoc.services.work.pending import pending_in
from dondoc.store.bulk import among
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT, LIVE
from models.message import Message, MessageState
from models.programme import Programme
from models.rules.checkpoints import end_of, local_date
from models.rules.due import DueFacts, due_facts, due_state, is_due_soon
from models.rules.stages import Stage, Standing
from models.rules.totals import Counts
from models.submission import Submission


@dataclass(frozen=True)
class Status:
    """The figures of a programme on a day; `messages` are those of the whole installation."""

    year: int
    as_of: date
    assignments: int
    checkpoints: Counts
    stages: dict[Stage, int]
    messages: dict[MessageState, int]
    pending: int

    def as_json(self) -> dict[str, Any]:
        """Plain values under the names that `dondoc status --json` prints."""
        parts = {part.name: getattr(self.checkpoints, part.name) for part in fields(Counts)}
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "assignments": self.assignments,
            "checkpoints": {"total": self.checkpoints.total, **parts},
            "stages": {stage.value: self.stages[stage] for stage in Stage},
            "messages": {state.value: self.messages[state] for state in _MESSAGE_STATES},
            "pending": self.pending,
        }


_MESSAGE_STATES = (MessageState.QUEUED, MessageState.SENT, MessageState.FAILED)


def status(session: Session, programme: Programme, now: datetime) -> Status:
    """Counts all live checkpoints of a programme; what is recorded and not drained counts.

    On an earlier day they are counted as they stood when it was over; messages are those of now.
    """
    session.flush()
    frame, today = frame_of(session, programme), local_date(now)
    if is_past(session, today):
        alike, standings = _then(session, programme, today)
    else:
        alike, standings = _now(session, programme.key, frame), {}
    return Status(
        year=programme.year,
        as_of=today,
        assignments=_assignments(session, programme.key, standings),
        checkpoints=_sum(alike, today, frame),
        stages=_stages(alike),
        messages=_messages(session),
        pending=_count_pending(session, programme.key, today),
    )


def _then(session: Session, programme: Programme, day: date) -> tuple[Counter[DueFacts], Standings]:
    """What was live when a day was over, and the standings that assignments had then and lost."""
    question = open_question(session, programme, quarter_of(day), day, None)
    elsewhere = rows_changed_since(session, question)
    rows = rows_as_they_stood(session, question, elsewhere)
    return Counter(row.due_facts for row in rows), elsewhere.assignment_standings


def counts_of(facts: DueFacts, size: int, today: date, frame: ProgrammeRules) -> Counts:
    """How checkpoints that are alike are counted, `size` of them."""
    state = due_state(facts, today, frame.calendar)
    soon = is_due_soon(facts, today, frame.calendar, frame.rules.due_soon_days)
    return Counts(
        **{state.value: size},
        due_soon=size * soon,
        waiting=size * (facts.stage is Stage.REPORTED),
        missing=size * facts.missing,
        undelivered=size * facts.verified_undelivered,
    )


def _sum(alike: Mapping[DueFacts, int], today: date, frame: ProgrammeRules) -> Counts:
    counted = (counts_of(facts, size, today, frame) for facts, size in alike.items())
    return sum(counted, Counts())


def _stages(alike: Mapping[DueFacts, int]) -> dict[Stage, int]:
    counted: Counter[Stage] = Counter()
    for facts, size in alike.items():
        counted[facts.stage] += size
    return {stage: counted[stage] for stage in Stage}


def count_drained(programme_id: int, *keys: SQLColumnExpression[Any]) -> Select[Any]:
    """How many live checkpoints are alike in `keys`, but for those with something pending.

    Gives the keys and the number. `keys`: of the checkpoint or its assignment.
    """
    return (
        select(*keys, func.count())
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(
            col(Assignment.programme_id) == programme_id,
            *LIVE,
            col(Checkpoint.id).not_in(pending_in(programme_id)),
        )
        .group_by(*keys)
    )


def _now(session: Session, programme_id: int, frame: ProgrammeRules) -> Counter[DueFacts]:
    """One row for all checkpoints of a stage, due date and day of report, and what waits."""
    query = count_drained(programme_id, *due_columns(session))
    alike = Counter(
        due_facts(waiting.facts) for waiting in live_pending(session, frame, programme_id)
    )
    drained = session.connection().execute(query)
    for facts, size in readable_groups(session, drained, _alike):
        alike[facts] += size
    return alike


def _alike(row: Sequence[Any]) -> tuple[DueFacts, int]:
    *values, size = row
    return due_facts_of(values), size


def _assignments(session: Session, programme_id: int, standings: Standings) -> int:
    """Those that are live. `standings`: of those that had another one on the day."""
    query = select(func.count()).where(
        col(Assignment.programme_id) == programme_id,
        col(Assignment.standing) == Standing.LIVE,
        ~among(session, col(Assignment.id), standings),
    )
    then = sum(standing is Standing.LIVE for standing in standings.values())
    return (session.connection().scalar(query) or 0) + then


def _messages(session: Session) -> dict[MessageState, int]:
    query = select(col(Message.state), func.count()).group_by(col(Message.state))
    counted: Counter[MessageState] = Counter()
    for state, size in session.connection().execute(query):
        counted[state] = size
    return {state: counted[state] for state in _MESSAGE_STATES}


def _count_pending(session: Session, programme_id: int, day: date) -> int:
    query = pending_in(programme_id).with_only_columns(func.count())
    query = query.where(col(Submission.recorded_at) < end_of(day))
    return session.connection().scalar(query) or 0
