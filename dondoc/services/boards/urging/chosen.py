"""The checkpoints that somebody chose to urge on: which of them can be, and what each shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from dondoc.errors import BadInput, DondocError, Refused
from dondoc.services.boards.before_urging import AUDIENCES
from dondoc.services.boards.overdue.board_rows import rows_of
from dondoc.services.boards.overdue.question import BoardQuestion
from dondoc.services.boards.unit import may_urge_at
from dondoc.services.boards.urging.readers import PeopleReached, UrgedReaders, urged_readers
from dondoc.services.organisation.viewer import Viewer
from dondoc.services.reminders.nudges.by_hand import URGERS, urged_today
from dondoc.services.work.checkpoint_rows import CheckpointRow
from models.assignment import Assignment, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.rules.grounds import Grounds, as_text, plain
from models.rules.roles import Audience

MAX_AT_ONCE = 200
"""So many are urged at once: whoever sends more has not looked at them."""

Why = tuple[str, DondocError]
"""A reference, and why it cannot be urged."""


@dataclass(frozen=True)
class ChosenRow:
    """A row that can be urged. `mark`: what it shows, as the form carries it."""

    row: CheckpointRow
    mark: str


@dataclass(frozen=True)
class Chosen:
    """What was chosen. `reached`: whom each audience would reach of the rows."""

    rows: tuple[ChosenRow, ...]
    left_out: tuple[Why, ...]
    reached: tuple[PeopleReached, ...]


def may_be_urged(row: CheckpointRow, viewer: Viewer) -> bool:
    """Whether urging it is this viewer's to do today."""
    return row.unreported and row.opens_on <= viewer.day and may_urge_at(viewer, row.unit_id)


def chosen_to_urge(scope: BoardQuestion, refs: Sequence[str], now: datetime) -> Chosen:
    """What these references show, and whom urging them would reach; it only reads."""
    ids = ids_of(scope, refs)
    rows = {row.ref: row for row in rows_of(scope, list(ids.values()))}
    done = urged_today(scope.session, scope.viewer.person_id, list(ids.values()), now)
    refusals = {ref: why_not(scope.viewer, ref, rows.get(ref), done) for ref in refs}
    open_rows = [rows[ref] for ref in refs if refusals[ref] is None]
    readers = readers_of(scope, open_rows, now)
    return Chosen(
        tuple(ChosenRow(row, as_text(mark_of(row, readers))) for row in open_rows),
        tuple((ref, error) for ref, error in refusals.items() if error is not None),
        readers.reaching(scope.session, [row.assignment_id for row in open_rows]),
    )


def readers_of(scope: BoardQuestion, rows: Sequence[CheckpointRow], now: datetime) -> UrgedReaders:
    """Who answers for these rows today."""
    assignment_ids = {row.assignment_id for row in rows}
    return urged_readers(scope.session, scope.programme, assignment_ids, now)


def mark_of(row: CheckpointRow, readers: UrgedReaders) -> Grounds:
    """The facts on which urging it rests: its date, what is asked for it, and who reads it."""
    names = {
        f"readers:{audience.value}": readers.names(row.assignment_id, audience)
        for audience in AUDIENCES
    }
    return {"due": plain(row.due_on), "asked": plain(row.extension_asked), **names}


def rests_on(audience: Audience) -> tuple[str, ...]:
    """The names of the facts that count where this audience is urged."""
    return ("due", "asked", f"readers:{audience.value}")


def why_not(
    viewer: Viewer, ref: str, row: CheckpointRow | None, done: Collection[int]
) -> DondocError | None:
    """Why a reference cannot be urged, None where it can. `done`: urged today by the viewer."""
    if row is None:
        return BadInput("checkpoint.unknown", ref=ref)
    if not may_urge_at(viewer, row.unit_id):
        return Refused("by_hand.not_your_role", ref=ref, roles=URGERS)
    if not row.unreported or row.opens_on > viewer.day:
        return Refused("by_hand.nothing_open", ref=ref)
    return Refused("by_hand.today_already", ref=ref) if row.checkpoint_id in done else None


def ids_of(scope: BoardQuestion, refs: Sequence[str]) -> Mapping[str, int]:
    """The checkpoints of the programme with these references that the viewer may see."""
    assignments = sorted({ref.partition("/")[0] for ref in refs})
    query = (
        select(col(Checkpoint.id), col(Assignment.ref), col(Checkpoint.label))
        .join(*ASSIGNMENT_OF_CHECKPOINT)
        .where(col(Assignment.ref).in_(assignments), scope.viewer.visible())
    )
    known = {f"{ref}/{label}": key for key, ref, label in scope.session.connection().execute(query)}
    return {ref: known[ref] for ref in refs if ref in known}
