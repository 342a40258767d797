"""Checkpoints as reminders see them: a few columns each, with what is pending applied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select, text
from sqlmodel import Session, col

from dondoc.services.chunks import chunks
from dondoc.services.items import Frame, load_items
from dondoc.services.programmes import working_calendar
from dondoc.services.rule_sets import rules_of
from models.assignment import Assignment, Checkpoint
from models.indicator import Indicator
from models.programme import Programme
from models.rules.checkpoints import Act
from models.rules.stages import UNREPORTED, Stage, Standing
from models.submission import Submission

COLUMNS: tuple[Any, ...] = (
    col(Checkpoint.id),
    col(Checkpoint.assignment_id),
    col(Checkpoint.label),
    col(Checkpoint.stage),
    col(Checkpoint.standing),
    col(Checkpoint.opens_on),
    col(Checkpoint.due_on),
    col(Checkpoint.due_revision),
    col(Checkpoint.report_id),
    col(Checkpoint.reported_at),
    col(Assignment.ref),
    col(Assignment.unit_id),
    col(Indicator.category),
)


@dataclass(frozen=True)
class State:
    """One checkpoint. `ref` is its assignment's; `acknowledged` is filled where it matters."""

    checkpoint_id: int
    assignment_id: int
    label: str
    stage: Stage
    standing: Standing
    opens_on: date
    due_on: date
    due_revision: int
    report_id: int | None
    reported_at: datetime | None
    assignment_ref: str
    unit_id: int
    category: str
    acknowledged: bool = False

    @property
    def ref(self) -> str:
        """What people type and read: indicator @ unit / checkpoint."""
        return f"{self.assignment_ref}/{self.label}"

    @property
    def unreported(self) -> bool:
        """Whether somebody must still report."""
        return self.standing is Standing.LIVE and self.stage in UNREPORTED


def frame_of(session: Session, programme: Programme) -> Frame:
    """The calendar and the rules of a programme."""
    return Frame(working_calendar(session, programme), rules_of(session, programme))


def select_states(*more: Any) -> Select[Any]:
    """A query for the columns of `State`, and further ones after them."""
    return (
        select(*COLUMNS, *more)
        .select_from(Checkpoint)
        .join(Assignment, col(Assignment.id) == col(Checkpoint.assignment_id))
        .join(Indicator, col(Indicator.id) == col(Assignment.indicator_id))
    )


def of_programme(programme: Programme) -> Any:
    """The condition that keeps to one programme.

    Written as a sum, so that SQLite does not start from the programme's assignments, which
    are all there are, instead of from the few checkpoints that are due.
    """
    return col(Assignment.programme_id) + 0 == programme.id


def as_state(row: Row[Any]) -> State:
    """The state at the beginning of a row."""
    return State(*row[: len(COLUMNS)])


def load_states(session: Session, frame: Frame, ids: Iterable[int]) -> dict[int, State]:
    """These checkpoints as they will be once everything recorded is applied."""
    found: dict[int, State] = {}
    for portion in chunks(sorted(set(ids))):
        rows = session.execute(select_states().where(col(Checkpoint.id).in_(portion)))
        found.update((row[0], as_state(row)) for row in rows)
    return with_pending(session, frame, found)


def with_pending(session: Session, frame: Frame, states: dict[int, State]) -> dict[int, State]:
    """The same states with what was recorded and not yet drained taken into account.

    Only the checkpoints that somebody acted upon are looked at in full.
    """
    # Written out, not a parameter: SQLite uses a partial index only for its own condition.
    query = select(col(Submission.checkpoint_id)).where(text("submission.state = 'pending'"))
    touched = sorted(set(session.scalars(query)) & states.keys())
    if not touched:
        return states
    changed = dict(states)
    for key, item in load_items(session, frame, touched).items():
        facts = item.facts
        changed[key] = replace(
            states[key],
            stage=facts.stage,
            standing=facts.standing,
            due_on=facts.due_on,
            due_revision=facts.due_revision,
            report_id=item.report_id,
        )
    return changed


def with_acknowledged(
    session: Session, states: dict[int, State], ids: Sequence[int]
) -> dict[int, State]:
    """The same states, saying of these checkpoints whether a person took them on."""
    changed = dict(states)
    for portion in chunks(sorted(set(ids))):
        query = select(col(Submission.checkpoint_id)).where(
            col(Submission.checkpoint_id).in_(portion), col(Submission.act) == Act.ACKNOWLEDGE
        )
        for key in set(session.scalars(query)):
            changed[key] = replace(changed[key], acknowledged=True)
    return changed
