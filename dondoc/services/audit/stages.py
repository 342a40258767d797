"""Whether every checkpoint is where its own events lead, with what they say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from dondoc.services.audit.finding import Finding
from dondoc.services.history.events import plain_amount
from models.assignment import Assignment, Checkpoint
from models.event import Event, EventKind
from models.joins import ASSIGNMENT_OF_CHECKPOINT, EVALUATION_IN_FORCE, VERIFICATION_IN_FORCE
from models.rules.acts import MOVES_DUE
from models.rules.checkpoints import Act
from models.rules.stages import Stage
from models.verdict import Evaluation, Verdict, Verification

_STREAM = {"yield_per": 1000}
Happened = Row[tuple[int | None, int | None, EventKind, datetime, Any, Any, dict[str, Any]]]

_CHANGES_NOTHING = frozenset(
    {EventKind.REFUSED, EventKind.EXTENSION_ASKED, EventKind.EXTENSION_REFUSED}
)
"""These tell what was wanted, such as another due date, and not what came of it."""


@dataclass
class Folded:
    """What a checkpoint's own events say of it; None: they say nothing.

    `rests_on`: when the report came on which the verified result rests.
    """

    stage: Stage | None = None
    due_on: str | None = None
    reported_at: datetime | None = None
    rests_on: datetime | None = None
    value: str | None = None
    judged: tuple[str, str] | None = None
    behind: tuple[int | None, int | None] = (None, None)

    def take(self, event: Happened) -> None:
        """Takes one event in, in the order in which they happened."""
        if event.kind in _CHANGES_NOTHING:
            return
        self.stage = event.to_stage or self.stage
        details, act = event.data, event.data.get("act")
        if act is None or act in MOVES_DUE:
            self.due_on = details.get("new_due_on", details.get("to", self.due_on))
        if event.kind is EventKind.ASSIGNED:
            self.due_on = details.get("checkpoint", {}).get("due_on", self.due_on)
        if act == Act.REPORT:
            self.reported_at = event.at
        elif act == Act.VERIFY:
            self.rests_on = self.reported_at
        elif act == Act.NOT_REPORTED:
            self.rests_on = None
        elif act == Act.RETURN:  # of a report that would make a finding good: the finding stands
            self.reported_at = self.rests_on
        if act in (Act.VERIFY, Act.CORRECT):
            self.value = details.get("value")
        if act == Act.EVALUATE:
            self.behind = (details.get("dossier_step"), details.get("round_step"))
            self.judged = (details["total"], details["grade"]) if "total" in details else None


def check_stages(session: Session) -> Iterator[Finding]:
    """Goes through checkpoints and their events side by side, a portion at a time."""
    groups = groupby(_events(session), key=lambda event: event.checkpoint_id)
    key, events = next(groups, (None, iter(())))
    for checkpoint, ref, verdict, judged in _checkpoints(session):
        folded = Folded()
        while key is not None and key < checkpoint.key:
            key, events = next(groups, (None, iter(())))
        if key == checkpoint.key:
            for event in events:
                if event.to_stage is not None and folded.stage != event.from_stage:
                    yield Finding("audit.broken_chain", {"event": event.id})
                folded.take(event)
        yield from _compare(f"{ref}/{checkpoint.label}", checkpoint, verdict, judged, folded)


def _events(session: Session) -> Iterator[Happened]:
    query = (
        select(Event.checkpoint_id, Event.id, Event.kind, Event.at)
        .add_columns(col(Event.from_stage), col(Event.to_stage), col(Event.data))
        .where(col(Event.checkpoint_id).is_not(None))
        .order_by(col(Event.checkpoint_id), col(Event.id))
    )
    with session.execute(query, execution_options=_STREAM) as result:
        yield from result


def _checkpoints(
    session: Session,
) -> Iterator[tuple[Checkpoint, str, Verification | None, Evaluation | None]]:
    query = (
        select(Checkpoint, col(Assignment.ref), Verification, Evaluation)
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .join(*VERIFICATION_IN_FORCE, isouter=True)
        .join(*EVALUATION_IN_FORCE, isouter=True)
        .order_by(col(Checkpoint.id))
    )
    with session.exec(query, execution_options=_STREAM) as rows:
        yield from rows


def _compare(
    name: str,
    checkpoint: Checkpoint,
    verdict: Verification | None,
    judged: Evaluation | None,
    folded: Folded,
) -> Iterator[Finding]:
    if folded.stage != checkpoint.stage:
        params: dict[str, object] = {"ref": name, "stage": checkpoint.stage}
        yield Finding("audit.wrong_stage", {**params, "folded": folded.stage})
    for what, stored, folded_value in _stored_and_folded(checkpoint, verdict, judged, folded):
        if stored != folded_value:
            yield Finding(
                "audit.wrong_value",
                {"ref": name, "what": what, "kept": stored, "told": folded_value},
            )


def _stored_and_folded(
    checkpoint: Checkpoint, verdict: Verification | None, judged: Evaluation | None, folded: Folded
) -> Iterator[tuple[str, object, object]]:
    """What is kept, beside what the events told."""
    if folded.due_on is not None:
        yield "due_on", checkpoint.due_on.isoformat(), folded.due_on
    yield "reported_at", checkpoint.reported_at, folded.reported_at
    if verdict is not None and verdict.verdict in (Verdict.ACCEPTED, Verdict.CORRECTED):
        yield "value", plain_amount(verdict.value), folded.value
    if judged is not None:
        total, grade = folded.judged or (None, None)
        yield "total", plain_amount(judged.total), total
        yield "grade", judged.grade.value if judged.grade else None, grade
        decided_by, left_by = folded.behind
        yield "dossier_step_id", judged.dossier_step_id, decided_by
        yield "round_step_id", judged.round_step_id, left_by
